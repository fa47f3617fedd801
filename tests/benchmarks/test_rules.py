"""The benchmark of rules runs."""

from pathlib import Path

from tests.support import python


def test_the_benchmark_of_rules_prints_its_table(tmp_path: Path) -> None:
    ran = python(str(Path(__file__).with_name("rules.py")), "50", cwd=tmp_path)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("case ")
    assert "eight rules" in ran.out
