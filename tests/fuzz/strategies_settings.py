"""Configurations and waivers, for a project with the files of `FILES`."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from driftcheck.model import BUILTIN_CHECKS
from tests.fuzz.strategies_numbers import NUMBERS
from tests.fuzz.strategies_policies import RULE_IDS, SEVERITIES, WITH
from tests.fuzz.strategies_text import documents, whole
from tests.fuzz.strategies_words import WORDS, mappings, sometimes, subsets

FILES = ["live.json", "numbers.yaml", "house.yaml", "waivers.yaml", "schema.json", "schema.yaml"]
ENVIRONMENT = {
    "LEVEL": "low",
    "FILE": "numbers.yaml",
    "PACK": "builtin:baseline",
    "MOST": "3",
    "EMPTY": "",
    "ODD": "\t'$x\u202e",
    "AGORA_CUSTOMER_ID": "id",
    "AGORA_CUSTOMER_SECRET": "s3cret",
}
"""The variables that configurations may read."""

CHECKS = st.sampled_from(
    [*BUILTIN_CHECKS, *RULE_IDS, *RULE_IDS, "inbound-has-pipeline", "no-verdict", "x"]
)
_DECLARED = st.sampled_from(
    ["numbers.yaml"] * 40
    + ["num*.yaml", "./n?mbers.yaml", "[n]umbers.yaml", "${FILE}", "${UNSET:-numbers.yaml}"]
    + ["*", ".", "./", "..", "missing.yaml", "[", "folder", "folder/*", "*/*", "\0", "a" * 300]
    + ["builtin:baseline", "~", "numbers.yaml/x", "$", "${", "${UNSET}", "${EMPTY}", "${ODD}", " "]
)
_BUILTIN = st.sampled_from(
    [
        f"builtin:{name}"
        for name in "baseline security telephony naming resilience ownership".split()
    ]
)
_HOUSE = st.sampled_from(["house.yaml", "h*.yaml"])
_PACKS: SearchStrategy[Any] = st.one_of(
    _HOUSE,
    _BUILTIN,
    _BUILTIN,
    mappings({"pack": st.just("house.yaml")}, {"with": WITH}),
    st.sampled_from(["${PACK}", "builtin:", "builtin:x", "missing.yaml", "*.yaml", "."]),
)
_URLS = st.sampled_from(
    """https://example.com/x http://127.0.0.1:1 http://example.com x https://[ file:///x
    https://u:p@example.com https://a%20b ${UNSET} https://é:99999 https://a:b""".split()
)
_SECRETS: SearchStrategy[Any] = st.sampled_from(
    [
        *("id", "id", "a:b", "${ODD}", "${UNSET}", "${EMPTY}", "", " x", "${AGORA_CUSTOMER_ID}"),
        *({"file": "live.json"}, {"file": "missing"}, {"file": "."}, {"file": "\0"}, {"file": ""}),
        *({"command": ["true", "x"]}, {"command": ["./missing"]}, {"command": ["\0"]}),
        *({"command": []}, {"command": ["${ODD}"]}, {"command": "true"}, {"command": ["."]}, {}),
    ]
)
_AGORA: SearchStrategy[Any] = mappings(
    {},
    {
        "url": _URLS,
        "customer_id": _SECRETS,
        "customer_secret": _SECRETS,
        "timeout": st.sampled_from([30, 0.5, 0, -1, 3600, 1e9, "${MOST}", "x"]),
        "max_size": st.sampled_from([1, 0.5, 1e-300, 0, 65536, "${MOST}"]),
        "ca_file": st.sampled_from([None, "live.json", "missing.pem", ".", "\0", ""]),
    },
)
"""Nothing here is ever asked: no command is run, and no URL opened."""

_FILE = st.sampled_from(["live.json"] * 5 + ["missing.json", ".", "\0", "${UNSET}"])
LIVE_FILE: SearchStrategy[Any] = mappings({"file": _FILE})
LIVE_ANY: SearchStrategy[Any] = LIVE_FILE | mappings({"agora": st.none() | _AGORA})
_SENSITIVE = st.sampled_from(
    """outbound_config.user metadata.owner label metadata associated_pipeline.* *.x * phone_number
    metadata.*.x nothing . a..b label. ${UNSET} account phone.region declared.label""".split()
)
_HIDDEN = st.sampled_from([[], [], ["label", "metadata.owner"], ["outbound_config.*"], ["inbound"]])
_LEVELS = SEVERITIES | st.sampled_from(["off", "${LEVEL}"])


_ACCOUNTS = st.sampled_from(
    ["eu", "us", "default", "a.b", "a" * 65, "", "a b", "\u202e", "-x", "1"]
)
_TARGETS: SearchStrategy[Any] = mappings({"url": _URLS})
_MAIL: SearchStrategy[Any] = mappings(
    {
        "host": st.sampled_from(["a", "", "\0", "${UNSET}"]),
        "from": st.sampled_from(["a@b", "a", "a@b\nBcc: c@d", "${ODD}"]),
        "to": st.lists(st.sampled_from(["a@b", "é@é", "@"]), max_size=2),
    },
    {
        "security": st.sampled_from(["tls", "none", "ssl"]),
        "username": st.sampled_from(["a", "${EMPTY}"]),
        "password": st.sampled_from(["a", "${UNSET}"]),
        "port": st.sampled_from([1, 0, 65536, "${MOST}"]),
    },
)
NOTIFICATIONS: SearchStrategy[Any] = mappings(
    {},
    {
        "slack": _TARGETS,
        "teams": _TARGETS,
        "webhook": mappings({"url": _URLS}, {"secret": st.sampled_from(["a" * 16, "a", "${ODD}"])}),
        "pushgateway": mappings({"url": _URLS}, {"job": st.sampled_from(["a/b", ""])}),
        "email": _MAIL,
        "on": st.sampled_from(["new", "x", ["any", "fixed"], [], ["error", "error"], True]),
        "severity": _LEVELS,
        "timeout": st.sampled_from([1, 0, "x", 601, "${MOST}"]),
    },
)


@st.composite
def configurations(draw: DrawFn, live: SearchStrategy[Any]) -> dict[str, Any]:
    """Configurations, with a live side as it is given."""
    more: dict[str, SearchStrategy[Any]] = {
        "policies": st.lists(_PACKS, max_size=3),
        "waivers": st.sampled_from(
            [["waivers.yaml"], ["w*.yaml"], [], ["x"], ["waivers.yaml", "."]]
        ),
        "schema": st.sampled_from(["schema.json", "schema.json", "schema.yaml", "x", "*", "."]),
        "fail_on": SEVERITIES | st.just("${LEVEL}"),
        "severity": st.dictionaries(CHECKS, _LEVELS, max_size=3),
        "sensitive": st.lists(_SENSITIVE, max_size=2),
        "notifications": st.lists(NOTIFICATIONS, max_size=3),
    }
    of_accounts = ("policies", "waivers", "severity")
    asked = {name: draw(more[name]) for name in draw(subsets([*more]))}

    def sides() -> dict[str, Any]:
        return {"live": draw(live), "declared": draw(st.lists(_DECLARED, min_size=1, max_size=2))}

    if draw(st.booleans()):
        return {"version": 1, **sides(), **asked}
    names = draw(st.lists(_ACCOUNTS, unique=True, max_size=3))
    own = {name: [key for key in of_accounts if draw(st.booleans())] for name in names}
    accounts = {
        name: {**sides(), **{key: draw(more[key]) for key in keys}} for name, keys in own.items()
    }
    return {"version": 1, "accounts": accounts, **asked}


CONFIGURATIONS = documents(configurations(LIVE_ANY))


@st.composite
def _sound(draw: DrawFn, declared: SearchStrategy[str]) -> dict[str, Any]:
    """Configurations that name what is there."""
    house = draw(sometimes(_HOUSE, mappings({"pack": _HOUSE, "with": WITH}), 4))
    settings: dict[str, Any] = {"version": 1, "live": {"file": "live.json"}}
    settings |= {
        "declared": [draw(declared)],
        "policies": [house, *draw(st.lists(_BUILTIN, max_size=2))],
    }
    if draw(st.booleans()):
        settings |= {"waivers": ["waivers.yaml"]}
    if not draw(st.integers(0, 2)):
        settings |= {"schema": draw(st.sampled_from(("schema.json", "schema.yaml")))}
    if draw(st.booleans()):
        settings |= {
            "severity": draw(
                st.dictionaries(st.sampled_from([*BUILTIN_CHECKS]), _LEVELS, max_size=3)
            )
        }
    return {**settings, "fail_on": draw(SEVERITIES), "sensitive": draw(_HIDDEN)}


SOUND_CONFIGURATIONS = whole(_sound(st.sampled_from(["numbers.yaml", "**/num*.yaml"])))
LOCAL_CONFIGURATIONS = documents(configurations(LIVE_FILE) | _sound(st.just("numbers.yaml")))
"""Configurations whose live side is never the API; a `**` is nothing to be mangled."""

_GLOBS = st.sampled_from(["*", "+1*", "+120?", "[", "[z-a]", "+44*", "x"])
_DAYS = st.sampled_from(["2999-12-31", "2020-01-01", "2024-02-29", "0001-01-01"])


@st.composite
def _waivers(draw: DrawFn, checks: SearchStrategy[str]) -> dict[str, Any]:
    """A waiver, for numbers and globs."""
    targets = draw(st.sampled_from([["numbers"], ["match"], ["match"], ["numbers", "match"]]))
    said: dict[str, SearchStrategy[Any]] = {
        "numbers": st.lists(NUMBERS, min_size=1, max_size=3),
        "match": st.lists(_GLOBS, min_size=1, max_size=2),
    }
    about = {"reason": draw(WORDS), "owner": draw(WORDS), "expires": draw(_DAYS)}
    return {"check": draw(checks), **{name: draw(said[name]) for name in targets}, **about}


def _files(checks: SearchStrategy[str]) -> SearchStrategy[dict[str, Any]]:
    entries = st.lists(_waivers(checks), max_size=4)
    return mappings({"version": st.just(1), "waivers": entries})


_WAIVABLE = st.sampled_from([check for check in BUILTIN_CHECKS if not check.startswith("waiver-")])
WAIVERS = documents(_files(CHECKS))
WAIVERS_WHOLE = whole(_files(_WAIVABLE))
