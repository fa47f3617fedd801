"""The options of `check` that limit a run to a part of what the configuration says."""

from shlex import quote
from typing import NamedTuple


class RunLimits(NamedTuple):
    """What a run was limited to: its selectors, and the accounts that it chose; empty for all."""

    select: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether the run looked at everything."""
        return not (self.select or self.accounts)

    def options(self, account: str | None = None) -> str:
        """The options of `check` that limit the run; empty where it is whole.

        For an `account` that the run looked at, the choice of accounts is no limit.
        """
        chosen = [] if account is not None else [f"--account {quote(a)}" for a in self.accounts]
        return " ".join([*(f"--select {quote(text)}" for text in self.select), *chosen])
