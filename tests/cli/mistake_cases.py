"""Unexpected words on the command line, with both lines of stderr."""

FORMATS = [
    ("check --json", "driftcheck check has no option --json", "Use -o json."),
    ("check --json out.json", "driftcheck check has no option --json", "Use -o json=out.json."),
    ("check --json=out.json", "driftcheck check has no option --json", "Use -o json=out.json."),
    ("check --format json", "driftcheck check has no option --format", "Use -o json."),
    ("check --format=sarif", "driftcheck check has no option --format", "Use -o sarif."),
    (
        "check --format yaml",
        "driftcheck check has no option --format",
        "Use -o FORMAT; the formats are text, json, html, markdown, csv, sarif, junit, github, gitlab, prometheus.",
    ),
    ("check -f json", "driftcheck check has no option -f", "Use -o json."),
    (
        "check --output-format html",
        "driftcheck check has no option --output-format",
        "Use -o html.",
    ),
    ("check --html page.html", "driftcheck check has no option --html", "Use -o html=page.html."),
    ("check -json", "driftcheck check has no option --json", "Use -o json."),
    ("check -out=report.json", "there is no option -out", "Use -o json=report.json."),
    ("check -output=json", "there is no option -output", "Use -o json."),
    (
        "check -o json report.json",
        'driftcheck check does not take "report.json"',
        "Use -o json=report.json.",
    ),
    ("check json", 'driftcheck check does not take "json"', "Use -o json."),
    (
        "history --sarif",
        "driftcheck history has no option --sarif",
        "Use -o FORMAT; the formats are text, json, html.",
    ),
]

COMMANDS = [
    ("plan", 'there is no command "plan"', "Use driftcheck check."),
    ("diff", 'there is no command "diff"', "Use driftcheck check."),
    (
        "apply",
        'there is no command "apply"',
        "driftcheck only reads. To declare new live numbers, use driftcheck import --update.",
    ),
    (
        "test",
        'there is no command "test"',
        "Use driftcheck policy test for rules, or driftcheck check.",
    ),
    ("lint", 'there is no command "lint"', "Use driftcheck validate."),
    (
        "list",
        'there is no command "list"',
        "Use driftcheck fetch, or driftcheck check to compare.",
    ),
    ("run", 'there is no command "run"', "Use driftcheck check."),
    ("status", 'there is no command "status"', "Use driftcheck check."),
    (
        "login",
        'there is no command "login"',
        "No login is needed: set AGORA_CUSTOMER_ID and AGORA_CUSTOMER_SECRET.",
    ),
    ("health", 'there is no command "health"', "Use driftcheck doctor."),
    ("exceptions", 'there is no command "exceptions"', "Use driftcheck waivers."),
    ("version", 'there is no command "version"', "Use driftcheck --version."),
    ("help", 'there is no command "help"', "Use driftcheck --help."),
    ("help check", 'there is no command "help"', "Use driftcheck check --help."),
    ("policy help", 'there is no command "help"', "Use driftcheck policy --help."),
    ("policy check", 'there is no command "check"', "Use driftcheck policy test."),
    (
        "policy builtin:baseline",
        'there is no command "builtin:baseline"',
        "Use driftcheck policy list builtin:baseline.",
    ),
    ("history list", 'there is no command "list"', "Use driftcheck history."),
    ("history 3", 'there is no command "3"', "Use driftcheck history show 3."),
    ("history export", 'there is no command "export"', "Use driftcheck history -o json."),
    (
        "history h.db",
        'there is no command "h.db"',
        "Use driftcheck history --database sqlite:///h.db.",
    ),
    (
        "numbers.yaml",
        'there is no command "numbers.yaml"',
        "Use driftcheck check without it; list declarations under `declared` in driftcheck.yaml.",
    ),
    (
        "driftcheck.yaml",
        'there is no command "driftcheck.yaml"',
        "Use driftcheck check -c driftcheck.yaml.",
    ),
    (
        "+12025550100",
        'there is no command "+12025550100"',
        'Use driftcheck check --select "phone_number=+12025550100".',
    ),
    (
        "drift-missing",
        'there is no command "drift-missing"',
        "Use driftcheck explain drift-missing.",
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
        "Use driftcheck check -c ./eu/driftcheck.yaml.",
    ),
    (
        "validate numbers",
        'driftcheck validate does not take "numbers"',
        (
            'List "numbers/*.yaml" under `declared` in driftcheck.yaml, '
            "or write driftcheck validate --account numbers."
        ),
    ),
    (
        "import numbers.yaml",
        'driftcheck import does not take "numbers.yaml"',
        "Use driftcheck import -o numbers.yaml.",
    ),
    (
        "waivers list",
        'driftcheck waivers does not take "list"',
        "Use driftcheck waivers without arguments.",
    ),
    (
        "import -o json",
        '--output: "json" is a format, not a file',
        "Declarations are always YAML. Name the file: -o numbers.yaml.",
    ),
    (
        "import -o yaml=all.yaml",
        '--output: "yaml" is a format, not a file',
        "Declarations are always YAML. Name the file: -o all.yaml.",
    ),
    (
        "fetch -o json=all.json",
        '--output: "json" is a format, not a file',
        "Name the file: -o all.json.",
    ),
    (
        "check numbers.yaml",
        'driftcheck check does not take "numbers.yaml"',
        "Use driftcheck check without it; list declarations under `declared` in driftcheck.yaml.",
    ),
    (
        "check other.yaml",
        'driftcheck check does not take "other.yaml"',
        (
            "List declarations under `declared` in driftcheck.yaml. "
            "Pass a configuration with -c and a live list with --live."
        ),
    ),
    (
        "check driftcheck.yaml",
        'driftcheck check does not take "driftcheck.yaml"',
        "Use driftcheck check -c driftcheck.yaml.",
    ),
    (
        "check live.json",
        'driftcheck check does not take "live.json"',
        "Use driftcheck check --live live.json.",
    ),
    (
        "check house.yaml",
        'driftcheck check does not take "house.yaml"',
        "Add it to `policies` in driftcheck.yaml, or test it: driftcheck policy test house.yaml.",
    ),
    (
        "check waivers.yaml",
        'driftcheck check does not take "waivers.yaml"',
        "Add it to `waivers` in driftcheck.yaml.",
    ),
    (
        "check lock.yaml",
        'driftcheck check does not take "lock.yaml"',
        "Use driftcheck check --lock lock.yaml.",
    ),
    (
        "check report.json",
        'driftcheck check does not take "report.json"',
        "Use driftcheck check --baseline report.json.",
    ),
    ("check help", 'driftcheck check does not take "help"', "Use driftcheck check --help."),
    (
        "check production",
        'driftcheck check does not take "production"',
        "For an account, use driftcheck check --account production.",
    ),
    (
        "check +12025550100",
        'driftcheck check does not take "+12025550100"',
        'Use driftcheck check --select "phone_number=+12025550100".',
    ),
    (
        "check --select label=Sales Line",
        'driftcheck check does not take "Line"',
        'Quote values with spaces: --select "label=Customer *".',
    ),
    (
        "validate numbers.yaml",
        'driftcheck validate does not take "numbers.yaml"',
        "Use driftcheck validate without it; list declarations under `declared` in driftcheck.yaml.",
    ),
    (
        "validate live.json",
        'driftcheck validate does not take "live.json"',
        "Use driftcheck check --live live.json.",
    ),
    (
        "validate driftcheck.yaml",
        'driftcheck validate does not take "driftcheck.yaml"',
        "Use driftcheck validate -c driftcheck.yaml.",
    ),
    (
        "fetch live.json",
        'driftcheck fetch does not take "live.json"',
        "Use driftcheck fetch -o live.json.",
    ),
    (
        "import live.json",
        'driftcheck import does not take "live.json"',
        "Use driftcheck import --live live.json.",
    ),
    ("demo x", 'driftcheck demo does not take "x"', "See: driftcheck demo --help"),
    ("explain", "driftcheck explain needs ID", "For example: driftcheck explain drift-missing"),
    (
        "schema",
        "driftcheck schema needs NAME",
        "For example: driftcheck schema declared > declared.schema.json",
    ),
    ("emulate", "driftcheck emulate needs LIST.json", "For example: driftcheck emulate live.json"),
]
