"""`check --mask-numbers`: errors, file names, arguments and unusual forms of numbers."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.mask_cases import CONFIRM, OUTPUTS, masked
from tests.each import each
from tests.live.server import answer, serving
from tests.mask_support import FLEET, ONE, TWO, given_away
from tests.secrets.inside import run
from tests.secrets.making import made, pack
from tests.support import Project, number

JSON = Any
BARE = ONE.removeprefix("+")
Place = Callable[[Project], list[str]]
"""Puts a number somewhere in a project, and returns the arguments for it."""


def told(project: Project, *args: str) -> str:
    """Return all output of a masked check."""
    ran = run("check", "-v", "--mask-numbers", *args, folder=project.folder)
    files = [path for path in project.folder.rglob("out/*") if path.is_file()]
    return "".join([ran.out, ran.err, *(path.read_text(encoding="utf-8") for path in files)])


def declared(*entries: JSON) -> str:
    return json.dumps({"version": 1, "numbers": entries})


def renamed(old: str, new: str, *args: str, **config: JSON) -> Place:
    """Rename a file, also in the configuration."""

    def place(project: Project) -> list[str]:
        made(project.folder, config=config)
        (project.folder / old).rename(project.folder / new)
        return [*args]

    return place


def written(**files: str) -> Place:
    """Write files; `__` in a name means a dot."""

    def place(project: Project) -> list[str]:
        project.write(**files)
        return []

    return place


TWICE = declared({"phone_number": ONE}, {"phone_number": ONE}, {"range": f"{ONE}..{ONE}"})
NO_RANGE = declared({"range": f"{ONE}..{TWO}1"}, {"range": f"{TWO}..{ONE}"})
PLACES: dict[str, Place] = {
    "declared-twice": written(numbers__yaml=TWICE),
    "range": written(numbers__yaml=NO_RANGE),
    "unknown-key": written(numbers__yaml=declared({"phone_number": ONE, ONE: 1})),
    "live-no-list": written(live__json=json.dumps({ONE: 1, TWO: 2})),
    "live-key-twice": written(live__json=f'[{{"{ONE}": 1, "{ONE}": 2}}]'),
    "live-file": renamed("live.json", f"{ONE}.json", "--live", f"{ONE}.json"),
    "declared-file": renamed("numbers.yaml", f"{ONE}.yaml", declared=[f"{ONE}.yaml"]),
    "no-live-file": lambda _: ["--live", f"{ONE}.json"],
    "no-config": lambda _: ["--config", f"{ONE}.yaml"],
    "no-baseline": lambda _: ["--baseline", f"{ONE}.json"],
    "select": lambda _: ["--select", f"phone_number={ONE}"],
    "select-bare": lambda _: ["--select", f"phone_number=*{BARE}"],
    "select-none": lambda _: ["--select", "label=*202-555-0100*"],
    "select-path": lambda _: ["--select", f"{ONE}=x"],
    "live-file-bare": renamed("live.json", f"{BARE}.json", "--live", f"{BARE}.json"),
    "declared-file-bare": renamed("numbers.yaml", f"{BARE}.yaml", declared=[f"{BARE}.yaml"]),
    "live-no-list-bare": written(live__json=json.dumps({BARE: 1})),
    "no-config-bare": lambda _: ["--config", f"{BARE}.yaml"],
    "no-policy-bare": lambda project: _configured(project, policies=[f"{BARE}.yaml"]),
    "rule-literal-bare": lambda project: _ruled(project, {"require": {"phone_number": BARE}}),
    "output-is-folder": lambda project: _folder(project, f"{ONE}.d"),
    "output-is-input": renamed(
        "live.json", f"{ONE}.json", "--live", f"{ONE}.json", "-o", f"csv={ONE}.json"
    ),
    "output-format": lambda _: ["-o", ONE],
    "output-twice": lambda _: ["-o", f"csv={ONE}.x", "-o", f"json={ONE}.x"],
}
UNLEARNED = ("no-config-bare", "no-policy-bare", "rule-literal-bare")
"""Numbers without +, printed before any number is known; docs/trust.md documents them."""


def _configured(project: Project, **config: JSON) -> list[str]:
    made(project.folder, config=config)
    return []


def _ruled(project: Project, rule: JSON) -> list[str]:
    made(project.folder, config={"policies": ["r.yaml"]}, files={"r.yaml": pack(rule)})
    return []


def _folder(project: Project, name: str) -> list[str]:
    (project.folder / name).mkdir()
    return ["-o", f"csv={name}"]


@pytest.mark.parametrize("name", PLACES)
def test_no_known_number_is_shown_in_errors_and_file_names(name: str, project: Project) -> None:
    args = PLACES[name](project)
    outputs = () if "-o" in args else OUTPUTS
    assert bool(given_away(told(project, *outputs, *args))) is (name in UNLEARNED)


@each("spelling", [ONE, "+1 (202) 555-0100", BARE, "202-555-0100"])
@each("status", [400, 500])
def test_no_number_is_shown_in_an_api_error(status: int, spelling: str, tmp_path: Path) -> None:
    body = json.dumps({"message": f"{spelling} is busy", "detail": f"<{spelling}>"}).encode()
    with serving(answer(status, body, X_Request_Id=BARE, Retry_After="99")) as server:
        agora = {"url": server.url, "customer_id": "i", "customer_secret": "other", "timeout": 20}
        text = told(made(tmp_path, config={"live": {"agora": agora}}), *OUTPUTS)
    assert "is busy" in text
    assert given_away(text) == []


def test_no_number_of_only_one_of_two_fetches_is_shown(tmp_path: Path) -> None:
    lists = [[number(phone_number=one), number(label="x")] for one in (TWO, "+18005550123")]
    answers = [answer(200, json.dumps(entries).encode()) for entries in lists]
    with serving(*answers) as server:
        agora = {"url": server.url, "customer_id": "i", "customer_secret": "other"}
        _, report, said = masked(made(tmp_path, config={"live": {"agora": agora}}), *CONFIRM)
    once = report["confirmation"]["once"]
    assert len({former["fingerprint"] for former in once}) == len(once) == 2
    assert given_away("".join(said.values())) == []


LIVE: dict[str, JSON] = {
    "integer": {"phone_number": 12025550100},
    "integers-elsewhere": {"label": 12025550100, "outbound_config": {"prefix": 12025550200}},
    "with-gaps": {"phone_number": "+1 202 555 0100"},
    "without-plus": {"phone_number": BARE},
    "national": {"phone_number": "(202) 555-0100"},
    "as-address": {"phone_number": f"sip:{BARE}@h"},
}
UNKNOWN = ("integers-elsewhere",)
"""An integer that is no phone number is masked as a value; docs/trust.md says where it is not."""


@pytest.mark.parametrize("name", LIVE)
def test_an_undeclared_number_is_masked_in_any_form(name: str, tmp_path: Path) -> None:
    rule = {"require": {"phone_number": {"const": "+19995550000"}}}
    live = number(**{"phone_number": "+19995550000", **LIVE[name]})
    project = made(
        tmp_path,
        config={"policies": ["r.yaml"]},
        declared={"phone_number": "+19995550000", "outbound_config": {"prefix": "x"}},
        files={"live.json": [live], "r.yaml": pack(rule)},
    )
    ran, report, said = masked(project)
    assert (ran.code, report["outcome"]) == (2, "findings")
    assert bool(given_away("".join(said.values()))) is (name in UNKNOWN)


@pytest.mark.parametrize("other", ["1-202-555-0100", "202-555-0100", "+1 202 555 0100"])
def test_live_numbers_in_several_forms_stay_apart(other: str, tmp_path: Path) -> None:
    live = [number(phone_number=form, label="x") for form in (ONE, BARE, other)]
    files = {"live.json": live, "numbers.yaml": declared({"phone_number": TWO})}
    _, report, said = masked(made(tmp_path, files=files))
    prints = [finding["fingerprint"] for finding in report["findings"]]
    assert len(prints) == len({*prints})
    assert given_away("".join(said.values())) == []


def test_a_live_number_without_findings_is_masked_in_other_labels(tmp_path: Path) -> None:
    live = [number(), number(phone_number=TWO, label="x", associated_pipeline={"pipeline_id": "p"})]
    live[0]["label"] = f"not {TWO.removeprefix('+')}"
    config = {"severity": {"drift-unmanaged": "off"}}
    _, _, said = masked(made(tmp_path, config=config, files={"live.json": live}))
    assert given_away("".join(said.values())) == []


def test_the_expiry_of_a_waiver_is_not_masked_by_a_similar_number(tmp_path: Path) -> None:
    waiver = {"check": "drift-changed", "match": ["*"], "reason": "r", "owner": "o"}
    waivers = {"version": 1, "waivers": [{**waiver, "expires": "2099-12-31"}]}
    project = made(
        tmp_path,
        config={"waivers": ["w.yaml"]},
        files={
            "w.yaml": waivers,
            "numbers.yaml": declared({"phone_number": "+442020991231", "label": "a"}),
            "live.json": [number(phone_number="+442020991231", label="b")],
        },
    )
    _, report, _ = masked(project)
    assert report["findings"][0]["waiver"]["expires"] == "2099-12-31"


def test_all_numbers_of_a_large_fleet_have_different_masks(tmp_path: Path) -> None:
    entries = declared({"range": "+12025550000..+12025550999", "label": "x"})
    live = [number(phone_number=f"+1202555{end:04}", label="y") for end in range(1000)]
    project = made(tmp_path, files={"numbers.yaml": entries, "live.json": live})
    ran = run("check", "--mask-numbers", "-o", "json", folder=project.folder)
    findings = ran.json["findings"]
    assert len({f["phone_number"] for f in findings}) == len(findings) == 1000
    assert len({f["fingerprint"] for f in findings}) == 1000
    assert given_away(ran.out, FLEET) == []
