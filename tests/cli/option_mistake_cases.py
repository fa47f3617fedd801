"""Wrong options, with both lines of stderr."""

OPTIONS = [
    (
        "check --fail-onn low",
        "driftcheck check has no option --fail-onn",
        "Did you mean --fail-on?",
    ),
    (
        "check -select label=x",
        "driftcheck check has no option -select",
        "Use --select PATH=GLOB.",
    ),
    (
        "history --yaml",
        "driftcheck history has no option --yaml",
        "Use -o FORMAT; the formats are text, json, html.",
    ),
    ("check -qz", "driftcheck check has no option -z", "See: driftcheck check --help"),
    (
        "check --no-color",
        "driftcheck check has no option --no-color",
        "Use --color never, or set NO_COLOR=1.",
    ),
    ("check --parallel 4", "driftcheck check has no option --parallel", "Did you mean --jobs?"),
    ("check --filter label=x", "driftcheck check has no option --filter", "Did you mean --select?"),
    (
        "check --dry-run",
        "driftcheck check has no option --dry-run",
        "driftcheck only reads, so no such option is needed.",
    ),
    (
        "check --fix",
        "driftcheck check has no option --fix",
        "driftcheck only reads. To declare the live values: driftcheck import --update --changed.",
    ),
    (
        "check -detailed-exitcode",
        "driftcheck check has no option --detailed-exitcode",
        "The exit code always shows this: 0 clean, 2 findings, 1 no verdict.",
    ),
    (
        "check -var x=1",
        "driftcheck check has no option --var",
        "Set environment variables, or read them from a file: --env-file FILE.",
    ),
    ("check --version", "driftcheck check has no option --version", "Use driftcheck --version."),
    (
        "check --customer-secret s3cret",
        "driftcheck check has no option --customer-secret",
        "Set AGORA_CUSTOMER_ID and AGORA_CUSTOMER_SECRET.",
    ),
    ("check --urlz", "driftcheck check has no option --urlz", "Did you mean --url?"),
    ("check --zzzz", "driftcheck check has no option --zzzz", "See: driftcheck check --help"),
    (
        "-c x check",
        "-c must come after the command",
        "Use driftcheck check -c FILE.",
    ),
    (
        "--account us check",
        "--account must come after the command",
        "Use driftcheck check --account NAME.",
    ),
    (
        "-o json check",
        "-o must come after the command",
        "Use driftcheck check -o FORMAT[=PATH].",
    ),
    ("-c x", "driftcheck has no option -c", "Name a command first, such as driftcheck check."),
    (
        "policy -c x list",
        "-c must come after the command",
        "Use driftcheck policy list -c FILE.",
    ),
    (
        "history --limit 3 show",
        "driftcheck history show has no option --limit",
        "--limit is an option of history.",
    ),
    (
        "validate --verbose",
        "driftcheck validate has no option --verbose",
        "--verbose is an option of check.",
    ),
    (
        "fetch --verbose",
        "driftcheck fetch has no option --verbose",
        "--verbose is an option of check.",
    ),
    (
        "check --limit 3",
        "driftcheck check has no option --limit",
        "--limit is an option of history.",
    ),
]

VALUES = [
    ("check --jobs 0", "--jobs: 0 is not between 1 and 256", "See: driftcheck check --help"),
    (
        "check --fail-on hihg",
        '--fail-on: "hihg" is not one of critical, high, medium, low, info, never',
        'Did you mean "high"?',
    ),
    (
        "check --fail-on=worst",
        '--fail-on: "worst" is not one of critical, high, medium, low, info, never',
        "See: driftcheck check --help",
    ),
    (
        "check --fail-on none",
        '--fail-on: "none" is not one of critical, high, medium, low, info, never',
        'Did you mean "never"?',
    ),
    ("check --fail-on", "--fail-on needs a value", "Use --fail-on SEVERITY."),
    ("check --select", "--select needs a value", "Use --select PATH=GLOB."),
    ("check -c", "-c needs a value", "Use -c FILE."),
    ("check --quiet=1", "--quiet takes no value", "Use --quiet without a value."),
    (
        "check -c=driftcheck.yaml",
        'there is no configuration file "=driftcheck.yaml"',
        "Use -c driftcheck.yaml.",
    ),
    ("history --limit 0", "--limit: 0 is less than 1", "See: driftcheck history --help"),
    ("history --limit x", "--limit: 'x' is not a whole number", "See: driftcheck history --help"),
    (
        "check --confirm-pause soon",
        "--confirm-pause: 'soon' is not a number",
        "See: driftcheck check --help",
    ),
    ("init --policy", "--policy needs a value", "Use --policy PACK."),
]

SELECTORS = [
    (
        "check --select pipeline=pipeline_1",
        '--select: no number has a field "pipeline"',
        'Did you mean "associated_pipeline.pipeline_id"?',
    ),
    (
        "check --select pipeline_id=pipeline_1",
        '--select: no number has a field "pipeline_id"',
        'Did you mean "associated_pipeline.pipeline_id"?',
    ),
    (
        "check --select associated_pipeline=pipeline_1",
        "no number matches --select associated_pipeline=(sensitive)",
        (
            "associated_pipeline is a mapping: name a field of it, such as "
            '--select "associated_pipeline.pipeline_id=GLOB".'
        ),
    ),
    (
        "check --select +1123",
        '--select needs PATH=GLOB, not "+1123"',
        'Use --select "phone_number=+1123*".',
    ),
    (
        "check --select 1123",
        '--select needs PATH=GLOB, not "1123"',
        'Use --select "phone_number=*1123*".',
    ),
    (
        'check --select "+1 202 555-0100"',
        '--select needs PATH=GLOB, not "+1 202 555-0100"',
        'Use --select "phone_number=+12025550100".',
    ),
    (
        "check --select label:Sales",
        '--select needs PATH=GLOB, not "label:..."',
        'Use --select "label=Sales".',
    ),
    (
        'check --select "label: Sales"',
        '--select needs PATH=GLOB, not "label: ..."',
        'Use --select "label=Sales".',
    ),
    (
        'check --select "label==Sales Line"',
        "no number matches --select label==Sales Line",
        'Put the glob right after one =: use --select "label=Sales Line".',
    ),
    (
        'check --select "label=~Sales*"',
        "no number matches --select label=~Sales*",
        'Put the glob right after one =: use --select "label=Sales*".',
    ),
    (
        'check --select "label= Sales*"',
        "no number matches --select label= Sales*",
        'Put the glob right after one =: use --select "label=Sales*".',
    ),
    (
        "check --select label!=Sales",
        '--select has no "!="',
        "Use PATH=GLOB; no other comparison exists.",
    ),
    (
        'check --select "label = Sales"',
        '--select needs PATH=GLOB, not "label = ..."',
        'Use --select "label=Sales".',
    ),
    (
        'check --select "label is null"',
        '--select needs PATH=GLOB, not "label is ..."',
        'Use --select "label=null".',
    ),
    (
        "check --select label",
        '--select needs PATH=GLOB, not "label"',
        'For example: --select "label=Customer *".',
    ),
    ("check --select lable=x", '--select: no number has a field "lable"', 'Did you mean "label"?'),
    (
        "check --select outbound_config.password:hunter2",
        '--select needs PATH=GLOB, not "outbound_config.password:..."',
        'Use --select "outbound_config.password=GLOB".',
    ),
    (
        'check --select "Sales Line"',
        '--select needs PATH=GLOB, not "Sales"',
        'For example: --select "label=Customer *".',
    ),
]
