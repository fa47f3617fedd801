"""Words that users type where no such word is taken: each with both lines of stderr."""

FORMATS = [
    ("check --json", "driftcheck check has no option --json", "Write -o json."),
    ("check --json out.json", "driftcheck check has no option --json", "Write -o json=out.json."),
    ("check --json=out.json", "driftcheck check has no option --json", "Write -o json=out.json."),
    ("check --format json", "driftcheck check has no option --format", "Write -o json."),
    ("check --format=sarif", "driftcheck check has no option --format", "Write -o sarif."),
    (
        "check --format yaml",
        "driftcheck check has no option --format",
        "Write -o FORMAT; the formats are text, json, html, markdown, csv, sarif, junit, github, gitlab, prometheus.",
    ),
    ("check -f json", "driftcheck check has no option -f", "Write -o json."),
    (
        "check --output-format html",
        "driftcheck check has no option --output-format",
        "Write -o html.",
    ),
    ("check --html page.html", "driftcheck check has no option --html", "Write -o html=page.html."),
    ("check -json", "driftcheck check has no option --json", "Write -o json."),
    ("check -out=report.json", "there is no option -out", "Write -o json=report.json."),
    ("check -output=json", "there is no option -output", "Write -o json."),
    (
        "check -o json report.json",
        'driftcheck check does not take "report.json"',
        "Write -o json=report.json.",
    ),
    ("check json", 'driftcheck check does not take "json"', "Write -o json."),
    (
        "history --sarif",
        "driftcheck history has no option --sarif",
        "Write -o FORMAT; the formats are text, json, html.",
    ),
]

COMMANDS = [
    ("plan", 'there is no command "plan"', "Write driftcheck check."),
    ("diff", 'there is no command "diff"', "Write driftcheck check."),
    (
        "apply",
        'there is no command "apply"',
        "driftcheck only reads. To declare what is live, write driftcheck import --update.",
    ),
    (
        "test",
        'there is no command "test"',
        "Write driftcheck policy test for rules, or driftcheck check.",
    ),
    ("lint", 'there is no command "lint"', "Write driftcheck validate."),
    (
        "list",
        'there is no command "list"',
        "Write driftcheck fetch, or driftcheck check to compare.",
    ),
    ("run", 'there is no command "run"', "Write driftcheck check."),
    ("status", 'there is no command "status"', "Write driftcheck check."),
    (
        "login",
        'there is no command "login"',
        "No login is needed: set AGORA_CUSTOMER_ID and AGORA_CUSTOMER_SECRET.",
    ),
    ("health", 'there is no command "health"', "Write driftcheck doctor."),
    ("exceptions", 'there is no command "exceptions"', "Write driftcheck waivers."),
    ("version", 'there is no command "version"', "Write driftcheck --version."),
    ("help", 'there is no command "help"', "Write driftcheck --help."),
    ("help check", 'there is no command "help"', "Write driftcheck check --help."),
    ("policy help", 'there is no command "help"', "Write driftcheck policy --help."),
    ("policy check", 'there is no command "check"', "Write driftcheck policy test."),
    (
        "policy builtin:baseline",
        'there is no command "builtin:baseline"',
        "Write driftcheck policy list builtin:baseline.",
    ),
    ("history list", 'there is no command "list"', "Write driftcheck history."),
    ("history 3", 'there is no command "3"', "Write driftcheck history show 3."),
    ("history export", 'there is no command "export"', "Write driftcheck history -o json."),
    (
        "history h.db",
        'there is no command "h.db"',
        "Write driftcheck history --database sqlite:///h.db.",
    ),
    (
        "numbers.yaml",
        'there is no command "numbers.yaml"',
        "Write driftcheck check alone; driftcheck.yaml names declarations, under `declared`.",
    ),
    (
        "driftcheck.yaml",
        'there is no command "driftcheck.yaml"',
        "Write driftcheck check -c driftcheck.yaml.",
    ),
    (
        "+12025550100",
        'there is no command "+12025550100"',
        'Write driftcheck check --select "phone_number=+12025550100".',
    ),
    (
        "drift-missing",
        'there is no command "drift-missing"',
        "Write driftcheck explain drift-missing.",
    ),
    ("chek", 'there is no command "chek"', 'Did you mean "check"?'),
    ("Check", 'there is no command "Check"', 'Did you mean "check"?'),
    ("xyzzy", 'there is no command "xyzzy"', "See: driftcheck --help"),
    ("policy lst", 'there is no command "lst"', 'Did you mean "list"?'),
]

ARGUMENTS = [
    (
        "check ./eu",
        'driftcheck check does not take "./eu"',
        "Write driftcheck check -c ./eu/driftcheck.yaml.",
    ),
    (
        "validate numbers",
        'driftcheck validate does not take "numbers"',
        (
            'Name "numbers/*.yaml" under `declared` in driftcheck.yaml, '
            "or write driftcheck validate --account numbers."
        ),
    ),
    (
        "import numbers.yaml",
        'driftcheck import does not take "numbers.yaml"',
        "Write driftcheck import -o numbers.yaml.",
    ),
    ("waivers list", 'driftcheck waivers does not take "list"', "Write driftcheck waivers alone."),
    (
        "import -o json",
        '--output: "json" is a format, and no file',
        "Declarations are always YAML. Name the file: -o numbers.yaml.",
    ),
    (
        "import -o yaml=all.yaml",
        '--output: "yaml" is a format, and no file',
        "Declarations are always YAML. Name the file: -o all.yaml.",
    ),
    (
        "fetch -o json=all.json",
        '--output: "json" is a format, and no file',
        "Name the file: -o all.json.",
    ),
    (
        "check numbers.yaml",
        'driftcheck check does not take "numbers.yaml"',
        "Write driftcheck check alone; driftcheck.yaml names declarations, under `declared`.",
    ),
    (
        "check other.yaml",
        'driftcheck check does not take "other.yaml"',
        "driftcheck.yaml names declarations, under `declared`; -c names that file, and --live a live list.",
    ),
    (
        "check driftcheck.yaml",
        'driftcheck check does not take "driftcheck.yaml"',
        "Write driftcheck check -c driftcheck.yaml.",
    ),
    (
        "check live.json",
        'driftcheck check does not take "live.json"',
        "Write driftcheck check --live live.json.",
    ),
    (
        "check house.yaml",
        'driftcheck check does not take "house.yaml"',
        "Name it under `policies` in driftcheck.yaml, or test it: driftcheck policy test house.yaml.",
    ),
    (
        "check waivers.yaml",
        'driftcheck check does not take "waivers.yaml"',
        "Name it under `waivers` in driftcheck.yaml.",
    ),
    (
        "check lock.yaml",
        'driftcheck check does not take "lock.yaml"',
        "Write driftcheck check --lock lock.yaml.",
    ),
    (
        "check report.json",
        'driftcheck check does not take "report.json"',
        "Write driftcheck check --baseline report.json.",
    ),
    ("check help", 'driftcheck check does not take "help"', "Write driftcheck check --help."),
    (
        "check production",
        'driftcheck check does not take "production"',
        "To name an account, write driftcheck check --account production.",
    ),
    (
        "check +12025550100",
        'driftcheck check does not take "+12025550100"',
        'Write driftcheck check --select "phone_number=+12025550100".',
    ),
    (
        "check --select label=Sales Line",
        'driftcheck check does not take "Line"',
        'Quote what has spaces, such as --select "label=Customer *".',
    ),
    (
        "validate numbers.yaml",
        'driftcheck validate does not take "numbers.yaml"',
        "Write driftcheck validate alone; driftcheck.yaml names declarations, under `declared`.",
    ),
    (
        "validate live.json",
        'driftcheck validate does not take "live.json"',
        "Write driftcheck check --live live.json.",
    ),
    (
        "validate driftcheck.yaml",
        'driftcheck validate does not take "driftcheck.yaml"',
        "Write driftcheck validate -c driftcheck.yaml.",
    ),
    (
        "fetch live.json",
        'driftcheck fetch does not take "live.json"',
        "Write driftcheck fetch -o live.json.",
    ),
    (
        "import live.json",
        'driftcheck import does not take "live.json"',
        "Write driftcheck import --live live.json.",
    ),
    ("demo x", 'driftcheck demo does not take "x"', "See: driftcheck demo --help"),
    ("explain", "driftcheck explain needs ID", "Such as: driftcheck explain drift-missing"),
    (
        "schema",
        "driftcheck schema needs NAME",
        "Such as: driftcheck schema declared > declared.schema.json",
    ),
    ("emulate", "driftcheck emulate needs LIST.json", "Such as: driftcheck emulate live.json"),
]
