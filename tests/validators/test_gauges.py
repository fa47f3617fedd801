"""The gauges, as a real Pushgateway and the text collector of a real node_exporter take them.

`make test-formats` runs these. On Debian, both servers are packages.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from tests.each import each
from tests.pipeline.test_git import git
from tests.support import HANGS, Project, good_project

pytestmark = pytest.mark.validator
LISTENING = re.compile(r'msg="Listening on" address=(\S+)')
CONFIGS = ("eu/driftcheck.yaml", "us/fleet ü.yaml")
JOBS = (
    *("driftcheck", "fleet/eu", "/a//b/", " two words ", "a%2Fb", "%2e%2e", ".hidden", "..."),
    *("Zürich 電話", "a?b#c&d=e+f", 'quote"back\\slash', "two\nlines", "job@base64", "="),
)


@dataclass
class Server:
    """A running server. `complaints` has the errors that it logged, once it has stopped."""

    url: str
    complaints: list[str] = field(default_factory=list)

    def gauges(self) -> dict[str, Metric]:
        """The gauges of driftcheck that it shows, by name."""
        opener = build_opener(ProxyHandler({}))
        with opener.open(f"{self.url}/metrics", timeout=HANGS) as answer:
            found = text_string_to_metric_families(answer.read().decode())
            return {one.name: one for one in found if one.name.startswith("driftcheck_")}

    def shown(self, *labels: str) -> list[tuple[str, ...]]:
        """Some labels of each sample of `driftcheck_exit_code`."""
        samples = self.gauges()["driftcheck_exit_code"].samples
        return sorted(tuple(sample.labels[label] for label in labels) for sample in samples)


@contextmanager
def running(*command: str) -> Iterator[Server]:
    """Run a server of the Prometheus project on a free port of loopback."""
    whole = [*command, "--web.listen-address=127.0.0.1:0"]
    with subprocess.Popen(whole, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        (address,) = next(
            found.groups() for line in process.stderr if (found := LISTENING.search(line))
        )
        server = Server(f"http://{address}")
        try:
            yield server
        finally:
            process.terminate()
            server.complaints += [line for line in process.stderr if "level=error" in line]


def collecting(folder: Path) -> tuple[str, ...]:
    """The command of a node_exporter that reads the files of a folder."""
    only = ("--collector.disable-defaults", "--collector.textfile")
    return ("prometheus-node-exporter", *only, f"--collector.textfile.directory={folder}")


@pytest.fixture
def pushgateway() -> Iterator[Server]:
    with running("prometheus-pushgateway", "--persistence.file=") as server:
        yield server
    assert server.complaints == []


@pytest.fixture
def repository(tmp_path: Path) -> Project:
    """A repository with two configurations: one of a clean account, and one that is not read."""
    git(tmp_path, "init", "--initial-branch=main")
    for config in CONFIGS:
        part = good_project((tmp_path / config).parent)
        (part.folder / "driftcheck.yaml").rename(tmp_path / config)
    (tmp_path / "us" / "live.json").write_text("no list", encoding="utf-8")
    return Project(tmp_path)


def written(repository: Project, config: str, file: Path) -> Path:
    """The gauges of a configuration in a file."""
    repository.run("check", "-c", config, "-o", f"prometheus={file}")
    return file


def test_a_text_collector_shows_every_configuration_of_a_folder(
    repository: Project, tmp_path: Path
) -> None:
    folder = tmp_path / "text"
    for index, config in enumerate(CONFIGS):
        written(repository, config, folder / f"{index}.prom")
    with running(*collecting(folder)) as server:
        assert server.shown("config") == [(config,) for config in CONFIGS]
        codes = server.gauges()["driftcheck_exit_code"].samples
        assert {one.labels["config"]: one.value for one in codes} == dict(
            zip(CONFIGS, (0, 1), strict=True)
        )
    assert server.complaints == []


def test_a_text_collector_would_complain_of_the_same_series_twice(
    repository: Project, tmp_path: Path
) -> None:
    """The test above could not fail otherwise."""
    one = written(repository, CONFIGS[0], tmp_path / "text" / "one.prom")
    shutil.copy(one, one.with_name("two.prom"))
    with running(*collecting(one.parent)) as server:
        server.gauges()
    assert "was collected before" in server.complaints[0]


def pushing(repository: Project, config: str, to: Server, job: str, *args: str) -> None:
    """Run a check that pushes the gauges of a configuration."""
    path = repository.folder / config
    given = f'notifications: [{{pushgateway: {{url: "{to.url}", job: "${{JOB}}"}}}}]\n'
    kept = path.read_text(encoding="utf-8").partition("notifications:")[0]
    path.write_text(kept + given, encoding="utf-8")
    ran = repository.run("check", "-c", config, "-q", *args, env={"JOB": job})
    assert "Warning" not in ran.stderr


@each("job", JOBS)
def test_a_pushgateway_accepts_any_job(job: str, repository: Project, pushgateway: Server) -> None:
    pushing(repository, CONFIGS[1], pushgateway, job)
    assert (job, CONFIGS[1]) in pushgateway.shown("job", "config")


def test_a_push_replaces_only_the_gauges_of_its_configuration(
    repository: Project, pushgateway: Server
) -> None:
    for config in (*CONFIGS, *CONFIGS):
        pushing(repository, config, pushgateway, "fleet/eu")
    assert pushgateway.shown("config") == [(config,) for config in CONFIGS]
    (repository.folder / "eu" / "live.json").write_text("no list", encoding="utf-8")
    pushing(repository, CONFIGS[0], pushgateway, "fleet/eu")
    assert "driftcheck_numbers_live" not in pushgateway.gauges()


def own(sample: Sample) -> tuple[dict[str, str], float]:
    """The labels of a sample, without those of the Pushgateway, and its value."""
    labels = {name: text for name, text in sample.labels.items() if name not in ("job", "instance")}
    return labels, sample.value


def test_what_is_pushed_is_what_a_text_collector_shows(
    repository: Project, tmp_path: Path, pushgateway: Server
) -> None:
    output = f"-oprometheus={tmp_path}/text/one.prom"
    pushing(repository, CONFIGS[0], pushgateway, "driftcheck", output)
    with running(*collecting(tmp_path / "text")) as collector:
        gauges = collector.gauges()
    pushed = pushgateway.gauges()
    assert pushed.keys() == gauges.keys()
    for name, gauge in pushed.items():
        assert gauge.documentation == gauges[name].documentation
        assert list(map(own, gauge.samples)) == list(map(own, gauges[name].samples))
