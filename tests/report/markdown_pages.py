"""Parts of Markdown reports as people see them."""

import re
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from driftcheck.model import Finding
from driftcheck.report import View
from driftcheck.report.markdown import render
from tests.reports import report

DETAILS = re.compile(r"<details><summary>([^\n]*)</summary>\n|</details>\n?")
CUT = "There is no room here for the rest; the JSON report has all."


def parsed(markdown: str) -> list[Token]:
    return (
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(markdown)
    )


def shown(inline: Token) -> str:
    """Return the visible text of an inline token; HTML folds spaces."""
    parts = [part for part in inline.children or () if part.type != "html_inline"]
    return " ".join("".join(part.content for part in parts).split())


def tables(markdown: str) -> list[list[list[str]]]:
    """Return the tables as rows of visible cells; the head is the first row."""
    found: list[list[list[str]]] = []
    for before, token in pairwise(parsed(markdown)):
        if before.type == "table_open":
            found.append([])
        elif before.type == "tr_open":
            found[-1].append([])
        elif before.type in ("th_open", "td_open"):
            found[-1][-1].append(shown(token))
    return found


def sections(markdown: str) -> dict[str, list[list[str]]]:
    """Return the folded sections: the title without markup, and the rows of the table."""
    found = {}
    for part in markdown.split("<details>")[1:]:
        title = next(filter(None, DETAILS.findall(f"<details>{part}")))
        rows = [row for table in tables(part) for row in table[1:]]
        found[re.sub(r"</?code>", "", title)] = rows
    return found


def diffs(markdown: str) -> list[list[str]]:
    """Return the lines of each diff."""
    fences = [token for token in parsed(markdown) if token.type == "fence"]
    assert {token.info for token in fences} <= {"diff"}
    return [token.content.splitlines() for token in fences]


def listed(markdown: str) -> int:
    """Return the number of findings in sections: rows of tables, and headers of diffs."""
    headers = [line for lines in diffs(markdown) for line in lines if line.startswith("@@ ")]
    return len(headers) + sum(map(len, sections(markdown).values()))


def page(*findings: Finding, **more: Any) -> str:
    return render(report(findings, **more), View())
