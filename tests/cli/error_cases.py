"""What users do wrong, and what they must be told."""

from dataclasses import dataclass, field

from tests.support import CONFIG

HEAD = "version: 1\nnumbers:\n"


@dataclass(frozen=True)
class Case:
    """Files to write over a good project, and what stderr must be."""

    name: str
    err: str
    files: dict[str, str] = field(default_factory=dict)
    args: tuple[str, ...] = ("check",)


def numbers(text: str) -> dict[str, str]:
    return {"numbers__yaml": text}


def config(text: str) -> dict[str, str]:
    return {"driftcheck__yaml": text}


def policy(rule: str) -> dict[str, str]:
    pack = f"version: 1\nname: mine\nrules:\n  - {{id: r, title: t, severity: low, {rule}}}\n"
    return {"policy__yaml": pack, "driftcheck__yaml": CONFIG + "policies: [policy.yaml]\n"}


def waiver(fields: str) -> dict[str, str]:
    text = f"version: 1\nwaivers:\n  - {{{fields}}}\n"
    return {"waivers__yaml": text, "driftcheck__yaml": CONFIG + "waivers: [waivers.yaml]\n"}


WAIVED = "reason: r, owner: o, expires: 2030-01-01"
AGORA = "version: 1\ndeclared: [numbers.yaml]\nlive:\n  agora: {%s}\n"
TEN_DIGITS = "+1000000000"

CONFIGURATION = (
    Case(
        "a variable that breaks the YAML",
        "Error: driftcheck.yaml:4:25: not valid YAML: while parsing a flow mapping did not find "
        "expected ',' or '}'\n"
        '  Inside { } or [ ], quote text that holds braces: "${NAME}".\n',
        config(AGORA % "customer_id: ${TRUNK}"),
    ),
    Case(
        "an unknown key",
        'Error: driftcheck.yaml:4:1: unknown key "polices"\n  Did you mean "policies"?\n',
        config(CONFIG + "polices: []\n"),
    ),
    Case(
        "a missing key",
        'Error: driftcheck.yaml:1:1: "declared" is missing\n',
        config("version: 1\nlive: {file: live.json}\n"),
    ),
    Case(
        "no live side",
        "Error: driftcheck.yaml:1:1: `live` is missing\n"
        "  Add `live: {agora: {}}` or `live: {file: live.json}`, or use --live FILE.\n",
        config("version: 1\ndeclared: [numbers.yaml]\n"),
    ),
    Case(
        "two live sides",
        'Error: driftcheck.yaml:3:1: "live" must have exactly one of agora and file, such as '
        "{file: live.json}\n",
        config("version: 1\ndeclared: [numbers.yaml]\nlive: {file: live.json, agora: {}}\n"),
    ),
    Case(
        "a wrong type",
        'Error: driftcheck.yaml:3:1: "declared" must be a list, not text\n'
        "  Write a list: [one, two].\n",
        config("version: 1\nlive: {file: live.json}\ndeclared: numbers.yaml\n"),
    ),
    Case(
        "a bad severity",
        'Error: driftcheck.yaml:4:1: "fail_on" must be one of critical, high, medium, low, info\n'
        '  Did you mean "high"?\n',
        config(CONFIG + "fail_on: hihg\n"),
    ),
    Case(
        "the severity of an unknown check",
        'Error: driftcheck.yaml:4:12: there is no check "drift-mising"\n'
        '  Did you mean "drift-missing"?\n',
        config(CONFIG + "severity: {drift-mising: off}\n"),
    ),
    Case(
        "another version",
        'Error: driftcheck.yaml:1:1: "version" must be 1\n',
        config(CONFIG.replace("version: 1", "version: 2")),
    ),
    Case(
        "a glob that matches nothing",
        'Error: driftcheck.yaml:3:12: "nubmers/*.yaml" matches no file\n'
        '  It is looked for in ".".\n',
        config("version: 1\nlive: {file: live.json}\ndeclared: [nubmers/*.yaml]\n"),
    ),
    Case(
        "a file that is not there",
        'Error: driftcheck.yaml:3:12: there is no file "nubmers.yaml"\n'
        '  Paths are relative to ".".\n',
        config("version: 1\nlive: {file: live.json}\ndeclared: [nubmers.yaml]\n"),
    ),
    Case(
        "a pack that is not there",
        'Error: driftcheck.yaml:4:12: there is no pack "builtin:basline"\n'
        '  Did you mean "builtin:baseline"?\n',
        config(CONFIG + "policies: [builtin:basline]\n"),
    ),
    Case(
        "an environment variable that is not set",
        "Error: driftcheck.yaml:4:24: the environment variable TRUNK is not set\n"
        "  Set it (export TRUNK=...), or give a default: ${TRUNK:-value}.\n",
        config(AGORA % 'customer_id: "${TRUNK}", customer_secret: b'),
    ),
    Case(
        "credentials that are not set",
        "Error: driftcheck.yaml:4:3: the environment variable AGORA_CUSTOMER_ID is not set\n"
        "  Set it (export AGORA_CUSTOMER_ID=...), or give a default: "
        "${AGORA_CUSTOMER_ID:-value}.\n"
        "Error: driftcheck.yaml:4:3: the environment variable AGORA_CUSTOMER_SECRET is not set\n"
        "  Set it (export AGORA_CUSTOMER_SECRET=...), or give a default: "
        "${AGORA_CUSTOMER_SECRET:-value}.\n",
        config(AGORA % ""),
    ),
    Case(
        "no configuration file",
        'Error: there is no configuration file "other.yaml"\n'
        "  Name another with --config, or write one: see the README.\n",
        args=("check", "-c", "other.yaml"),
    ),
    Case(
        "a schema file that is no schema",
        'Error: s.yaml:1:1: "requird" is not a keyword of JSON Schema\n'
        '  Did you mean "required"?\n',
        {"s__yaml": "requird: [label]\n", **config(CONFIG + "schema: s.yaml\n")},
    ),
)

DECLARATIONS = (
    Case(
        "an unknown field",
        'Error: numbers.yaml:3:34: unknown key "lable"\n  Did you mean "label"?\n',
        numbers(HEAD + "  - {phone_number: +12025550100, lable: Support}\n"),
    ),
    Case(
        "a boolean that is none",
        'Error: numbers.yaml:4:5: "inbound" must be true or false, not text\n'
        "  Write true or false, in lower case and without quotes.\n",
        numbers(HEAD + "  - phone_number: +12025550100\n    inbound: yes\n"),
    ),
    Case(
        "a number that is none",
        'Error: numbers.yaml:3:6: "phone_number" must be a phone number in E.164 form: + and 2 to '
        "15 digits, such as +12025550123\n",
        numbers(HEAD + "  - {phone_number: 12025550100}\n"),
    ),
    Case(
        "an entry without a number",
        "Error: numbers.yaml:3:5: an entry needs exactly one of phone_number, phone_numbers, "
        "range; here: none\n  Such as `phone_number: +12025550100`.\n",
        numbers(HEAD + "  - {label: Support}\n"),
    ),
    Case(
        "a number twice",
        "Error: numbers.yaml:4:6: +12025550100 is declared twice\n"
        "  It is first declared at numbers.yaml:3:5; keep one of them.\n",
        numbers(HEAD + "  - {phone_number: +12025550100}\n" * 2),
    ),
    Case(
        "a key twice",
        'Error: numbers.yaml:5:5: the key "label" is given twice\n'
        "  It is first given at numbers.yaml:4:5; keep one of them.\n",
        numbers(HEAD + "  - phone_number: +12025550100\n    label: a\n    label: b\n"),
    ),
    Case(
        "a range with its ends swapped",
        'Error: numbers.yaml:3:6: "range" must begin with its lower end\n'
        "  Such as +12025550100..+12025550199.\n",
        numbers(HEAD + "  - {range: +12025550199..+12025550100}\n"),
    ),
    Case(
        "a range whose ends differ in length",
        'Error: numbers.yaml:3:6: "range" must have two ends of the same length\n'
        "  Such as +12025550100..+12025550199.\n",
        numbers(HEAD + f"  - {{range: {TEN_DIGITS}..{TEN_DIGITS}0}}\n"),
    ),
    Case(
        "a range of a billion",
        'Error: numbers.yaml:3:6: "range" must not cover more than 1,000,000 numbers\n'
        "  Such as +12025550100..+12025550199.\n",
        numbers(HEAD + f"  - {{range: {TEN_DIGITS}..+1999999999}}\n"),
    ),
    Case(
        "a range that is none",
        'Error: numbers.yaml:3:6: "range" must be a range of two E.164 numbers, such as '
        "+12025550100..+12025550199\n",
        numbers(HEAD + "  - {range: +12025550199-200}\n"),
    ),
    Case(
        "ranges that overlap",
        "Error: numbers.yaml:4:5: +12025550105 and 4 more are declared twice\n"
        "  It is first declared at numbers.yaml:3:5; keep one of them.\n",
        numbers(
            HEAD + "  - {range: +12025550100..+12025550109}\n"
            "  - {range: +12025550105..+12025550119}\n"
        ),
    ),
    Case(
        "no number declared",
        "Error: numbers.yaml:1:1: no number is declared\n  Declare at least one under `numbers`.\n",
        numbers("version: 1\nnumbers: []\n"),
    ),
    Case(
        "something ignored that there is not",
        'Error: numbers.yaml:3:34: "ignore" names nothing that is compared: no number has a field '
        '"lable"\n'
        '  Did you mean "label"?\n',
        numbers(HEAD + "  - {phone_number: +12025550100, ignore: [lable]}\n"),
    ),
    Case(
        "an empty file",
        "Error: numbers.yaml:1:1: the file is empty\n",
        numbers(""),
    ),
    Case(
        "YAML that is none",
        "Error: numbers.yaml:3:19: not valid YAML: mapping values are not allowed in this context\n"
        "  Check the indentation, and quote text that holds ': ' or begins with a special sign.\n",
        numbers("version: 1\nnumbers:\n  - label: Support: 1\n"),
    ),
)

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
        'Error: policy.yaml:4:5: the rule "r" must have exactly one of require and schema\n'
        "  Such as `require: {inbound: true}`.\n",
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
        "+12025550123; a glob stands under match\n",
        waiver(f"check: drift-missing, numbers: [+1202*], {WAIVED}"),
    ),
    Case(
        "a waiver without a reason",
        'Error: waivers.yaml:3:5: "waivers[0].reason" is missing\n',
        waiver("check: drift-missing, match: ['*'], owner: o, expires: 2030-01-01"),
    ),
    Case(
        "a day that there is not",
        'Error: waivers.yaml:3:63: there is no day "2030-02-30"\n',
        waiver("check: drift-missing, match: ['*'], owner: o, reason: r, expires: 2030-02-30"),
    ),
)

LIVE = (
    Case(
        "a list that is no JSON",
        "Error: live.json did not give a list of numbers: not valid JSON at line 1, column 2: "
        "Expecting value\n"
        "  It must hold the list as the API returns it: a JSON array of numbers.\n",
        {"live__json": "["},
    ),
    Case(
        "a list that is an object",
        "Error: live.json did not give a list of numbers: an object with numbers instead of an "
        "array\n"
        "  It must hold the list as the API returns it: a JSON array of numbers.\n",
        {"live__json": '{"numbers": []}'},
    ),
    Case(
        "an empty list while a number is declared",
        "Error: live.json gave an empty list, while 1 number is declared\n"
        "  If the account really has no number, use --allow-empty.\n",
        {"live__json": "[]"},
    ),
    Case(
        "a live file that is not there",
        'Error: cannot read "nope.json": No such file or directory\n'
        "  Name the file with --live FILE, or under `live: {file: ...}`.\n",
        args=("check", "--live", "nope.json"),
    ),
)

USAGE = (
    Case(
        "an unknown command",
        'Error: There is no command "chek". Did you mean "check"?\n  See: driftcheck --help\n',
        args=("chek",),
    ),
    Case(
        "an unknown option",
        "Error: No such option '--fail-onn'. Did you mean '--fail-on'?\n"
        "  See: driftcheck check --help\n",
        args=("check", "--fail-onn", "low"),
    ),
    Case(
        "an unknown format",
        'Error: --output: there is no format "jsn"\n  Did you mean "json"?\n',
        args=("check", "-o", "jsn"),
    ),
    Case(
        "two reports to stdout",
        "Error: --output: two reports go to stdout\n"
        "  Give each report a file of its own: -o json=report.json.\n",
        args=("check", "-o", "json", "-o", "text"),
    ),
    Case(
        "a format without its file",
        'Error: --output: "json=" names no file\n  Write json alone for stdout.\n',
        args=("check", "-o", "json="),
    ),
    Case(
        "a file that cannot be written",
        'Error: cannot write "live.json/report.json": a part of its path is no folder\n'
        "  Name another file with -o FORMAT=PATH.\n",
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
        "a selection without a value",
        'Error: --select needs PATH=GLOB, not "label"\n  Such as --select "label=Customer *".\n',
        args=("check", "--select", "label"),
    ),
    Case(
        "quiet and verbose",
        "Error: --quiet and --verbose exclude each other\n",
        args=("check", "-q", "-v"),
    ),
    Case(
        "an unknown schema",
        'Error: there is no schema "nubmer"\n  Did you mean "number"?\n',
        args=("schema", "nubmer"),
    ),
)
