"""The CronJob: its container's command is run on its ConfigMap, laid out as the kubelet does."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from driftcheck import __version__
from tests.ci.shell import EXAMPLES, STATES, Runner
from tests.support import Emulate, Project, number

CONFIG_MAP, CRON_JOB = yaml.safe_load_all((EXAMPLES / "kubernetes-cronjob.yaml").read_text())
JOB = CRON_JOB["spec"]["jobTemplate"]["spec"]
POD = JOB["template"]["spec"]
(CONTAINER,) = POD["containers"]
MOUNTS = {mount["name"]: mount for mount in CONTAINER["volumeMounts"]}
LIVE: dict[str, Any] = {
    "label": "Customer Support Line",
    "associated_pipeline": {"pipeline_id": "pipeline_0987654321fedcba"},
}


def mounted(folder: Path, files: dict[str, str]) -> Path:
    """A folder as the kubelet makes one: links to files behind a link that is changed at once."""
    version = folder / "..2026_01_01"
    version.mkdir(parents=True)
    (folder / "..data").symlink_to(version.name)
    for name, text in files.items():
        (version / name).write_text(text)
        (folder / name).symlink_to(f"..data/{name}")
    return folder


def run(root: Path, url: str) -> int:
    """The exit code of the container, with its mounts in a folder, and the API elsewhere."""
    where = {name: str(root) + mount["mountPath"] for name, mount in MOUNTS.items()}
    files = dict(CONFIG_MAP["data"])
    secrets = MOUNTS["credentials"]["mountPath"]
    told = files["driftcheck.yaml"].replace(secrets, where["credentials"])
    timeout = 30 if url else 0.2
    live = f"agora:\n    url: {url or 'http://127.0.0.1:1/'}\n    timeout: {timeout}\n"
    files["driftcheck.yaml"] = told.replace("agora:\n", live)
    mounted(Path(where["config"]), files)
    mounted(Path(where["credentials"]), {"customer_id": "id\n", "customer_secret": "s3cret\n"})
    args = [
        arg.replace(MOUNTS["config"]["mountPath"], where["config"]).replace(
            MOUNTS["reports"]["mountPath"], where["reports"]
        )
        for arg in CONTAINER["args"]
    ]
    return Runner(Project(root)).call("driftcheck", *args).code


@pytest.mark.parametrize("state", STATES)
def test_the_container_exits_as_the_check_does_and_leaves_reports(
    state: str, tmp_path: Path, emulate: Emulate
) -> None:
    server = emulate(number(**LIVE) if state == "clean" else number())
    assert run(tmp_path, "" if state == "down" else server.url) == STATES[state]
    report = json.loads((tmp_path / "reports" / "driftcheck.json").read_text())
    assert report["exit_code"] == STATES[state]
    assert (tmp_path / "reports" / "driftcheck.html").stat().st_size > 0


def test_failed_runs_are_not_repeated_and_runs_never_overlap_or_hang() -> None:
    assert (JOB["backoffLimit"], POD["restartPolicy"]) == (0, "Never")
    assert CRON_JOB["spec"]["concurrencyPolicy"] == "Forbid"
    assert JOB["activeDeadlineSeconds"] > 60


def test_the_container_has_no_other_rights_than_to_run() -> None:
    pod, container = POD["securityContext"], CONTAINER["securityContext"]
    assert pod["runAsNonRoot"]
    assert pod["runAsUser"] > 0
    assert pod["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert POD["automountServiceAccountToken"] is POD["enableServiceLinks"] is False


def test_only_the_folder_of_reports_can_be_written_to() -> None:
    volumes = {volume["name"]: volume for volume in POD["volumes"]}
    assert volumes.keys() == MOUNTS.keys()
    assert {name for name, mount in MOUNTS.items() if not mount.get("readOnly")} == {"reports"}
    assert "emptyDir" in volumes["reports"]
    assert volumes["credentials"]["secret"]["defaultMode"] == 0o440


def test_no_secret_is_written_into_the_manifest() -> None:
    assert "env" not in CONTAINER
    assert CONFIG_MAP["kind"] == "ConfigMap"
    assert "Secret" not in {CONFIG_MAP["kind"], CRON_JOB["kind"]}


def test_the_version_is_that_of_the_program() -> None:
    assert CONTAINER["image"] == f"driftcheck:{__version__}"
