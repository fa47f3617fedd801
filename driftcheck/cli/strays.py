"""Hints for unknown commands and unexpected arguments."""

import os
import re
from collections.abc import Collection, Sequence
from enum import Enum, auto

import click

from driftcheck.model import BUILTIN_CHECKS
from driftcheck.words import nearest

_READS = "driftcheck only reads. To declare new live numbers, use driftcheck import --update."
_LOGIN = "No login is needed: set AGORA_CUSTOMER_ID and AGORA_CUSTOMER_SECRET."
_COMPLETION = 'Use eval "$(_DRIFTCHECK_COMPLETE=bash_source driftcheck)", or zsh_source.'
_MEANT = {
    "driftcheck": {
        "Use driftcheck check.": "plan diff compare drift detect run status scan audit verify",
        "Use driftcheck validate.": "lint parse syntax vet fmt format",
        "Use driftcheck policy test for rules, or driftcheck check.": "test tests",
        "Use driftcheck fetch, or driftcheck check to compare.": "list ls get numbers show pull "
        "download export dump state refresh",
        _READS: "apply sync push deploy fix destroy update add delete create set provision remove "
        "rm reconcile release buy assign",
        _LOGIN: "login logout auth configure credentials",
        "Use driftcheck init.": "new setup start scaffold bootstrap generate config",
        "Use driftcheck history.": "log logs runs trends report reports",
        "Use driftcheck policy list.": "rules policies packs rule pack",
        "Use driftcheck explain ID.": "why info describe doc docs man",
        "Use driftcheck emulate LIST.json.": "serve server mock emulator simulate",
        "Use driftcheck waivers.": "waiver exceptions exemptions accepted ignores",
        "Use driftcheck doctor.": "health diagnose preflight debug ping",
        "Use driftcheck demo.": "tutorial quickstart example examples tour try",
        "Use driftcheck --version.": "version",
        _COMPLETION: "completion completions autocomplete",
    },
    "driftcheck history": {
        "Use driftcheck history.": "list ls runs trends log",
        "Use driftcheck history -o json.": "export dump json",
        "Use driftcheck history inputs.": "diff compare",
        "Use driftcheck history prune.": "delete clean forget rm gc purge expire",
        "Use driftcheck history show.": "get last latest view cat",
    },
    "driftcheck policy": {
        "Use driftcheck policy test.": "run check validate lint",
        "Use driftcheck policy show ID.": "get cat view",
        "Use driftcheck explain ID.": "explain why info describe",
        "Use driftcheck policy list.": "ls rules all packs",
    },
}
"""What to type, and the words it answers, by group."""
_FILE = re.compile(r".+\.(ya?ml|json|db|sqlite3?)", re.I)
_NUMBER = re.compile(r"\+?[\d*?][\d*? ()-]{2,}")
_KEY = re.compile(r"^(\w+):", re.M)
_HEAD = 1 << 16  # bytes to read of a file


class _Kind(Enum):
    """What a file holds."""

    CONFIGURATION = auto()
    DECLARATIONS = auto()
    PACK = auto()
    WAIVERS = auto()
    LOCK = auto()
    LIST = auto()
    REPORT = auto()
    DATABASE = auto()


def hint_for_command(name: str, context: click.Context, args: Sequence[str]) -> str | None:
    """Return what to type instead of an unknown command of a group."""
    group = context.command_path
    known = (
        context.command.list_commands(context) if isinstance(context.command, click.Group) else []
    )
    if name == "help":
        inner = [word for word in args if word in known]
        return f"Use {' '.join([group, *inner[:1]])} --help."
    for hint, words in _MEANT.get(group, {}).items():
        if name.lower() in words.split():
            return hint
    if group == "driftcheck history" and name.isdigit():
        return f"Use driftcheck history show {name}."
    if group == "driftcheck policy" and (name.startswith("builtin:") or _FILE.fullmatch(name)):
        return f"Use driftcheck policy list {name}."
    if name in BUILTIN_CHECKS:
        return f"Use driftcheck explain {name}."
    close = nearest(name, known)
    return f'Did you mean "{close}"?' if close else _hint_for_word(name, "driftcheck check")


def hint_for_argument(
    words: Sequence[str], context: click.Context, args: Sequence[str]
) -> str | None:
    """Return what to type instead of unexpected arguments."""
    word, path = words[0], context.command_path
    options = {name for one in context.command.params for name in one.opts}
    place = len(args) - 1 - list(reversed(args)).index(word) if word in args else 0
    before = ["", "", *args[:place]][-2:]
    if word == "help":
        return f"Use {path} --help."
    if word in ("list", "ls", "show", "all", "run"):
        return f"Use {path} without arguments."
    if before[0] in ("-o", "--output") and "=" not in before[1] and "--output" in options:
        return f"Use -o {before[1]}={word}."
    if before[0] == "--select":
        return 'Quote values with spaces: --select "label=Customer *".'
    if word in formats_of(context.command):
        return f"Use -o {word}."
    return _hint_for_word(word, path, options)


def formats_of(command: click.Command) -> Collection[str]:
    """Return the formats of a command's `-o`; empty if it has none."""
    output = next((one for one in command.params if "--output" in one.opts), None)
    return getattr(output and output.type, "formats", ())


def _hint_for_word(
    word: str, path: str, options: frozenset[str] | set[str] | None = None
) -> str | None:
    """Return what to type for a file, a number or an account given as an argument."""
    if "://" in word:
        return _hint_for_url(word, path, {"--url"} if options is None else options)
    has = {"--config", "--live", "--select", "--baseline", "--lock"} if options is None else options
    if _FILE.fullmatch(word) or os.path.isfile(word):
        return _hint_for_file(word, path, has)
    if os.path.isdir(word) and "--config" in has:
        return _hint_for_folder(word, path, has)
    if _NUMBER.fullmatch(word) and "--select" in has:
        return f'Use {path} --select "phone_number={word}".'
    if "--account" in has and re.fullmatch(r"[\w-]+", word):
        return f"For an account, use {path} --account {word}."
    return None


def _hint_for_url(url: str, path: str, options: Collection[str]) -> str | None:
    """Return what to type for a URL. Does not repeat it, as it may hold a password."""
    if not url.startswith("http"):
        return "Use driftcheck history --database URL."
    return f"Use {path} --url URL." if "--url" in options else None


def _hint_for_folder(name: str, path: str, options: Collection[str]) -> str:
    """Return what to type for a folder, which may also be the name of an account."""
    config = os.path.join(name, "driftcheck.yaml")
    if os.path.isfile(config):
        is_here = os.path.samefile(name, os.curdir)
        return f"Use {path} without arguments." if is_here else f"Use {path} -c {config}."
    named = f'List "{os.path.join(name, "*.yaml")}" under `declared` in driftcheck.yaml'
    if "--account" in options and re.fullmatch(r"[\w-]+", name):
        return f"{named}, or write {path} --account {name}."
    return f"{named}."


def _hint_for_file(name: str, path: str, options: frozenset[str] | set[str]) -> str | None:
    match _kind_of(name):
        case _Kind.CONFIGURATION if "--config" in options:
            return f"Use {path} -c {name}."
        case _Kind.LOCK if "--lock" in options:
            return f"Use {path} --lock {name}."
        case _Kind.LIST if "--live" in options:
            return f"Use {path} --live {name}."
        case _Kind.LIST if path == "driftcheck fetch":
            return f"Use {path} -o {name}."
        case _Kind.REPORT if "--baseline" in options:
            return f"Use {path} --baseline {name}."
        case _Kind.DATABASE:
            return f"Use driftcheck history --database sqlite:///{name}."
        case _Kind.PACK:
            test = f"driftcheck policy test {name}"
            return f"Add it to `policies` in driftcheck.yaml, or test it: {test}."
        case _Kind.WAIVERS:
            return "Add it to `waivers` in driftcheck.yaml."
        case _Kind.DECLARATIONS | None if path == "driftcheck import":
            return f"Use {path} -o {name}."
        case _Kind.DECLARATIONS:
            return f"Use {path} without it; list declarations under `declared` in driftcheck.yaml."
        case _Kind.LIST:
            return f"Use driftcheck check --live {name}."
        case _:
            live = " and a live list with --live" if "--live" in options else ""
            named = "List declarations under `declared` in driftcheck.yaml"
            return f"{named}. Pass a configuration with -c{live}."


def _kind_of(name: str) -> _Kind | None:
    """Return what a file holds, judged by its start and its name, or None if unclear."""
    text = _beginning(name)
    if name.lower().endswith((".db", ".sqlite", ".sqlite3")):
        return _Kind.DATABASE
    if '"driftcheck-report"' in text:
        return _Kind.REPORT
    if name.lower().endswith(".json"):
        return _Kind.LIST
    keys = set(_KEY.findall(text))
    for kind, marks in _MARKS.items():
        if keys & marks:
            return kind
    return _Kind.CONFIGURATION if "driftcheck" in os.path.basename(name) else None


_MARKS = {
    _Kind.CONFIGURATION: {"declared", "live", "accounts"},
    _Kind.DECLARATIONS: {"numbers", "defaults"},
    _Kind.PACK: {"rules"},
    _Kind.WAIVERS: {"waivers"},
    _Kind.LOCK: {"hosts"},
}
"""The keys that show what a YAML file holds, in order of precedence."""


def _beginning(name: str) -> str:
    try:
        if not os.path.isfile(name):  # opening a pipe could block
            return ""
        with open(name, "rb") as file:
            return file.read(_HEAD).decode(errors="replace")
    except (OSError, ValueError):
        return ""
