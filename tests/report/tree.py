"""A page as a tree of elements, for the tests of the HTML report."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain

from driftcheck.model import Report
from driftcheck.report import View
from driftcheck.report.html import render

VOID = {"meta", "br", "input", "col", "wbr"}


@dataclass
class Node:
    """An element, with what is in it."""

    tag: str
    attributes: dict[str, str | None] = field(default_factory=dict)
    children: list["Node | str"] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The text with single spaces, also between elements."""
        return " ".join(" ".join(self.strings()).split())

    def strings(self) -> list[str]:
        parts = [[part] if isinstance(part, str) else part.strings() for part in self.children]
        return list(chain(*parts))

    def all(self, *tags: str) -> list["Node"]:
        """Return the elements inside this one in page order; with tags, only those."""
        inner = [part for part in self.children if isinstance(part, Node)]
        found = [one for part in inner for one in (part, *part.all())]
        return [one for one in found if not tags or one.tag in tags]

    def section(self, name: str) -> "Node":
        """Return the section with the heading of this id."""
        return {one.attributes["aria-labelledby"]: one for one in self.all("section")}[name]


class _Reader(HTMLParser):
    """Builds the tree of a page; tags must be closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open = [Node("")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, dict(attrs))
        assert len(node.attributes) == len(attrs)
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def page(report: Report) -> Node:
    """Return the page of a report; it must be well-formed."""
    return parsed(render(report, View()))


def parsed(text: str) -> Node:
    """Return a page as a tree; it must be well-formed."""
    reader = _Reader()
    assert text.startswith("<!doctype html>\n")
    reader.feed(text)
    reader.close()
    [root] = reader.open
    return root


def cards(root: Node) -> list[Node]:
    """Return the cards of the findings."""
    return root.section("findings").all("article")


def rows(*found: Node) -> list[list[str]]:
    """Return the cells of the rows of some cards."""
    all_rows = [row for card in found for row in card.all("tbody")[0].all("tr")]
    return [[one.words for one in row.all("td", "th")] for row in all_rows]


def pairs(cell: Node) -> dict[str, str]:
    """Return the terms in a cell with their descriptions."""
    words = [[one.words for one in cell.all(tag)] for tag in ("dt", "dd")]
    return dict(zip(*words, strict=True))
