"""`--lock` and variables: which ones are allowed, and where."""

import pytest

from tests.each import each
from tests.locks import AGORA, CONFIG, LOCK, Job

SECRET = "${AGORA_CUSTOMER_SECRET}"


@pytest.mark.parametrize("listed", ["", "variables: [AGORA_CUSTOMER_SECRET]\n"])
def test_a_default_variable_fills_its_credential_and_nothing_else(
    locked: Job, listed: str, subtests: pytest.Subtests
) -> None:
    for name, text in {
        "a URL": CONFIG.replace("URL", f"URL?{SECRET}"),
        "the ID": AGORA % f"customer_id: {SECRET}",
        "the name of a file": AGORA % f'customer_secret: {{file: "x{SECRET}"}}',
        "a list of files": CONFIG.replace("numbers.yaml", f'"{SECRET}"'),
        "what is called like its place": f"{CONFIG}sensitive: []\n".replace(
            "[builtin:baseline]",
            "[builtin:baseline, {pack: builtin:telephony, "
            f'with: {{live: {{agora: {{customer_secret: "{SECRET}"}}}}}}}}]',
        ),
        "an alias": AGORA % f"customer_secret: &x {SECRET}" + "sensitive: [*x]\n",
    }.items():
        with subtests.test(name):
            locked.write(driftcheck__yaml=text)
            told = locked.refused("check", lock=f"{LOCK}credential_files: true\n{listed}")
            wanted = "the lock allows the variable AGORA_CUSTOMER_SECRET only for customer_secret"
            assert any(wanted in line for line in told)


@pytest.mark.parametrize("listed", ["", "variables: [AGORA_CUSTOMER_SECRET]\n"])
def test_a_default_variable_may_be_named_at_its_own_field(locked: Job, listed: str) -> None:
    own = f'customer_id: "${{AGORA_CUSTOMER_ID}}"\n    customer_secret: {SECRET}'
    locked.write(driftcheck__yaml=AGORA % own)
    assert locked.run("check", lock=LOCK + listed).code == 0


@each("secret", ["mine", "${OTHER:-mine}", "mine${OTHER}"])
def test_a_secret_known_to_the_author_is_refused(locked: Job, secret: str) -> None:
    locked.write(driftcheck__yaml=AGORA % f"customer_secret: {secret}")
    problem, _ = locked.refused("check", lock=f"{LOCK}variables: [OTHER]\n", OTHER="")
    assert problem.startswith(
        "driftcheck.yaml:5:5: under a lock, customer_secret must be one variable"
    )


def declaring(*fields: str) -> str:
    entry = "\n    ".join(["  - phone_number: +12025550100", *fields])
    return f"version: 1\nnumbers:\n{entry}\n"


@each("name", ["AGORA_CUSTOMER_SECRET", "HOME"])
@each("others", [(), ("inbound: true", "label: '${HOME}'", "ignore: [label]")])
def test_declarations_may_only_use_variables_of_the_lock(
    locked: Job, name: str, others: tuple[str, ...]
) -> None:
    secret = f'outbound_config: {{password: "x${{{name}:-y}}"}}'
    locked.write(numbers__yaml=declaring(secret, *others))
    for command in ("check", "validate", "validate --no-credentials", "import --update"):
        problem, hint = locked.refused(*command.split())
        assert problem.startswith("numbers.yaml:4:33: the lock ")
        assert name in problem
        assert '"variables"' in hint


def test_a_variable_of_the_lock_is_filled_in(locked: Job) -> None:
    locked.write(numbers__yaml=declaring('outbound_config: {password: "${SIP}"}'))
    ran = locked.run("validate", lock=f"{LOCK}variables: [SIP]\n", SIP="x")
    assert (ran.code, ran.err) == (0, "")


def test_text_outside_variable_fields_is_not_restricted(locked: Job) -> None:
    locked.write(
        driftcheck__yaml=CONFIG + 'sensitive: ["metadata.$${HOME}"]\n',
        numbers__yaml=declaring('label: "${HOME} $HOME"'),
    )
    assert locked.run("validate").code == 0
