"""The house: small files and functions, no circles. The order of packages is in pyproject.toml."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "driftcheck"


@cache
def modules() -> dict[Path, ast.Module]:
    """The files of driftcheck, parsed."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")}


def files_imported(tree: ast.AST) -> Iterator[Path]:
    """The files of driftcheck that a file imports, late imports included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("driftcheck"):
            base = ROOT / (node.module or "").replace(".", "/")
            for name in (base / alias.name for alias in node.names):
                yield _file_of(name) or _file_of(base) or base


def _file_of(name: Path) -> Path | None:
    """The file of a module or a package; None where it is neither, but a name in one."""
    files = [name.with_suffix(".py"), name / "__init__.py"]
    return next((path for path in files if path in modules()), None)


def test_no_file_imports_itself_by_way_of_others() -> None:
    files = modules()
    graph = {path: {*files_imported(tree)} & {*files} for path, tree in files.items()}
    while graph:
        free = {path for path, others in graph.items() if not others & graph.keys()}
        assert free, f"a circle among {sorted(path.name for path in graph)}"
        graph = {path: others for path, others in graph.items() if path not in free}


def test_every_package_gives_what_it_names() -> None:
    """Some is imported when it is asked for, by a table that nothing else compares with that."""
    for path in PACKAGE.glob("*/__init__.py"):
        package = import_module(f"driftcheck.{path.parent.name}")
        for node in ast.walk(modules()[path]):
            for given in node.names if isinstance(node, ast.ImportFrom) else ():
                assert not isinstance(getattr(package, given.name), ModuleType), given.name
        with pytest.raises(AttributeError, match="has no attribute 'nonesuch'"):
            package.nonesuch  # noqa: B018 - only its getting counts


def test_files_stay_small() -> None:
    files = [*modules(), *(ROOT / "tests").rglob("*.py")]
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {path.name: count for path, count in lines.items() if count > 300} == {}


def test_functions_stay_small() -> None:
    long = {
        f"{path.name}: {node.name}": lines
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and (lines := _lines(node)) > 40
    }
    assert {name for name in long if not name.endswith(": command")} == set()


def _lines(node: ast.FunctionDef) -> int:
    first = node.body[1] if ast.get_docstring(node) and node.body[1:] else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def test_only_the_command_line_prints_and_no_renderer_opens_a_file() -> None:
    for path, tree in modules().items():
        own = path.relative_to(PACKAGE).parts[0]
        calls = {node.func for node in ast.walk(tree) if isinstance(node, ast.Call)}
        names = {function.id for function in calls if isinstance(function, ast.Name)}
        assert own == "cli" or "print" not in names, path
        assert own != "report" or "open" not in names, path
