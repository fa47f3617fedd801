"""The house: imports go down, never up or sideways, and files and functions stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "driftcheck"
FLOORS = (
    ("garbage", "lookalike", "pointers", "regular", "resources", "suggest", "times"),
    ("keywords",),
    ("engine", "references"),
    ("meaning",),
    ("redact",),
    ("command", "errors", "files", "interrupt", "suggest", "typo", "globs", "watch", "pool"),
    ("pattern",),
    ("model", "document"),
    ("result", "jsonfile", "environment", "fault"),
    ("checks", "texts", "unevaluated"),
    ("shape",),
    ("equality", "outline", "wording"),
    ("details", "refusal"),
    ("validator",),
    ("reading", "inputs", "credentials"),
    ("database",),
    ("config",),
    ("entries", "possible"),
    ("declarable",),
    # the stages, which know nothing of each other
    (
        "declared",
        "live",
        "schema",
        "diff",
        "policy",
        "waivers",
        "select",
        "overlaps",
        "report",
    ),
    ("baseline", "draft", "emulator", "history", "mask", "summary", "notify"),
    ("pipeline",),
    ("cli",),
)
"""From the ground up: a module imports from floors below its own, and from its own package."""

MODULES = sorted(PACKAGE.rglob("*.py"))


def room(module: str) -> str:
    """The module or package directly under driftcheck that a dotted name belongs to."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def imports(path: Path) -> Iterator[str]:
    """The rooms of driftcheck that a file imports, late imports included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "driftcheck":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("driftcheck."):
            yield room(node.module or "")
        elif isinstance(node, ast.Import):
            names = (alias.name for alias in node.names)
            yield from (room(name) for name in names if name.startswith("driftcheck."))


def floor(name: str) -> int:
    return next(level for level, rooms in enumerate(FLOORS) if name in rooms)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own in ("__init__", "__main__"):
        return
    for other in set(imports(path)) - {own, ""}:
        assert floor(other) < floor(own), (
            f"{own} (floor {floor(own)}) imports {other} (floor {floor(other)})"
        )


def files_imported(path: Path) -> Iterator[Path]:
    """The files of driftcheck that a file imports, late imports included."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("driftcheck"):
            base = ROOT / (node.module or "").replace(".", "/")
            names = [base / alias.name for alias in node.names]
            yield from (name.with_suffix(".py") for name in [base, *names])


def test_no_file_imports_itself_by_way_of_others() -> None:
    graph = {path: set(files_imported(path)) & set(MODULES) for path in MODULES}
    while graph:
        free = {path for path, others in graph.items() if not others & graph.keys()}
        assert free, f"a circle among {sorted(path.name for path in graph)}"
        graph = {path: others for path, others in graph.items() if path not in free}


def test_every_module_has_a_floor() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    assert rooms - {"__init__", "__main__"} == {name for rooms in FLOORS for name in rooms}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and not _is_command(node):
            first = node.body[1] if ast.get_docstring(node) and node.body[1:] else node.body[0]
            lines = (node.end_lineno or 0) - first.lineno + 1
            assert lines <= 40, f"{node.name} has {lines} lines"


@pytest.mark.parametrize("path", sorted((ROOT / "tests").rglob("*.py")), ids=lambda path: path.name)
def test_files_of_tests_stay_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def _is_command(node: ast.FunctionDef) -> bool:
    """A click command is as long as its options are many."""
    return node.name == "command"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_renderers_and_stages_print_nothing(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0]
    if own == "cli":
        return
    calls = [
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert "print" not in calls
    assert own != "report" or "open" not in calls


def test_the_top_level_is_as_named() -> None:
    for name in ("pyproject.toml", "README.md", "driftcheck", "policies", "examples", "tests"):
        assert (ROOT / name).exists()
