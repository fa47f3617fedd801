"""Mistakes in policies, waivers, live lists and on the command line."""

from tests.cli.error_cases import Case, policy, waiver

WAIVED = "reason: r, owner: o, expires: 2030-01-01"

POLICIES = (
    Case(
        "a path that no number can have",
        'Error: policy.yaml:4:48: no number has a field "associated_pipline"\n'
        '  Did you mean "associated_pipeline"?\n',
        policy("require: {associated_pipline.pipeline_id: {type: string}}"),
    ),
    Case(
        "a value that the field can never have",
        'Error: policy.yaml:4:58: "provider" is never "twillio"\n  Did you mean "twilio"?\n',
        policy("require: {provider: twillio}"),
    ),
    Case(
        "a keyword that is none",
        'Error: policy.yaml:4:56: "minLenght" is not a keyword of JSON Schema\n'
        '  Did you mean "minLength"?\n',
        policy("require: {label: {minLenght: 1}}"),
    ),
    Case(
        "neither require nor schema",
        'Error: policy.yaml:4:5: the rule "r" must have exactly one of require, schema, unique and count\n'
        "  For example: `require: {inbound: true}`.\n",
        policy("when: {inbound: true}"),
    ),
    Case(
        "a pack without rules",
        'Error: policy.yaml:3:1: "rules" must not be empty\n',
        {**policy("require: {inbound: true}"), "policy__yaml": "version: 1\nname: a\nrules: []\n"},
    ),
)

WAIVERS = (
    Case(
        "the waiver of an unknown check",
        'Error: waivers.yaml:3:6: there is no check "drift-mising"\n'
        '  Did you mean "drift-missing"?\n',
        waiver(f"check: drift-mising, numbers: [+12025550100], {WAIVED}"),
    ),
    Case(
        "a glob among exact numbers",
        'Error: waivers.yaml:3:38: "waivers[0].numbers[0]" must be an exact phone number, such as '
        "+12025550123; put globs under match\n",
        waiver(f"check: drift-missing, numbers: [+1202*], {WAIVED}"),
    ),
    Case(
        "a waiver without a reason",
        'Error: waivers.yaml:3:5: "waivers[0].reason" is missing\n',
        waiver("check: drift-missing, match: ['*'], owner: o, expires: 2030-01-01"),
    ),
    Case(
        "a day that there is not",
        'Error: waivers.yaml:3:63: "2030-02-30" is not a valid day\n',
        waiver("check: drift-missing, match: ['*'], owner: o, reason: r, expires: 2030-02-30"),
    ),
)

LIVE = (
    Case(
        "a list that is no JSON",
        "Error: live.json did not return a list of numbers: not valid JSON at line 1, column 2: "
        "Expecting value\n"
        "  It must hold the list as the API returns it: a JSON array of numbers.\n",
        {"live__json": "["},
    ),
    Case(
        "a list that is an object",
        "Error: live.json did not return a list of numbers: an object with numbers instead of an "
        "array\n"
        "  It must hold the list as the API returns it: a JSON array of numbers.\n",
        {"live__json": '{"numbers": []}'},
    ),
    Case(
        "an empty list while a number is declared",
        "Error: live.json returned an empty list, but 1 number is declared\n"
        "  If the account really has no numbers, use --allow-empty.\n",
        {"live__json": "[]"},
    ),
    Case(
        "a live file that is not there",
        'Error: cannot read "nope.json": No such file or directory\n'
        "  Set the file with --live FILE, or under `live: {file: ...}`.\n",
        args=("check", "--live", "nope.json"),
    ),
)

USAGE = (
    Case(
        "an unknown format",
        'Error: --output: there is no format "jsn"\n  Did you mean "json"?\n',
        args=("check", "-o", "jsn"),
    ),
    Case(
        "two reports to stdout",
        "Error: --output: two reports go to stdout\n"
        "  Give each report its own file: -o json=report.json.\n",
        args=("check", "-o", "json", "-o", "text"),
    ),
    Case(
        "a format without its file",
        'Error: --output: "json=" names no file\n  Use json alone for stdout.\n',
        args=("check", "-o", "json="),
    ),
    Case(
        "a file that cannot be written",
        'Error: cannot write "live.json/report.json": a part of its path is not a folder\n'
        "  Choose another file with -o FORMAT=PATH.\n"
        "ERROR: a report could not be written. Exit code 1.\n",
        args=("check", "-o", "json=live.json/report.json"),
    ),
    Case(
        "a selection that matches nothing",
        "Error: no number matches --select label=Nobody\n"
        "  Look at the values in the declarations and in the live list.\n",
        args=("check", "--select", "label=Nobody"),
    ),
    Case(
        "a selection by a field that there is not",
        'Error: --select: no number has a field "lable"\n  Did you mean "label"?\n',
        args=("check", "--select", "lable=x"),
    ),
    Case(
        "quiet and verbose",
        "Error: --quiet and --verbose cannot be used together\n",
        args=("check", "-q", "-v"),
    ),
    Case(
        "an unknown schema",
        'Error: there is no schema "nubmer"\n  Did you mean "number"?\n',
        args=("schema", "nubmer"),
    ),
)
