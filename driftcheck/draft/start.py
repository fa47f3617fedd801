"""The files of a new project, every line of them explained."""

from collections.abc import Sequence

from driftcheck.draft import scalars
from driftcheck.model import JSON
from driftcheck.system import published

_CONFIG = """\
# What driftcheck checks. `driftcheck validate` says whether this file is right.
version: 1

# Where the list of what is live comes from.
live:
{live}
# The files that say what should be live: paths and globs, relative to this file.
declared: [{declared}]

# The rules that numbers must satisfy; `driftcheck policy list` shows them all.
policies: [{policies}]

# Findings that are accepted for a while.
waivers: [waivers.yaml]

# Where runs are recorded, so that reports say what is new. Remove the # to record them.
# history: sqlite:///driftcheck.db

# The lowest severity that fails a check: critical, high, medium, low or info; or never.
fail_on: low
"""
_API = """\
  agora:
{url}    # The customer ID and secret of your RESTful API key, from the environment.
    customer_id: ${{AGORA_CUSTOMER_ID}}
    customer_secret: ${{AGORA_CUSTOMER_SECRET}}
"""
_URL = """\
    # Where the API is.
    url: {url}
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


def config_text(
    live: str | None, url: str | None, declared: Sequence[str], packs: Sequence[str]
) -> str:
    """The configuration of a project with declarations at some paths, and packs that come along.

    `live` is the file that has its list, None the API, whose `url` is the usual one where that is
    None. Raises UnsayableError where YAML cannot hold a name.
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
    """A text that stands for itself."""
    return scalars.text(text.replace("$", "$$"))  # a dollar sign would begin a variable
