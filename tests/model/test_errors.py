"""The error classes, places, and the Collector."""

import pickle

import pytest

from driftcheck.model import (
    Collector,
    DriftcheckError,
    ExitCode,
    InputError,
    LiveError,
    OutputError,
    Place,
    Problem,
    TransientError,
    UsageError,
)


def test_the_exit_codes_are_what_scripts_rely_on() -> None:
    assert {code.name: int(code) for code in ExitCode} == {"CLEAN": 0, "ERROR": 1, "FINDINGS": 2}


def test_a_place_reads_file_line_column() -> None:
    assert str(Place("numbers/a.yaml", 3, 7)) == "numbers/a.yaml:3:7"


def test_a_problem_reads_place_then_message() -> None:
    assert str(Problem("it is wrong", Place("a.yaml", 3, 7), "Mend it.")) == (
        "a.yaml:3:7: it is wrong"
    )


def test_a_problem_without_a_place_reads_as_its_message() -> None:
    assert str(Problem("it is wrong")) == "it is wrong"


def test_an_error_reads_as_all_its_problems() -> None:
    error = InputError(Problem("one", Place("a", 1, 1)), Problem("two"))
    assert str(error) == "two; a:1:1: one"


@pytest.mark.parametrize("kind", [UsageError, InputError, LiveError, OutputError])
def test_every_error_is_a_driftcheck_error(kind: type[DriftcheckError]) -> None:
    error = kind(Problem("one"))
    assert isinstance(error, DriftcheckError)
    assert error.problems == (Problem("one"),)


def test_a_transient_error_is_a_live_error_with_the_requested_pause() -> None:
    error = TransientError(Problem("busy"), retry_after=2.5)
    assert isinstance(error, LiveError)
    assert (error.problems, error.retry_after) == ((Problem("busy"),), 2.5)


def test_a_transient_error_may_have_no_pause() -> None:
    assert TransientError(Problem("busy")).retry_after is None


def test_a_collector_without_problems_raises_nothing() -> None:
    problems = Collector()
    with problems.step():
        pass
    problems.finish()
    assert problems.problems == []


def test_a_failing_step_records_its_problems_and_continues() -> None:
    problems = Collector()
    with problems.step():
        raise InputError(Problem("one"), Problem("two"))
    problems.add("three", Place("a", 1, 1), "Mend it.")
    assert problems.problems == [
        Problem("one"),
        Problem("two"),
        Problem("three", Place("a", 1, 1), "Mend it."),
    ]


def test_a_step_does_not_catch_other_errors() -> None:
    problems = Collector()
    with pytest.raises(LiveError), problems.step():
        raise LiveError(Problem("down"))
    assert problems.problems == []


def test_problems_are_raised_in_the_order_of_files_lines_and_columns() -> None:
    problems = Collector()
    for place in ("b", 1, 1), ("a", 10, 1), ("a", 2, 9), ("a", 2, 10):
        problems.add("wrong", Place(*place))
    problems.add("no place")
    with pytest.raises(InputError) as raised:
        problems.finish()
    assert [str(problem) for problem in raised.value.problems] == [
        "no place",
        "a:2:9: wrong",
        "a:2:10: wrong",
        "a:10:1: wrong",
        "b:1:1: wrong",
    ]


def test_a_problem_found_twice_is_raised_once() -> None:
    problems = Collector()
    problems.add("wrong", Place("a", 1, 1))
    problems.add("wrong", Place("a", 1, 1))
    with pytest.raises(InputError) as raised:
        problems.finish()
    assert raised.value.problems == (Problem("wrong", Place("a", 1, 1)),)


def test_an_error_can_cross_processes() -> None:
    """A worker of a process pool pickles the errors that it raises."""
    problem = Problem("it is wrong", Place("a.yaml", 3, 7), "Write it so.")
    found = pickle.loads(pickle.dumps(InputError(problem)))
    assert (type(found), found.problems, str(found)) == (InputError, (problem,), str(problem))
    late = pickle.loads(pickle.dumps(TransientError(problem, retry_after=2.5)))
    assert (late.problems, late.retry_after) == ((problem,), 2.5)
