"""The live side of one account: `live` in a configuration."""

from collections.abc import Mapping
from pathlib import Path

from driftcheck import document
from driftcheck.config.finder import Finder, is_unfilled
from driftcheck.config.settings import LiveFile, LiveSide
from driftcheck.document import Document, Filler, Path_
from driftcheck.model import JSON
from driftcheck.system import display_path


def url_of(given: JSON, source: Document, within: Path_, fill: Filler) -> str | None:
    """Return the URL of the API under `live` of the section `within`.

    Returns None if the list is not from the API, or if the URL has unset variables.
    """
    if not isinstance(given, dict) or "agora" not in given:
        return None
    node = document.find_node(source.root, (*within, "live", "agora", "url"))
    asked = given["agora"] or {}
    if not isinstance(asked, dict) or (node is not None and is_unfilled(node, fill)):
        return None
    from driftcheck.config.agora import defaults  # not needed for a list in a file

    return str(asked.get("url", defaults()["url"]))


def max_age_of(source: Document, within: Path_, fill: Filler) -> str | None:
    """Return the maximum age of a list in a file, from `live` of the section `within`."""
    node = document.find_node(source.root, (*within, "live", "max_age"))
    return fill(node) if isinstance(node, document.Scalar) else None


def side_of(given: Mapping[str, JSON], finder: Finder, folder: Path, elsewhere: bool) -> LiveSide:
    """Return the configured live side: the API or a file. Adds problems to those of `finder`."""
    folder = folder.absolute() if elsewhere else folder
    if "file" in given:
        finder.one(given["file"], ("live", "file"))
        path = folder / given["file"]
        return LiveFile(path, display_path(path), given.get("max_age"))
    from driftcheck.config.agora import AgoraReader

    return AgoraReader(finder, folder, elsewhere).read(given["agora"] or {})
