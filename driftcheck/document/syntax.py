"""Explain why a text is not YAML: common mistakes, and what to write instead.

libyaml reports what it expected, often several lines below the mistake. Messages quote no words of
the text, because any of them may be a secret.
"""

import re
from typing import NamedTuple

from yaml import MarkedYAMLError

from driftcheck.document.broken import Broken
from driftcheck.model.errors import Place, Problem
from driftcheck.words.plurals import counted

_FALLBACK = (
    "Check the indentation, and quote text that contains ': ' or begins with a special character."
)
_CONFLICT = re.compile(r"(?:<{7}|>{7})(?: |$)")
_COMMENT = re.compile(r"(?:^|(?<=[,{\[\"]))\s*(//|/\*)")
_TAB = re.compile(r" *\t")
_DASH = re.compile(r"\s*+(?:- ++)*+-(?=[A-Za-z_+\"'{\[])")
_KEY = r"(?:\"[^\"]*\"|'[^']*'|[^\s:#{}\[\],\"'][^:#]*?)"
_NO_SPACE = re.compile(rf"\s*+(?:- ++)*+{_KEY}(?=:[^\s/])")
_VALUE = re.compile(rf"\s*+(?:- ++)*+{_KEY}\s*:\s+(?=\S)")
_WORD = re.compile(r"\s*+(?:- ++)*+[^\s:]+")
_LONGEST_KEY = 1024  # of libyaml
_LONGEST_LINE = 2 * _LONGEST_KEY
_CLOSING = {"{": "}", "[": "]"}


class _Found(NamedTuple):
    """An error with its line and column, counted from 0, and a hint."""

    message: str
    line: int
    column: int
    hint: str | None


def syntax_problem(error: MarkedYAMLError, text: str, name: str) -> Problem:
    """Return the problem of a text that is not YAML."""
    broken = Broken(error, text)
    found = next(filter(None, (mistake(broken) for mistake in _MISTAKES)), None)
    unknown = _Found("it cannot be parsed from here", broken.line, broken.column, _FALLBACK)
    message, line, column, hint = found or unknown
    return Problem(f"not valid YAML: {message}", Place(name, line + 1, column + 1), hint)


def _conflict(broken: Broken) -> _Found | None:
    for number, line in enumerate(broken.lines):
        if _CONFLICT.match(line):
            hint = "Keep the right lines, and remove those with <<<<<<<, ======= and >>>>>>>."
            return _Found("an unresolved merge conflict", number, 0, hint)
    return None


def _comment(broken: Broken) -> _Found | None:
    """Find a comment of JSON with comments: `//` or `/*`."""
    is_json = broken.text.lstrip()[:1] in ("{", "[")
    for number in range(0 if is_json else broken.above, broken.line + 1):
        if number >= 0 and (found := _COMMENT.search(broken.at(number))):
            message = f"a comment begins with #, not with {found[1]}"
            return _Found(message, number, found.start(1), "Write #, or remove the comment.")
    return None


def _tab(broken: Broken) -> _Found | None:
    for number in (broken.line, broken.start[0]):
        if found := _TAB.match(broken.at(number)):
            return _Found(
                "a tab in the indentation", number, found.end() - 1, "Indent with spaces."
            )
    return None


def _dash(broken: Broken) -> _Found | None:
    for number in (broken.above, broken.line, broken.start[0]):
        if found := _DASH.match(broken.at(number)):
            hint = "Write a space after it: `- name: value`."
            return _Found("no space after the dash", number, found.end() - 1, hint)
    return None


def _open_quote(broken: Broken) -> _Found | None:
    if "quoted scalar" not in broken.context or "unexpected" not in broken.problem:
        return None
    hint = f"Write another {broken.opening} where the text ends."
    return _Found(
        f"a quote ({broken.opening}) is never closed", broken.start[0], broken.start[1], hint
    )


def _after_quote(broken: Broken) -> _Found | None:
    """Find text after a quote that is closed too early, or a quote closed lines too late."""
    if not any(quote in broken.at(broken.line) for quote in ("'", '"')):
        return None
    last, _ = broken.read
    quote = getattr(last, "style", None)
    if quote not in ("'", '"') or last.end_mark.line != broken.line:
        return None
    begin, end = last.start_mark, last.end_mark
    if broken.at(broken.line)[end.column : broken.column].strip():
        return None
    if begin.line != end.line:
        message = f"a quote ({quote}) is closed only on line {end.line + 1}"
        return _Found(message, begin.line, begin.column, "Close it on its own line.")
    if "flow" in broken.context:  # a comma may be missing
        return None
    other = '"' if quote == "'" else "'"
    inner = "''" if quote == "'" else r"\""
    hint = f"For a {quote} inside the text, write {inner}, or put the text in {other}...{other}."
    return _Found(f"text after the closing quote ({quote})", broken.line, broken.column, hint)


def _escape(broken: Broken) -> _Found | None:
    if "quoted scalar" not in broken.context:
        return None
    column = max(broken.at(broken.line).rfind("\\", 0, broken.column + 1), 0)
    hint = r"Put text that contains \ in '...', where it has no special meaning."
    return _Found(r"an unknown escape (\...)", broken.line, column, hint)


def _first_character(broken: Broken) -> _Found | None:
    """Find unquoted text that starts with a special character."""
    place = broken.line, broken.column
    if "tag" in broken.context:
        return _Found(
            "tags (!...) are not supported", broken.start[0], broken.start[1], "Put text in quotes."
        )
    if "alias" in broken.context or "anchor" in broken.context or "directive" in broken.context:
        place = broken.start
    elif not any(
        part in broken.problem for part in ("cannot start", "node content", "mapping keys")
    ):
        return None
    character = broken.at(place[0])[place[1] : place[1] + 1]
    if not character:
        return None
    return _Found(
        f"text that begins with {character} must be quoted", place[0], place[1], "Put it in quotes."
    )


def _block_text(broken: Broken) -> _Found | None:
    if "block scalar" not in broken.context:
        return None
    hint = "Put the text in quotes, or start it on the next line."
    return _Found(f"text after {broken.opening}", broken.line, broken.column, hint)


def _list_in_line(broken: Broken) -> _Found | None:
    if "sequence entries" not in broken.problem:
        return None
    hint = "Start a list on the next line, or write [one, two]; put text in quotes."
    return _Found("a list cannot start on the line of its key", broken.line, broken.column, hint)


def _brackets(broken: Broken) -> _Found | None:
    """Find a bracket that is not closed or closed by the wrong one, or a mistake inside it."""
    if "flow" not in broken.context:
        return None
    around = [event.start_mark for event in broken.read[1] if event.flow_style]
    if not around:
        return None
    first, column = around[-1].line, around[-1].column
    opening = broken.at(first)[column]
    closing, here = _CLOSING[opening], (broken.line, broken.column)
    if "${" in broken.at(broken.line):
        hint = 'Inside { } or [ ], quote text that contains braces: "${NAME}".'
        return _Found("braces in unquoted text", here[0], here[1], hint)
    if broken.character and broken.character in _CLOSING.values():
        message = f"{opening} is closed by {broken.character}"
        return _Found(message, here[0], here[1], f"Write {closing}.")
    if broken.text.count(opening) > broken.text.count(closing):
        hint = f"Write {closing} where it ends."
        return _Found(f"{opening} is never closed", first, column, hint)
    hint = f"Between {opening} and {closing}, separate the items with commas, and quote"
    hint += " text that contains : or quotes."
    return _Found("a comma is missing before this", here[0], here[1], hint)


def _closing(broken: Broken) -> _Found | None:
    if "expected key" not in broken.problem or broken.character not in ("]", "}"):
        return None
    return _Found(f"{broken.character} closes nothing", broken.line, broken.column, "Remove it.")


def _colon(broken: Broken) -> _Found | None:
    """Find a colon that is missing, has no space after it, or is part of unquoted text."""
    if "mapping values" not in broken.problem and "expected ':'" not in broken.problem:
        return None
    value = _VALUE.match(broken.at(broken.line)[:_LONGEST_LINE])
    if "mapping values" in broken.problem and value and value.end() <= broken.column:
        hint = "Put the value in quotes."
        return _Found('a value that contains ": " must be quoted', broken.line, value.end(), hint)
    if broken.line == broken.start[0] and broken.column - broken.start[1] > _LONGEST_KEY:
        message = "a key is too long, or its quote is closed too late"
        hint = f"A key has at most {_LONGEST_KEY:,} characters."
        return _Found(message, broken.start[0], broken.start[1], hint)
    return _no_key(broken, broken.start[0] if "expected ':'" in broken.problem else broken.above)


def _no_key(broken: Broken, number: int) -> _Found | None:
    """Find a line that should have a key but has none."""
    line = broken.at(number)[:_LONGEST_LINE]
    if found := _NO_SPACE.match(line):
        hint = "Write a space after it: `name: value`."
        return _Found("no space after the colon", number, found.end(), hint)
    found = None if ":" in line else _WORD.match(line)
    return found and _Found("a colon is missing", number, found.end(), "Write `name: value`.")


def _indentation(broken: Broken) -> _Found | None:
    """Find a line whose indentation differs from that of its siblings."""
    line = broken.at(broken.line)
    if not line.strip():
        return None
    is_item = line.lstrip().startswith("-")
    number = broken.above
    while is_item and number >= 0 and not broken.at(number).lstrip().startswith("-"):
        number -= 1
    if number < 0:
        return None
    indent = broken.line_indent
    wanted = broken.indent_of(number, within=not is_item)
    if indent == wanted:
        return None
    other = f"line {number + 1}" if is_item else "the line above"
    message = f"indented by {counted(indent, 'space')}, but {other} has {wanted}"
    return _Found(
        message,
        broken.line,
        indent,
        "Keys and items on the same level need the same indentation.",
    )


def _after_end(broken: Broken) -> _Found | None:
    if "document start" not in broken.problem:
        return None
    hint = "Write the whole file as one mapping (`name: value`), or as one list."
    return _Found("text after the end of the document", broken.line, broken.column, hint)


_MISTAKES = (
    *(_conflict, _comment, _tab, _dash, _open_quote, _after_quote, _escape, _first_character),
    *(_block_text, _list_in_line, _brackets, _closing, _colon, _after_end, _indentation),
)
"""The mistakes to look for, in order: causes before their consequences."""
