"""The man pages as mandoc and groff see them."""

import re
import subprocess
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from driftcheck.cli.described import CommandText, OptionText
from tests.ci.shell import ROOT
from tests.each import each
from tests.support import HANGS

pytestmark = pytest.mark.validator
HOSTILE = (
    ".SH x",
    "'SH x",
    "back\\fBslash\\n",
    "--long-name and -x, not-this",
    '"quoted" `it\'s` ^~',
    "— é",
)


def program(name: str) -> ModuleType:
    """A program of `.ci` as a module."""
    spec = spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def said(*command: str | Path) -> str:
    """What a program says of a page; nothing must be on stderr."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=HANGS, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def shown(page: Path) -> str:
    """A page as groff shows it, with one space between words."""
    text = said("groff", "-ww", "-man", "-Tutf8", "-P-c", "-rLL=120n", page)
    return " ".join(re.sub(r".\x08", "", text).split())


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all pages."""
    folder = tmp_path_factory.mktemp("man")
    program("manpages").main(folder)
    return folder


def test_no_page_has_a_fault(pages: Path) -> None:
    assert said("mandoc", "-T", "lint", "-W", "all", *pages.iterdir()) == ""
    assert all(shown(page) for page in pages.iterdir())


def test_a_fault_would_be_seen(tmp_path: Path) -> None:
    page = tmp_path / "x.1"
    page.write_text(".TH X 1 2026-01-01\n.SH NAME\nx \\- y\n.XX\n", encoding="utf-8")
    command = ("mandoc", "-T", "lint", "-W", "all", str(page))
    assert subprocess.run(command, capture_output=True, timeout=HANGS, check=False).returncode


def test_options_are_shown_as_they_are_typed(pages: Path) -> None:
    text = shown(pages / "driftcheck-check.1")
    assert "-o, --output FORMAT[=PATH] Write this format" in text
    assert "Default: text Variable: DRIFTCHECK_OUTPUT" in text
    assert 'driftcheck check --select "label=Sales*"' in text
    assert "0 clean 2 findings at or above fail_on 1 no verdict" in text


@each("text", HOSTILE)
def test_no_text_is_a_request_of_roff(text: str, tmp_path: Path) -> None:
    option = OptionText((text,), text, text, text, text, follows=False)
    codes = f"0 {text}, 1 {text}."
    examples = [(text, ""), (text, text)]
    told = CommandText(
        "x", text, text, (text, text), codes, examples, {text: [("y", text)]}, {text: [option]}
    )
    page = tmp_path / "page.1"
    lines = program("manpages").page(told, "2026-01-01", ["other"])
    page.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert shown(page).count(text) >= 10
    assert said("mandoc", "-T", "lint", "-W", "all", page) == ""
