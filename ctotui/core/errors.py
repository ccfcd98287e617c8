"""The refusals of the core: each carries one sentence that a user can act on."""

from collections.abc import Iterable


class PlanError(Exception):
    """A rule refuses an edit or a query; the message is shown to the user as it stands."""


class NotLoaded(Exception):
    """A pure function needs shards that are on disk but not in memory.

    The store loads them and runs the function again; no caller outside the store handles it.
    """

    def __init__(self, shards: Iterable[str]) -> None:
        self.shards = frozenset(shards)
        super().__init__(", ".join(sorted(self.shards)))
