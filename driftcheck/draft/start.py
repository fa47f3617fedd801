"""The files of a new project, with comments that explain each setting."""

from collections.abc import Sequence

from driftcheck.draft import scalars
from driftcheck.model import JSON
from driftcheck.system import published

_CONFIG = """\
# The configuration of driftcheck. `driftcheck validate` checks this file.
version: 1

# The source of the live list.
live:
{live}
# The files that declare your numbers: paths and globs, relative to this file.
declared: [{declared}]

# The rules that numbers must satisfy. `driftcheck policy list` shows all of them.
policies: [{policies}]

# Findings that are accepted for a limited time.
waivers: [waivers.yaml]

# The history of runs, which lets reports show what is new. Remove the # to enable it.
# history: sqlite:///driftcheck.db

# The lowest severity that fails a check: critical, high, medium, low, info or never.
fail_on: low
"""
_API = """\
  agora:
{url}    # The customer ID and secret of your RESTful API key, from the environment.
    customer_id: ${{AGORA_CUSTOMER_ID}}
    customer_secret: ${{AGORA_CUSTOMER_SECRET}}
"""
_URL = """\
    # The URL of the API.
    url: {url}
"""
_FILE = """\
  # A file with a list as returned by the API or saved by `driftcheck fetch`.
  file: {file}
"""
EXAMPLE = """\
# Numbers that should be live. Replace these with yours, or run `driftcheck import` to write them.
version: 1
numbers:
  # A number in E.164 form, with + and country code. Quotes are optional.
  - phone_number: +12025550100
    # Only declared fields are compared. Their names are those of the API.
    label: Customer Support Line
    # Whether the number accepts calls, and whether it places calls.
    inbound: true
    outbound: false
    # The pipeline that answers; null if there must be none.
    associated_pipeline: {pipeline_id: pipeline_0987654321fedcba}
    # Not compared, but policies can read it.
    metadata: {owner: support}
"""
WAIVERS = """\
# Findings that are accepted for a limited time. Reports show them, but they do not fail a check.
version: 1
# Example of a waiver; `driftcheck explain ID` prints one for a check:
#   - check: drift-changed
#     numbers: [+12025550100]      # exact; globs go under `match: ["+1202*"]`
#     reason: being moved, OPS-123
#     owner: voice-team
#     expires: 2027-03-31          # the last day, included; UTC
waivers: []
"""


def config_text(
    live: str | None, url: str | None, declared: Sequence[str], packs: Sequence[str]
) -> str:
    """Return the configuration of a project with the given declared paths and built-in packs.

    `live` is a file with the live list, or None for the API. `url` is the URL of the API, or None
    for the default. Raises UndeclarableError if YAML cannot hold a name.
    """
    paths, rules = ", ".join(declared), ", ".join(f"builtin:{name}" for name in packs)
    if live is not None:
        side = _FILE.format(file=_plain(live))
    elif url is None or url == _usual_url():
        side = _API.format(url="")
    else:
        side = _API.format(url=_URL.format(url=_plain(url)))
    return _CONFIG.format(live=side, declared=paths, policies=rules)


def _usual_url() -> JSON:
    api = published("config")["$defs"]["live"]["properties"]["agora"]
    return api["properties"]["url"]["default"]


def _plain(text: str) -> str:
    """Return a text as a YAML scalar without variables."""
    return scalars.text(text.replace("$", "$$"))  # a dollar sign would start a variable
