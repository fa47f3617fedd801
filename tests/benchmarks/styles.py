"""One fleet in many YAML styles, as people and programs write the same numbers.

A style declares what it can: a range has no room for the label of each number, so it declares none.
A style is flat if an entry holds its own fields and at most the id of its pipeline, and deep if it
holds names and configurations too.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tests.benchmarks import fleet
from tests.benchmarks.fleet import BLOCK, DRIFT, Entry
from tests.benchmarks.measure import environment

_CONFIG = """version: 1
live: {file: live.json}
declared: [numbers.yaml]
policies: ["builtin:baseline", "builtin:security"]
"""
_BEGIN = "version: 1\nnumbers:\n"
_DEFAULTS = "version: 1\ndefaults: {provider: twilio, inbound: true, outbound: true}\nnumbers:\n"
_ODD = (": ", " #", ", ")  # texts with these are written in quotes
Fields = dict[str, str]  # the YAML of each


@dataclass(frozen=True)
class Style:
    """A way to write declarations; `text` yields those of so many numbers, piece by piece.

    `labels` says whether it has the label of each number, `indented` that the live list of this
    case is indented.
    """

    title: str
    text: Callable[[int], Iterator[str]]
    flat: bool = True
    labels: bool = True
    indented: bool = False


def write(folder: Path, count: int, name: str = "readme", drift: int = DRIFT) -> None:
    """Write a configuration, the live list, and the declarations in one style.

    One number in `drift` is not as declared; with 0, none is.
    """
    folder.mkdir(parents=True, exist_ok=True)
    style = STYLES[name]
    (folder / "driftcheck.yaml").write_text(_CONFIG, encoding="utf-8")
    fleet.write_list(folder / "live.json", fleet.live(count, drift), indented=style.indented)
    with (folder / "numbers.yaml").open("w", encoding="utf-8") as file:
        file.writelines(style.text(count))


def _readme(count: int) -> Iterator[str]:
    yield _BEGIN
    for index, entry in enumerate(fleet.wanted(count)):
        said = _fields(entry)
        fields = {"phone_number": entry["phone_number"], "label": said["label"]}
        fields["inbound"] = said["inbound"]
        if entry["associated_pipeline"]:
            fields["associated_pipeline"] = said["associated_pipeline"]
        if index % 2:
            fields["metadata"] = "{owner: support, env: production}"
        yield _block(fields)


def _plain(count: int) -> Iterator[str]:
    yield _BEGIN
    for entry in fleet.wanted(count):
        yield _block(_without_null(_fields(entry)))


def _nested(count: int) -> Iterator[str]:
    """Every mapping indented below its name."""
    yield _BEGIN
    for entry in fleet.wanted(count):
        fields = _without_null(_fields(entry))
        if pipeline := entry["associated_pipeline"]:
            fields["associated_pipeline"] = f"\n      pipeline_id: {pipeline['pipeline_id']}"
        yield _block(fields)


def _nulls(count: int) -> Iterator[str]:
    yield _BEGIN
    for entry in fleet.wanted(count):
        yield _block(_fields(entry))


def _flow(count: int) -> Iterator[str]:
    yield _BEGIN
    for entry in fleet.wanted(count):
        fields = _without_null(_fields(entry))
        yield f"  - {{{', '.join(f'{name}: {text}' for name, text in fields.items())}}}\n"


def _comments(count: int) -> Iterator[str]:
    """A comment above each entry, or after its first line."""
    yield _BEGIN
    for index, entry in enumerate(fleet.wanted(count)):
        first, rest = _block(_without_null(_fields(entry))).split("\n", 1)
        comment = f"# asked for in OPS-{index}"
        yield f"  {comment}\n{first}\n{rest}" if index % 2 else f"{first}  {comment}\n{rest}"


def _quoted(count: int) -> Iterator[str]:
    """Every text in quotes, of both kinds."""
    yield _BEGIN
    for index, entry in enumerate(fleet.wanted(count)):
        quote = "'\""[index % 2]
        fields = _without_null(_fields(entry))
        for name in ("provider", "phone_number", "label"):
            fields[name] = f"{quote}{entry[name]}{quote}"
        if pipeline := entry["associated_pipeline"]:
            text = f"{quote}{pipeline['pipeline_id']}{quote}"
            fields["associated_pipeline"] = f"{{pipeline_id: {text}}}"
        yield _block(fields)


def _defaults(count: int) -> Iterator[str]:
    yield _DEFAULTS
    usual = {"provider": "twilio", "inbound": "true", "outbound": "true"}
    for entry in fleet.wanted(count):
        fields = _without_null(_fields(entry))
        yield _block({name: text for name, text in fields.items() if text != usual.get(name)})


def _ranges(count: int) -> Iterator[str]:
    yield _BEGIN
    for numbers, fields in _blocks(count):
        yield _block({"range": f"{numbers[0]}..{numbers[-1]}", **fields})


def _lists(count: int) -> Iterator[str]:
    yield _BEGIN
    for numbers, fields in _blocks(count):
        yield _block({"phone_numbers": f"[{', '.join(numbers)}]", **fields})


def _aliases(count: int) -> Iterator[str]:
    """The pipeline of a block is written once, as an anchor; the other entries are aliases."""
    yield _BEGIN
    for index, entry in enumerate(fleet.wanted(count)):
        fields = _without_null(_fields(entry))
        if pipeline := entry["associated_pipeline"]:
            name = f"p{index // BLOCK}"
            text = f"*{name} " if index % BLOCK else f"&{name} {pipeline['pipeline_id']}"
            fields["associated_pipeline"] = f"{{pipeline_id: {text}}}"
        yield _block(fields)


def _pyyaml(count: int) -> Iterator[str]:
    """The answer of the API, written by `yaml.safe_dump`."""
    for start in range(0, count, 1000):
        numbers = [fleet.entry(index) for index in range(start, min(start + 1000, count))]
        yield yaml.dump(json.loads(json.dumps(numbers)), Dumper=yaml.CSafeDumper)


def _json(count: int) -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answer.json"
        fleet.write_list(path, fleet.wanted(count))
        yield path.read_text(encoding="utf-8")


def _imported(count: int) -> Iterator[str]:
    """What `driftcheck import` writes while nothing drifts."""
    with tempfile.TemporaryDirectory() as folder:
        fleet.write_list(Path(folder) / "live.json", fleet.wanted(count))
        command = (sys.executable, "-m", "driftcheck", "import", "--live", "live.json", "-o", "-")
        yield subprocess.run(
            command, cwd=folder, env=environment(), capture_output=True, check=True
        ).stdout.decode()


STYLES: Mapping[str, Style] = {
    "readme": Style("as in the README", _readme),
    "plain": Style("a line for each field", _plain),
    "nested": Style("every mapping indented", _nested),
    "nulls": Style("`null` where there is no pipeline", _nulls),
    "flow": Style("each entry on one line, `{...}`", _flow),
    "comments": Style("a comment on each entry", _comments),
    "quoted": Style("every text quoted", _quoted),
    "aliases": Style("pipelines as `*alias`", _aliases),
    "defaults": Style("with `defaults`", _defaults),
    "ranges": Style("in ranges of ten", _ranges, labels=False),
    "lists": Style("in lists of ten", _lists, labels=False),
    "import": Style("written by `driftcheck import`", _imported, flat=False),
    "pyyaml": Style("the API's answer, written by `yaml.safe_dump`", _pyyaml, flat=False),
    "json": Style("the API's answer, as JSON", _json, flat=False),
    "indented": Style("as in the README, with an indented live list", _readme, indented=True),
}
"""All styles, by the names that `--only` takes."""


def _fields(entry: Entry) -> Fields:
    pipeline = entry["associated_pipeline"]
    flow = f"{{pipeline_id: {pipeline['pipeline_id']}}}" if pipeline else "null"
    return {
        "phone_number": f'"{entry["phone_number"]}"',
        "provider": entry["provider"],
        "label": _text(entry["label"]),
        "inbound": "true" if entry["inbound"] else "false",
        "outbound": "true" if entry["outbound"] else "false",
        "associated_pipeline": flow,
    }


def _without_null(fields: Fields) -> Fields:
    return {name: text for name, text in fields.items() if text != "null"}


def _blocks(count: int) -> Iterator[tuple[list[str], Fields]]:
    """The numbers of each block, and their common fields."""
    for start in range(0, count, BLOCK):
        entries = [fleet.entry(index) for index in range(start, min(start + BLOCK, count))]
        shared = _without_null(_fields(entries[0]))
        del shared["phone_number"], shared["label"]
        yield [entry["phone_number"] for entry in entries], shared


def _text(text: str) -> str:
    return f'"{text}"' if any(part in text for part in _ODD) else text


def _block(fields: Fields) -> str:
    """An entry, a field a line."""
    lines = (f"{name}: {text}".replace(": \n", ":\n") for name, text in fields.items())
    return "  - " + "\n    ".join(lines) + "\n"
