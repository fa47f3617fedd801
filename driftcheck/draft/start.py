"""The files of a new project, every line of them explained."""

from collections.abc import Sequence

from driftcheck.draft import scalars

_CONFIG = """\
# What driftcheck checks. `driftcheck validate` says whether this file is right.
version: 1

# Where the list of what is live comes from.
live:
{live}
# The files that say what should be live: paths and globs, relative to this file.
declared: [{declared}]

# The rules that numbers are held to; `driftcheck policy list` shows them all.
policies: [{policies}]

# Findings that are accepted for a while.
waivers: [waivers.yaml]

# The least severity that fails a check: critical, high, medium, low or info; or never.
fail_on: low
"""
_API = """\
  agora:
    # The customer ID and secret of your RESTful API key, from the environment.
    customer_id: ${AGORA_CUSTOMER_ID}
    customer_secret: ${AGORA_CUSTOMER_SECRET}
"""
_FILE = """\
  # A file with the list as the API returns it, or as `driftcheck fetch` saves it.
  file: {file}
"""
EXAMPLE = """\
# Numbers that should be live. Put yours here; `driftcheck import` writes those that are live now.
version: 1
numbers:
  # A number is text, quoted or not, in E.164 form: + and the country code first.
  - phone_number: +12025550100
    # Only what is declared is compared. The fields are those of the API.
    label: Customer Support Line
    # Whether the number takes calls, and whether it places them.
    inbound: true
    outbound: false
    # The pipeline that answers; null where there must be none.
    associated_pipeline: {pipeline_id: pipeline_0987654321fedcba}
    # Not compared; policies may read it.
    metadata: {owner: support}
"""
WAIVERS = """\
# Findings that are accepted for a while. They stay in every report, and do not fail a check.
version: 1
# One looks like this; `driftcheck explain ID` writes one for a check:
#   - check: drift-changed
#     numbers: [+12025550100]      # exact; globs go under `match: ["+1202*"]`
#     reason: being moved, OPS-123
#     owner: voice-team
#     expires: 2027-03-31          # the last day, included; UTC
waivers: []
"""


def config_text(live: str | None, declared: Sequence[str], packs: Sequence[str]) -> str:
    """The configuration of a project with declarations at some paths, and packs that come along.

    `live` is the file that has its list, None the API. Raises UnsayableError where YAML cannot hold
    that name.
    """
    paths, rules = ", ".join(declared), ", ".join(f"builtin:{name}" for name in packs)
    if live is None:
        return _CONFIG.format(live=_API, declared=paths, policies=rules)
    name = scalars.text(live.replace("$", "$$"))  # a dollar sign would begin a variable
    return _CONFIG.format(live=_FILE.format(file=name), declared=paths, policies=rules)
