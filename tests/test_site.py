"""The site has every page of the documentation. tests/browser/test_site.py builds it."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
CONFIG = yaml.load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), yaml.BaseLoader)


def pages(nav: object) -> list[str]:
    """The pages of a part of the navigation, in order."""
    if isinstance(nav, str):
        return [] if nav.startswith("https://") else [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    assert isinstance(parts, list | type({}.values()))
    return [page for part in parts for page in pages(part)]


def test_every_page_is_in_the_navigation_once() -> None:
    hook = (ROOT / ".ci" / "site" / "hook.py").read_text(encoding="utf-8")
    others = dict(re.findall(r'^    "(\w+\.md)": "(\w+\.md)",$', hook, re.M))
    assert {path.name for path in ROOT.glob("*.md")} == set(others)
    written = [path.name for path in (ROOT / "docs").glob("*.md")]
    assert sorted(pages(CONFIG["nav"])) == sorted([*written, *others.values()])
    assert pages(CONFIG["nav"])[0] == others["README.md"]
