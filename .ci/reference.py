"""Writes the reference of all commands and options as Markdown, from the command line itself.

Usage: python .ci/reference.py > docs/reference.md (`make docs` does so).
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from driftcheck.cli.described import CommandText, OptionText, describe_all
from driftcheck.cli.main import cli
from driftcheck.report.markup import code, instruction

EXPLAINED = (Path(__file__).parents[1] / "docs" / "commands.md").read_text(encoding="utf-8")
INTRODUCTION = """\
# Reference

Every command and every option, as `--help` shows them. `make docs` generates this page.
[Commands](commands.md) explains some of them further.

Every option has an environment variable; the command line takes precedence. In a variable, `;`
separates several values, and `1` or `true` sets a flag.
"""


def main() -> None:
    """Write the page to stdout."""
    told = describe_all(cli, "driftcheck")
    parts = [INTRODUCTION, *("\n".join(section(one)) for one in told)]
    sys.stdout.write("\n".join(parts))


def section(told: CommandText) -> Iterator[str]:
    """Yield the lines about a command."""
    yield from (f"## {told.path}", "")
    for paragraph in told.paragraphs:
        yield from (instruction(paragraph), "")
    yield from ("```text", told.usage, "```", "")
    if told.exit_codes:
        yield from (f"Exit codes: {instruction(told.exit_codes)}", "")
    for heading, commands in told.commands.items():
        yield from (f"| {heading} | |", "|---|---|")
        for name, summary in commands:
            path = f"{told.path} {name}"
            yield f"| [`{path}`](#{path.replace(' ', '-')}) | {in_table(summary)} |"
        yield ""
    for heading, options in told.options.items():
        yield from (f"| {heading} | variable | meaning |", "|---|---|---|", *map(row, options), "")
    yield from ("```sh", *(f"{line}{comment(text)}" for line, text in told.examples), "```", "")
    if f"\n## {told.path}\n" in EXPLAINED:
        yield from (f"[More about it](commands.md#{told.path.replace(' ', '-')})", "")


def row(option: OptionText) -> str:
    """Return the row of an option, as `-c`, `--config FILE`."""
    *short, last = option.names
    names = [*map(code, short), code(f"{last} {option.metavar}".rstrip(), table=True)]
    variable = code(option.variable) if option.variable else ""
    default = f" Default: {code(option.default)}." if option.default else ""
    return f"| {', '.join(names)} | {variable} | {in_table(option.meaning)}{default} |"


def in_table(text: str) -> str:
    """Return a text for a cell."""
    return instruction(text).replace("|", "\\|")


def comment(text: str) -> str:
    """Return a text as a comment for a shell; empty if there is none."""
    return f"  # {text}" if text else ""


if __name__ == "__main__":
    main()
