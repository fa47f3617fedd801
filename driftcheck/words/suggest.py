"""Suggests the nearest known name for an unknown one."""

from collections.abc import Iterable

_SHOWN = 24
_MEANT = {
    "high": "error major",
    "medium": "warning warn minor",
    "info": "note notice",
    "off": "no false none disabled ignore",
    "never": "no none off",
}
"""Words of other programs for our words: `off` is `no` in YAML 1.1."""


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name most similar to `name`, or None if none is similar."""
    from difflib import get_close_matches  # only errors need it

    folded = {candidate.casefold(): candidate for candidate in known}
    close = get_close_matches(name.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def choice_meant(value: str, choices: Iterable[str]) -> str | None:
    """Return the choice that an invalid value probably means, by synonym or similarity."""
    listed = list(choices)
    meant = (one for one in listed if value.lower() in _MEANT.get(one, "").split())
    return next(meant, None) or nearest(value, listed)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint for an unknown name: the nearest known one, or all of them."""
    names = sorted(known)
    close = nearest(name, names)
    if close:
        return f'Did you mean "{close}"?'
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    shown = ", ".join(names[:_SHOWN])
    return f"Expected one of: {shown}{more}." if names else "There are none here."
