"""The hooks for pre-commit, run as it runs them: without a shell, without file names."""

import shlex

import pytest

from tests.ci.shell import ROOT, Runner, loaded
from tests.support import Project

HOOKS = {hook["id"]: hook for hook in loaded(ROOT / ".pre-commit-hooks.yaml")}
BAD_RULE = "{id: r, title: T, severity: low, require: {label: A}, tests: [{pass: {label: B}}]}"


def run(hook: str, runner: Runner, *args: str) -> int:
    """The exit code of a hook, with the `args` of somebody's configuration."""
    return runner.call(*shlex.split(HOOKS[hook]["entry"]), *args).code


@pytest.fixture
def repository(project: Project) -> Runner:
    """A repository whose account is the real one, without credentials."""
    live = "live: {agora: {}}\ndeclared: [numbers.yaml]\npolicies: [builtin:baseline]\n"
    return Runner(project.write(driftcheck__yaml="version: 1\n" + live))


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_passes_valid_files(hook: str, repository: Runner) -> None:
    assert run(hook, repository) == 0


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_takes_the_place_of_the_configuration(hook: str, repository: Runner) -> None:
    (repository.folder / "driftcheck.yaml").rename(repository.folder / "voice.yaml")
    assert run(hook, repository) == 1
    assert run(hook, repository, "--config", "voice.yaml") == 0


def test_a_declaration_that_is_removed_is_noticed(repository: Runner) -> None:
    (repository.folder / "numbers.yaml").unlink()
    assert run("driftcheck-validate", repository) == 1


def test_a_rule_whose_test_does_not_hold_is_noticed(repository: Runner) -> None:
    repository.project.write(pack__yaml=f"version: 1\nname: p\nrules:\n  - {BAD_RULE}\n")
    repository.project.write(
        driftcheck__yaml="version: 1\ndeclared: [numbers.yaml]\npolicies: [pack.yaml]\n"
    )
    assert run("driftcheck-policy-test", repository) == 2


@pytest.mark.parametrize("hook", HOOKS.values(), ids=list(HOOKS))
def test_a_hook_looks_at_everything_whichever_files_changed(hook: dict[str, object]) -> None:
    assert (hook["always_run"], hook["pass_filenames"]) == (True, False)
    assert hook["language"] == "python"
