"""Where a configuration is in its repository, and the commit and CI run that a report links to."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from driftcheck.pipeline.git import commit_of, root_of
from driftcheck.words import is_commit, is_plain_url

_COMMITS = (
    "GITHUB_SHA CI_COMMIT_SHA GIT_COMMIT BUILD_SOURCEVERSION BUILDKITE_COMMIT CIRCLE_SHA1".split()
)
_RUNS = (
    "{GITHUB_SERVER_URL}/{GITHUB_REPOSITORY}/actions/runs/{GITHUB_RUN_ID}",
    "{CI_JOB_URL}",  # GitLab
    "{CI_PIPELINE_URL}",
    "{BUILDKITE_BUILD_URL}",
    "{CIRCLE_BUILD_URL}",
    "{SYSTEM_COLLECTIONURI}{SYSTEM_TEAMPROJECTID}/_build/results?buildId={BUILD_BUILDID}",  # Azure
    "{BUILD_URL}",  # Jenkins
)
"""How CI systems give the URL of a run; the first form whose variables are all set is used."""
CI_VARIABLES = frozenset((*_COMMITS, *re.findall(r"{(\w+)}", "".join(_RUNS))))
"""The variables that are read."""


class Provenance(NamedTuple):
    """The commit that was checked out and the URL of the CI run; None if unknown.

    `config_path` is the path of the configuration from the root of its repository, or its absolute
    path if it is in none, with `/`; empty if it is unknown.
    """

    commit: str | None = None
    run_url: str | None = None
    config_path: str = ""


def provenance_of(config: Path, environ: Mapping[str, str]) -> Provenance:
    """Return the commit of the repository with the configuration file, and the CI run.

    Outside a repository, the commit is the one that the CI system names. Variables may hold
    anything, so incomplete commits and unsafe URLs are dropped.
    """
    named = (environ.get(name, "") for name in _COMMITS)
    commit = commit_of(config) or next(filter(is_commit, named), None)
    urls = (_filled(form, environ) for form in _RUNS)
    return Provenance(commit, next(filter(is_plain_url, urls), None), _path_of(config))


def _path_of(config: Path) -> str:
    """Return where a configuration is.

    A configuration names files from its own folder. So a link to a configuration in another folder
    counts as another configuration. Outside a repository, no link is followed: Kubernetes mounts a
    file as a link to a folder whose name changes. Empty if the working directory was deleted.
    """
    with suppress(OSError):
        real = Path(os.path.realpath(config))
        named = Path(os.path.realpath(config.parent), config.name)
        own = [named] if os.path.islink(named) and named.parent != real.parent else []
        for path in (*own, real):
            if root := root_of(path.parent):
                return path.relative_to(root).as_posix()
        return Path(os.path.abspath(config)).as_posix()
    return ""


def _filled(form: str, environ: Mapping[str, str]) -> str:
    """Return a URL with the variables filled in; empty if one is not set."""
    names = re.findall(r"{(\w+)}", form)
    values = {name: environ.get(name, "") for name in names}
    return form.format_map(values) if all(values.values()) else ""
