"""Mistakes in configuration and declarations, and the errors that they must cause."""

from dataclasses import dataclass, field

from tests.support import CONFIG

HEAD = "version: 1\nnumbers:\n"


@dataclass(frozen=True)
class Case:
    """Files to change in a valid project, and the expected stderr."""

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


AGORA = "version: 1\ndeclared: [numbers.yaml]\nlive:\n  agora: {%s}\n"
TEN_DIGITS = "+1000000000"

CONFIGURATION = (
    Case(
        "a variable that breaks the YAML",
        "Error: driftcheck.yaml:4:25: not valid YAML: braces in unquoted text\n"
        '  Inside { } or [ ], quote text that contains braces: "${NAME}".\n',
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
        "  Add `live: {agora: {}}` or `live: {file: live.json}`, or use --live or --url.\n",
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
        "  Write a list: [numbers.yaml].\n",
        config("version: 1\nlive: {file: live.json}\ndeclared: numbers.yaml\n"),
    ),
    Case(
        "a bad severity",
        'Error: driftcheck.yaml:4:1: "fail_on" must be one of critical, high, medium, low, info, '
        'never\n  Did you mean "high"?\n',
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
        '  Paths are relative to ".".\n',
        config("version: 1\nlive: {file: live.json}\ndeclared: [nubmers/*.yaml]\n"),
    ),
    Case(
        "a file that is not there",
        'Error: driftcheck.yaml:3:12: there is no file "london.yaml"\n'
        '  Paths are relative to ".".\n',
        config("version: 1\nlive: {file: live.json}\ndeclared: [london.yaml]\n"),
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
        "  Set it: export TRUNK=...\n",
        config(AGORA % 'customer_id: "${TRUNK}", customer_secret: b'),
    ),
    Case(
        "credentials that are not set",
        "Error: driftcheck.yaml:4:3: the environment variable AGORA_CUSTOMER_ID is not set\n"
        "  Set it: export AGORA_CUSTOMER_ID=...\n"
        "Error: driftcheck.yaml:4:3: the environment variable AGORA_CUSTOMER_SECRET is not set\n"
        "  Set it: export AGORA_CUSTOMER_SECRET=...\n",
        config(AGORA % ""),
    ),
    Case(
        "no configuration file",
        'Error: there is no configuration file "other.yaml"\n'
        "  Choose another with -c FILE, or create one: driftcheck init.\n",
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
        'Error: numbers.yaml:3:20: phone_number "12025550100" is not in E.164 form\n'
        "  Did you mean +12025550100?\n",
        numbers(HEAD + "  - {phone_number: 12025550100}\n"),
    ),
    Case(
        "an entry without a number",
        "Error: numbers.yaml:3:5: an entry must have exactly one of phone_number, phone_numbers, "
        "range; this one has none\n  For example: `phone_number: +12025550100`.\n",
        numbers(HEAD + "  - {label: Support}\n"),
    ),
    Case(
        "a number twice",
        "Error: numbers.yaml:4:6: +12025550100 is declared twice\n"
        "  The first declaration is at numbers.yaml:3:5; keep only one.\n",
        numbers(HEAD + "  - {phone_number: +12025550100}\n" * 2),
    ),
    Case(
        "a key twice",
        'Error: numbers.yaml:5:5: duplicate key "label"\n'
        "  The first is at numbers.yaml:4:5; keep only one.\n",
        numbers(HEAD + "  - phone_number: +12025550100\n    label: a\n    label: b\n"),
    ),
    Case(
        "a range with its ends swapped",
        'Error: numbers.yaml:3:6: "range" must start with the lower number\n'
        "  For example: +12025550100..+12025550199.\n",
        numbers(HEAD + "  - {range: +12025550199..+12025550100}\n"),
    ),
    Case(
        "a range whose ends differ in length",
        'Error: numbers.yaml:3:6: "range" must have two ends of the same length\n'
        "  For example: +12025550100..+12025550199.\n",
        numbers(HEAD + f"  - {{range: {TEN_DIGITS}..{TEN_DIGITS}0}}\n"),
    ),
    Case(
        "a range of a billion",
        'Error: numbers.yaml:3:6: "range" must not cover more than 1,000,000 numbers\n'
        "  For example: +12025550100..+12025550199.\n",
        numbers(HEAD + f"  - {{range: {TEN_DIGITS}..+1999999999}}\n"),
    ),
    Case(
        "a range that is none",
        'Error: numbers.yaml:3:13: range "+12025550199-200" is not a range of E.164 numbers\n'
        "  Did you mean +12025550199..+12025550200?\n",
        numbers(HEAD + "  - {range: +12025550199-200}\n"),
    ),
    Case(
        "ranges that overlap",
        "Error: numbers.yaml:4:5: +12025550105 and 4 more are declared twice\n"
        "  The first declaration is at numbers.yaml:3:5; keep only one.\n",
        numbers(
            HEAD + "  - {range: +12025550100..+12025550109}\n"
            "  - {range: +12025550105..+12025550119}\n"
        ),
    ),
    Case(
        "no number declared",
        "Error: numbers.yaml:1:1: no numbers are declared\n  Declare at least one under `numbers`.\n",
        numbers("version: 1\nnumbers: []\n"),
    ),
    Case(
        "something ignored that there is not",
        'Error: numbers.yaml:3:34: "ignore" must name compared fields: no number has a field '
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
        'Error: numbers.yaml:3:12: not valid YAML: a value that contains ": " must be quoted\n'
        "  Put the value in quotes.\n",
        numbers("version: 1\nnumbers:\n  - label: Support: 1\n"),
    ),
)
