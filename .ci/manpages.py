"""Writes the man pages, one for each command, from the command line itself.

Usage: python .ci/manpages.py FOLDER. The date of the pages is that of SOURCE_DATE_EPOCH, or today.
"""

import os
import re
import sys
import textwrap
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import driftcheck
from driftcheck.cli.described import CommandText, OptionText, describe_all
from driftcheck.cli.main import cli

SIGNALS = {"130": "interrupted (Ctrl-C)", "143": "terminated (SIGTERM)"}
VARIABLES = {
    "AGORA_CUSTOMER_ID, AGORA_CUSTOMER_SECRET": "The credentials of the API, unless the "
    "configuration takes them from elsewhere.",
    "DRIFTCHECK_...": "Every option has a variable, which the page of its command names. The "
    "command line takes precedence. In a variable, ; separates several values, and 1 or true sets "
    "a flag.",
    "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY": "The proxy for requests, and the hosts that "
    "are asked without one.",
    "NO_COLOR, FORCE_COLOR": "Switch colour off or on, if --color is auto.",
    "SSL_CERT_FILE, SSL_CERT_DIR": "The certificates to trust, in place of Mozilla's list.",
}
FILES = {
    "driftcheck.yaml": "The configuration, unless --config names another file. It names the files "
    "of declarations, policies and waivers, relative to itself.",
}
HOME = "https://github.com/driftcheck/driftcheck/tree/main/docs"

WIDTH = 72  # of the source, which man pages keep below 80
LITERAL = re.compile(r"(?<![\w-])-[\w-]+")
CODE = re.compile(r"([0-9]+) (.+?)(?:, (?=[0-9])|\.?$)")
GLYPHS = {
    "\\": "\\(rs",
    "'": "\\(aq",
    '"': "\\(dq",
    "`": "\\(ga",
    "^": "\\(ha",
    "~": "\\(ti",
}


def main(folder: Path) -> None:
    """Write all pages into a folder, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    told = [*describe_all(cli, "driftcheck")]
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH", time.time()))
    day = time.strftime("%Y-%m-%d", time.gmtime(epoch))
    for one in told:
        name = page_name(one.path)
        others = [page_name(other.path) for other in told if related(one.path, other.path)]
        text = "\n".join(page(one, day, others)) + "\n"
        (folder / f"{name}.1").write_text(text, encoding="utf-8", newline="\n")


def page_name(path: str) -> str:
    """Return the name of the page of a command: `driftcheck-history-show`."""
    return path.replace(" ", "-")


def related(path: str, other: str) -> bool:
    """Whether one of two commands is directly above the other."""
    return path == other.rpartition(" ")[0] or other == path.rpartition(" ")[0]


def page(told: CommandText, day: str, others: Iterable[str]) -> Iterator[str]:
    """Yield the lines of the page of a command."""
    name = page_name(told.path)
    version = f'"driftcheck {driftcheck.__version__}"'
    summary = told.summary or told.paragraphs[0]
    yield f'.TH {literal(name.upper())} 1 {day} {version} "driftcheck"'
    yield from (".nh", ".ad l")  # names of variables are to be found whole
    yield from (".SH NAME", f"{literal(name)} \\-", *plain(decapitalised(summary)))
    yield from (".SH SYNOPSIS", synopsis(told))
    yield ".SH DESCRIPTION"
    yield from paragraphs(told.paragraphs)
    yield from commands(told)
    yield from options(told)
    is_root = told.path == "driftcheck"
    if told.exit_codes:
        found = dict(CODE.findall(told.exit_codes))
        yield from listing("EXIT STATUS", found | (SIGNALS if is_root else {}))
    if is_root:
        yield from listing("ENVIRONMENT", VARIABLES)
        yield from listing("FILES", FILES)
    yield from examples(told)
    yield ".SH SEE ALSO"
    *first, last = others
    yield from (f".BR {literal(other)} (1)," for other in first)
    yield f".BR {literal(last)} (1)"
    yield from (".PP", f".UR {literal(HOME)}", "Documentation", ".UE")


def decapitalised(text: str) -> str:
    """Return a sentence as the description in a list of pages."""
    return text[:1].lower() + text[1:].removesuffix(".")


def synopsis(told: CommandText) -> str:
    """Return how a command is called."""
    rest = told.usage.removeprefix(told.path)
    return f"\\fB{literal(told.path)}\\fR{literal(rest)}"


def paragraphs(texts: Iterable[str]) -> Iterator[str]:
    """Yield paragraphs."""
    for index, text in enumerate(texts):
        if index:
            yield ".PP"
        yield from plain(text)


def commands(told: CommandText) -> Iterator[str]:
    """Yield the commands of a group, under their headings."""
    if told.commands:
        yield ".SH COMMANDS"
    for heading, rows in told.commands.items():
        if len(told.commands) > 1:
            yield f'.SS "{literal(heading)}"'
        for name, summary in rows:
            yield from (".TP", f".BR {literal(page_name(told.path))}\\-{literal(name)} (1)")
            yield from plain(summary)


def options(told: CommandText) -> Iterator[str]:
    """Yield the options of a command, under their headings."""
    yield ".SH OPTIONS"
    for heading, found in told.options.items():
        if len(told.options) > 1:
            yield f'.SS "{literal(heading)}"'
        for option in found:
            yield from (".TP", names(option), *plain(option.meaning))
            if option.default:
                yield from (".br", f"Default: {literal(option.default)}")
            if option.variable:
                yield from (".br", f"Variable: {literal(option.variable)}")


def names(option: OptionText) -> str:
    """Return an option as `-c, --config FILE`."""
    written = ", ".join(f"\\fB{literal(name)}\\fR" for name in option.names)
    return f"{written} \\fI{literal(option.metavar)}\\fR" if option.metavar else written


def listing(heading: str, entries: dict[str, str]) -> Iterator[str]:
    """Yield a section with a text about each entry."""
    yield f'.SH "{heading}"'
    for name, text in entries.items():
        yield from (".TP", f"\\fB{literal(name)}\\fR", *plain(text))


def examples(told: CommandText) -> Iterator[str]:
    """Yield the examples, each below what it does."""
    yield ".SH EXAMPLES"
    for index, (line, comment) in enumerate(told.examples):
        if index:
            yield ".PP"
        if comment:
            yield from plain(comment[:1].upper() + comment[1:] + ":")
        yield from (".RS 4", ".EX", literal(line), ".EE", ".RE")


def plain(text: str) -> Iterator[str]:
    """Yield the lines of a text, which roff fills anew. Options in it can be copied."""
    for line in textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False):
        yield guarded(LITERAL.sub(lambda found: found[0].replace("-", "\0"), line))


def literal(text: str) -> str:
    """Return text that is typed, so that each hyphen is what a keyboard has."""
    return guarded(text.replace("-", "\0"))


def guarded(text: str) -> str:
    r"""Return text with roff's own characters escaped; `\0` is a hyphen of the keyboard."""
    text = "".join(GLYPHS.get(sign, sign) for sign in text).replace("\0", "\\-")
    text = "".join(sign if sign.isascii() else f"\\[u{ord(sign):04X}]" for sign in text)
    return f"\\&{text}" if text.startswith(".") else text


if __name__ == "__main__":
    main(Path(sys.argv[1]))
