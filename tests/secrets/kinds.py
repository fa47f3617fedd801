"""What makes a value one that is never shown, and fleets with such a value in every field."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tests.secrets.planting import Secrets

JSON = Any
Value = Callable[[str], str]
"""Gives the value for a place, with a new secret in it."""

NETWORK = "192.0.2.1"
"""Stands for itself: what is declared in its place is no secret, but an address."""
LIVE: Mapping[str, JSON] = {
    "provider": "twilio",
    "label": "Support",
    "inbound": True,
    "outbound": True,
    "associated_pipeline": {"pipeline_id": "p1", "pipeline_name": "Support", "region": "eu"},
    "inbound_config": {"allowed_addresses": [NETWORK, "sip.example.com"], "note": "x"},
    "outbound_config": {
        "address": "sip.example.com",
        "transport": "tls",
        "prefix": "1",
        "user": "u",
        "note": ["x", {"y": "z"}],
    },
    "notes": "x",
    "more": [{"a": "x"}, ["x"]],
}
"""A live entry with every field of the schema, and with some that it does not know."""
DECLARED: Mapping[str, JSON] = {
    "label": "Support",
    "inbound": True,
    "associated_pipeline": {"pipeline_id": "p1", "pipeline_name": "Support"},
    "inbound_config": {"allowed_addresses": [NETWORK]},
    "outbound_config": {"address": "sip.example.com", "prefix": "1", "user": "u"},
    "metadata": {"owner": "x", "door_code": "x", "deep": {"several": ["x", {"code": "x"}]}},
}
"""A declaration of every field that takes text."""
SENSITIVE = (
    "label",
    "associated_pipeline.pipeline_id",
    "associated_pipeline.pipeline_name",
    "inbound_config.allowed_addresses",
    "outbound_config.address",
    "outbound_config.prefix",
    "outbound_config.user",
    "metadata.door_code",
    "metadata.owner",
    "metadata.deep.*.code",
)
"""Paths for the key `sensitive` of the configuration."""
FORMS = (
    "sip:user:{}@h.example",
    "sips:user:{}@h.example:5061;transport=tls",
    "SIP:u:{}@h",
    "https://u:{}@h.example/x?y=1",
    "wss://u:{}@h",
    "postgres://u:{}@h/db",
    "https://{}@h",
    "https://u:a/{}@h",
    "call sip:u:{0}@h, or https://v:{0}@h today",
    "https://h.example/x?a=1&api_key={}&b=2",
    "sip:h.example;transport=tls;password={}",
)
"""Addresses that are hidden in any text."""
SPELLINGS = (
    "u:{}@h",
    "{}@h",
    "//u:{}@h",
    "u:{}%40h",
    '"Bob" <sip:u:{}@h>',
    "u:a@{}@h",
    " u:{}@h:5060",
    "u:{}/x@h",
    "h;user=u;password={}",
)
"""Addresses that are hidden in fields for addresses."""
_TRUNKS = ("inbound_config", "outbound_config")
_NAMED = ("api_key", "sip_password", "Token", "x-auth", "pin")
_KEPT = ("provider", "transport")


def texts(value: JSON, change: Callable[[str, str], JSON], path: str = "") -> JSON:
    """A value with every text in it changed, but where only some texts may stand."""
    if isinstance(value, str):
        kept = value == NETWORK or path.rpartition(".")[2] in _KEPT
        return value if kept else change(value, path)
    if isinstance(value, Mapping):
        return {name: texts(part, change, f"{path}.{name}") for name, part in value.items()}
    if isinstance(value, list):
        return [texts(part, change, path) for part in value]
    return value


def mappings(value: JSON, add: Callable[[str], Mapping[str, JSON]], path: str = "") -> JSON:
    """A value with fields added to every mapping in it."""
    if isinstance(value, Mapping):
        inner = {name: mappings(part, add, f"{path}.{name}") for name, part in value.items()}
        return {**inner, **add(path)}
    return [mappings(part, add, path) for part in value] if isinstance(value, list) else value


@dataclass(frozen=True)
class Kind:
    """A reason to hide a value; `forms` has one for each number of a fleet."""

    name: str
    live: Callable[[str, Value], JSON]
    declared: Callable[[str, Value], JSON]
    forms: tuple[str, ...] = ("{}",)
    sensitive: tuple[str, ...] = ()

    def fleet(self, secrets: Secrets, step: int = 1) -> "Fleet":
        """One number for each form, on both sides, each value with a secret of its own.

        `step` leaves forms out, for what is slow with many.
        """
        made = Fleet([], [])
        for index, form in enumerate(self.forms[::step]):
            number = {"phone_number": f"+1202555{index:02}00"}
            made.declared.append(number | self.declared(form, secrets.plant))
            made.live.append(number | self.live(form, secrets.plant))
        return made


@dataclass(frozen=True)
class Fleet:
    """Both sides, before anything is wrong with them."""

    declared: list[JSON]
    live: list[JSON]


def _named(template: Mapping[str, JSON], where: str, plant: Value, inside: str) -> JSON:
    """A template with fields named like secrets in its mappings, in those below `inside` only."""

    def add(path: str) -> dict[str, JSON]:
        if not path.startswith(inside):
            return {}
        names = {name: plant(f"{where}{path}.{name}") for name in _NAMED}
        return {**names, "credentials": [{"a": [plant(f"{where}{path}.credentials")]}]}

    return mappings(template, add)


def _with_password(entry: JSON, where: str, plant: Value) -> JSON:
    trunk = {**entry["outbound_config"], "password": plant(f"{where}.outbound_config.password")}
    return {**entry, "outbound_config": trunk}


def _listed(template: Mapping[str, JSON], where: str, plant: Value) -> JSON:
    def change(text: str, path: str) -> str:
        generic = path.removeprefix(".").replace(".several.", ".*.")
        return plant(f"{where}{path}") if generic in SENSITIVE else text

    return texts(template, change)


def _addressed(template: Mapping[str, JSON], where: str, form: str, plant: Value) -> JSON:
    return texts(template, lambda _, path: form.format(plant(f"{where}{path} as {form}")))


def _with_names(entry: JSON, form: str, plant: Value) -> JSON:
    """An entry with unknown fields whose names are addresses."""
    return mappings(entry, lambda path: {form.format(plant(f"a name in live{path}: {form}")): 1})


def _in_trunks(template: Mapping[str, JSON], where: str, form: str, plant: Value) -> JSON:
    def change(text: str, path: str) -> str:
        trunk = path.removeprefix(".").startswith(_TRUNKS)
        return form.format(plant(f"{where}{path} as {form}")) if trunk else text

    more = {"sip_url": form.format(plant(f"{where} url: {form}"))} if where == "live" else {}
    return {**texts(template, change), **more}


KINDS = (
    Kind(
        "named",
        live=lambda _, plant: _with_password(_named(LIVE, "live", plant, ""), "live", plant),
        declared=lambda _, plant: _with_password(
            _named(DECLARED, "declared", plant, ".metadata"), "declared", plant
        ),
    ),
    Kind(
        "listed",
        live=lambda _, plant: _listed(LIVE, "live", plant),
        declared=lambda _, plant: _listed(DECLARED, "declared", plant),
        sensitive=SENSITIVE,
    ),
    Kind(
        "addresses",
        live=lambda form, plant: _with_names(_addressed(LIVE, "live", form, plant), form, plant),
        declared=lambda form, plant: _addressed(DECLARED, "declared", form, plant),
        forms=FORMS,
    ),
    Kind(
        "spellings",
        live=lambda form, plant: _in_trunks(LIVE, "live", form, plant),
        declared=lambda form, plant: _in_trunks(DECLARED, "declared", form, plant),
        forms=SPELLINGS,
    ),
)
PLAIN = Kind(
    "plain",
    live=lambda form, plant: _addressed(LIVE, "live", form, plant),
    declared=lambda form, plant: _addressed(DECLARED, "declared", form, plant),
)
"""No reason at all: for tests that must find what is planted."""
