"""The files that come with the program."""

from copy import deepcopy
from pathlib import Path

import jsonschema
import pytest

from driftcheck import document
from driftcheck.system import (
    SCHEMAS,
    builtin_packs,
    data_folder,
    is_published,
    published,
    resources,
)
from driftcheck.validation.declarable import builtin_part
from driftcheck.validation.references import resolve
from driftcheck.validation.validator import Validator


def test_every_published_schema_is_a_json_schema_with_a_title(subtests: pytest.Subtests) -> None:
    for name in SCHEMAS:
        with subtests.test(name=name):
            schema = published(name)
            jsonschema.Draft202012Validator.check_schema(schema)
            assert schema["title"].startswith("driftcheck: ")


def test_every_published_schema_is_valid_as_a_user_schema(subtests: pytest.Subtests) -> None:
    for name in SCHEMAS:
        with subtests.test(name=name):
            copied = deepcopy(published(name))
            assert Validator(copied).schema is copied
            assert resolve(copied) == (published(name), ())


@pytest.mark.parametrize("name", ["defaults", "entry"])
def test_composed_schemas_are_valid_as_user_schemas(name: str) -> None:
    copied = deepcopy(builtin_part(name))
    assert not Validator(copied).perils
    assert resolve(copied) == (builtin_part(name), ())
    assert is_published(builtin_part(name))
    assert not is_published(copied)


def test_every_schema_file_is_published() -> None:
    files = (Path(resources.__file__).parents[1] / "schemas").glob("*.schema.json")
    assert sorted(file.name for file in files) == [
        f"{name}.schema.json" for name in sorted(SCHEMAS)
    ]


def test_a_schema_is_read_once() -> None:
    assert published("number") is published("number")


def test_an_unknown_schema_name_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        published("nonesuch")


def test_the_baseline_pack_comes_with_the_program() -> None:
    assert document.load(builtin_packs()["baseline"]).locate(("name",)).line > 0


def test_data_is_found_in_the_installed_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "package" / "policies").mkdir(parents=True)
    (tmp_path / "policies").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "package")
    assert data_folder("policies") == tmp_path / "package" / "policies"


def test_data_is_found_beside_the_package_in_a_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "policies").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "package")
    assert data_folder("policies") == tmp_path / "policies"


def test_packs_are_yaml_files_by_name_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("b.yaml", "a.yaml", "README.md"):
        (tmp_path / name).touch()
    monkeypatch.setattr(resources, "data_folder", lambda _: tmp_path)
    assert list(builtin_packs().items()) == [
        ("a", tmp_path / "a.yaml"),
        ("b", tmp_path / "b.yaml"),
    ]
