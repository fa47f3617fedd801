"""Mistakes in the rules and parameters of policy packs."""

from tests.cli.error_cases import Case, policy
from tests.support import CONFIG

PARAMS = """\
version: 1
name: mine
params:
  most: {type: integer, minimum: 1, default: 20}
  regions: {type: array, items: {type: string}, default: [US]}
rules:
  - {id: a, title: t, severity: low, count: {maximum: '${most}'}}
  - {id: b, title: t, severity: low, require: {phone.region: '${regions}'}}
"""


def given(values: str, pack: str = PARAMS) -> dict[str, str]:
    use = f"policies:\n  - {{pack: policy.yaml, with: {{{values}}}}}\n"
    return {"policy__yaml": pack, "driftcheck__yaml": CONFIG + use}


def rules(text: str) -> dict[str, str]:
    pack = f"version: 1\nname: mine\nrules:\n{text}"
    return {"policy__yaml": pack, "driftcheck__yaml": CONFIG + "policies: [policy.yaml]\n"}


ONE = "  - {id: %s, title: t, severity: low, require: {inbound: true}}\n"

RULES = (
    Case(
        "an unknown key",
        'Error: policy.yaml:4:38: unknown key "rules[0].requires"\n  Did you mean "require"?\n',
        policy("requires: {inbound: true}"),
    ),
    Case(
        "a bad severity",
        'Error: policy.yaml:4:23: "rules[0].severity" must be one of critical, high, medium, low, info\n'
        '  Did you mean "high"?\n',
        rules((ONE % "r").replace("low", "hihg")),
    ),
    Case(
        "an id that is used twice",
        'Error: policy.yaml:5:5: the id "r" is used twice\n'
        "  The first is at policy.yaml:4:5; rename one of them.\n",
        rules(ONE % "r" + ONE % "r"),
    ),
    Case(
        "the id of a built-in check",
        'Error: policy.yaml:4:5: "drift-missing" is the id of a built-in check\n'
        "  Give the rule another id.\n",
        rules(ONE % "drift-missing"),
    ),
    Case(
        "no regular expression",
        "Error: policy.yaml:4:56: `(a` is not a regular expression\n"
        "  Close its brackets, and put it in single quotes.\n",
        policy("require: {label: {pattern: '(a'}}"),
    ),
    Case(
        "no JSON Schema",
        'Error: policy.yaml:4:56: not a valid JSON Schema: "minLength" must be a whole number, '
        "not text\n",
        policy("require: {label: {minLength: many}}"),
    ),
    Case(
        "a misspelt fact",
        'Error: policy.yaml:4:48: no number has a field "phone.regoin"\n'
        '  Did you mean "phone.region"?\n',
        policy("require: {phone.regoin: US}"),
    ),
    Case(
        "a region that there is not",
        'Error: policy.yaml:4:62: "phone.region" is never "UK"\n'
        "  A region is an ISO 3166-1 code of two letters, such as US or GB, or 001 for "
        "international services.\n",
        policy("require: {phone.region: UK}"),
    ),
    Case(
        "a misspelt part of the declaration",
        'Error: policy.yaml:4:48: no number has a field "declared.metdata"\n'
        '  Did you mean "declared.metadata"?\n',
        policy("require: {declared.metdata.owner: x}"),
    ),
    Case(
        "a path of unique that no number has",
        'Error: policy.yaml:4:46: no number has a field "lable"\n  Did you mean "label"?\n',
        policy("unique: lable"),
    ),
    Case(
        "a path of group_by that no number has",
        'Error: policy.yaml:4:48: no number has a field "a"\n'
        "  Expected one of: account, associated_pipeline, declared, inbound, inbound_config, label, outbound, outbound_config, phone, phone_number, provider.\n",
        policy("group_by: a.b, count: {minimum: 2}"),
    ),
    Case(
        "a group_by with nothing to count",
        "Error: policy.yaml:4:5: group_by has no effect here\n"
        "  Use it in a rule with count or unique.\n",
        policy("group_by: label, require: {inbound: true}"),
    ),
    Case(
        "a count that is true of every count",
        "Error: policy.yaml:4:45: every count satisfies this, so the rule can never fail\n"
        "  For example: {minimum: 1}.\n",
        policy("count: {minimum: 0}"),
    ),
    Case(
        "a group that is never empty",
        "Error: policy.yaml:4:62: every count satisfies this, so the rule can never fail\n"
        "  A group has at least one number.\n",
        policy("group_by: label, count: {minimum: 1}"),
    ),
    Case(
        "a count without a schema",
        'Error: policy.yaml:4:38: "rules[0].count" must be a JSON Schema for a count, such as {minimum: 1}\n',
        policy("count: 3"),
    ),
    Case(
        "two demands in one rule",
        'Error: policy.yaml:4:5: the rule "r" must have exactly one of require, schema, unique and count\n'
        "  For example: `require: {inbound: true}`.\n",
        policy("unique: label, count: {minimum: 1}"),
    ),
    Case(
        "a parameter that no pack has",
        'Error: policy.yaml:4:55: there is no parameter "lable"\n'
        "  The pack has no `params`. For a literal ${ write $${.\n",
        policy("require: {label: '${lable}'}"),
    ),
)

PARAMETERS = (
    Case(
        "a parameter that is not there",
        'Error: driftcheck.yaml:5:32: the pack has no parameter "mots"\n  Did you mean "most"?\n',
        given("mots: 5"),
    ),
    Case(
        "a parameter of another type",
        'Error: driftcheck.yaml:5:32: the parameter "most" must be a whole number, not text\n',
        given("most: many"),
    ),
    Case(
        "a parameter out of bounds",
        'Error: driftcheck.yaml:5:32: the parameter "most" must be at least 1\n',
        given("most: 0"),
    ),
    Case(
        "a parameter that breaks a rule",
        'Error: driftcheck.yaml:5:31: with these parameters: policy.yaml:8:62: "phone.region" is never "UK"\n'
        "  A region is an ISO 3166-1 code of two letters, such as US or GB, or 001 for "
        "international services.\n",
        given("regions: [UK]"),
    ),
    Case(
        "a default of another type",
        'Error: policy.yaml:4:37: the parameter "most" must be a whole number, not text\n',
        given("", PARAMS.replace("default: 20", "default: x")),
    ),
    Case(
        "a parameter that no rule reads",
        'Error: policy.yaml:4:3: no rule reads the parameter "most"\n'
        "  Write ${most} where its value is needed, or remove it.\n",
        given("", PARAMS.replace("'${most}'", "3")),
    ),
    Case(
        "one pack named twice, with parameters",
        'Error: driftcheck.yaml:4:25: "policy.yaml" is used twice\n'
        "  Use a pack once, with or without parameters.\n",
        {
            "policy__yaml": PARAMS,
            "driftcheck__yaml": CONFIG
            + "policies: [policy.yaml, {pack: policy.yaml, with: {most: 2}}]\n",
        },
    ),
    Case(
        "an unknown key beside the pack",
        'Error: driftcheck.yaml:4:32: unknown key "policies[0].wiht"\n  Did you mean "with"?\n',
        {
            **given(""),
            "driftcheck__yaml": CONFIG + "policies: [{pack: policy.yaml, wiht: {most: 2}}]\n",
        },
    ),
)
