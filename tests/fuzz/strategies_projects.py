"""Whole projects: every file of one, of which one at most is broken."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.fuzz.strategies_numbers import DECLARED, DECLARED_WHOLE, LIVE, LIVE_WHOLE
from tests.fuzz.strategies_policies import PACKS, PACKS_WHOLE
from tests.fuzz.strategies_schemas import SCHEMA_FILES, SCHEMA_WHOLE, YAML_SCHEMA_FILES
from tests.fuzz.strategies_settings import (
    LOCAL_CONFIGURATIONS,
    SOUND_CONFIGURATIONS,
    WAIVERS,
    WAIVERS_WHOLE,
)

_FILES: dict[str, tuple[SearchStrategy[bytes], SearchStrategy[bytes]]] = {
    "driftcheck.yaml": (SOUND_CONFIGURATIONS, LOCAL_CONFIGURATIONS),
    "live.json": (LIVE_WHOLE, LIVE),
    "numbers.yaml": (DECLARED_WHOLE, DECLARED),
    "house.yaml": (PACKS_WHOLE, PACKS),
    "waivers.yaml": (WAIVERS_WHOLE, WAIVERS),
    "schema.json": (SCHEMA_WHOLE, SCHEMA_FILES | YAML_SCHEMA_FILES),
}
"""For each file: as it should be, and as it may be."""


@dataclass(frozen=True)
class Files:
    """The files of a project, by name."""

    data: Mapping[str, bytes]

    def write(self, folder: Path) -> Path:
        """Put them into a folder, which has another folder in it already; that folder."""
        (folder / "folder").mkdir()
        for name, data in self.data.items():
            (folder / name).write_bytes(data)
        (folder / "schema.yaml").write_bytes(self.data["schema.json"])
        return folder


@st.composite
def projects(draw: DrawFn) -> Files:
    """Files that belong together; half of them as they should be, but for one."""
    broken = draw(st.sampled_from([None, *_FILES]) | st.none())
    return Files({name: draw(pair[name == broken]) for name, pair in _FILES.items()})
