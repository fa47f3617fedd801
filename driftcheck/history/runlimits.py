"""The options of `check` that limit a run to a part of what the configuration says."""

from shlex import quote
from typing import NamedTuple


class RunLimits(NamedTuple):
    """What a run was limited to: its selectors, and the accounts that it chose; empty for all.

    `waivers` is false if waivers were switched off.
    """

    select: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    waivers: bool = True

    @property
    def is_whole(self) -> bool:
        """Whether the run looked at everything, as the configuration says."""
        return not self.options()

    def options(self, account: str | None = None) -> str:
        """The options of `check` that limit the run; empty if it is whole.

        For an `account` that the run looked at, the choice of accounts is no limit.
        """
        chosen = [] if account is not None else [f"--account {quote(a)}" for a in self.accounts]
        selected = [f"--select {quote(text)}" for text in self.select]
        return " ".join([*selected, *chosen, *([] if self.waivers else ["--no-waivers"])])
