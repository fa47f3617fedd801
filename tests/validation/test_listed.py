"""Some of very many fields of an entry are listed, and the others are counted."""

from driftcheck.validation import MOST_LISTED, Listed, first_of
from driftcheck.words import Steps

NAMES = [f"f{number:05}" for number in range(5 * MOST_LISTED)]


def below(*parent: str, names: list[str] = NAMES) -> list[Steps]:
    return [(*parent, name) for name in names]


def test_a_few_paths_are_all_listed_in_their_order() -> None:
    paths = below(names=NAMES[MOST_LISTED - 1 :: -1])
    assert first_of(iter(paths)) == Listed(paths)


def test_the_first_of_many_paths_by_name_are_listed() -> None:
    listed = first_of(iter(below(names=NAMES[::-1])))
    assert listed == Listed(below()[:MOST_LISTED], 4 * MOST_LISTED, "*")


def test_the_path_of_the_rest_is_below_the_common_parent() -> None:
    assert first_of(below("a", "b")).rest == "a.b.*"
    assert first_of([*below("a", "b"), *below("a", "c")]).rest == "a.*"
    assert first_of([*below("a", "b"), ("a", "b")]).rest == "a.*"
    assert first_of([*below("a"), ()]).rest == "*"
    assert first_of(("a", index) for index in range(1000)).rest == "a.*"


def test_a_field_named_like_the_rest_is_counted() -> None:
    listed = first_of(below("a", names=["*", *NAMES]))
    assert ("a", "*") not in listed.paths
    assert len(listed.paths) + listed.more == len(NAMES) + 1


def test_the_path_of_the_rest_hides_what_a_parent_hides() -> None:
    assert first_of(below("a", "password", "b")).rest == "a.password.(sensitive)"


def test_counted_paths_are_not_kept_in_memory() -> None:
    alive = 0
    most = 0

    class Step(str):
        __slots__ = ("__weakref__",)

        def __new__(cls, text: str) -> "Step":
            nonlocal alive, most
            alive += 1
            most = max(most, alive)
            return super().__new__(cls, text)

        def __del__(self) -> None:
            nonlocal alive
            alive -= 1

    first_of((Step(name),) for name in NAMES)
    assert most <= 2 * MOST_LISTED + 2
