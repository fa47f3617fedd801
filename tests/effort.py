"""How much effort a property gets, compared with others."""

from hypothesis import settings


def tried(times: float) -> settings:
    """The settings of a property that tries so many times the examples that others do.

    How many those are, the profile says: `quick`, or `deep` in `make fuzz`. What costs little tries
    more, what costs much fewer.
    """
    return settings(max_examples=max(1, round(settings().max_examples * times)))
