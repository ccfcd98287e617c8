"""Which edits are one step: the same thing, nudged again within a second, is taken back at once (section 4, GRAB)."""

import time
from collections.abc import Callable

WITHIN = 1.0
"""Seconds of real time from one nudge to the next."""


class Nudges:
    """Follows the edits of one desk. `clock` gives seconds of real time that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self._nudged = ""
        self._at = 0.0
        self._runs = 0

    def run(self, nudged: str) -> str:
        """The name of the run that an edit made now belongs to: edits of one run, with none between, are one step.

        `nudged` says what is changed and how, such as the id of a block that moves; empty: the edit is no nudge, and
        so is its run.
        """
        now = self.clock()
        if nudged != self._nudged or now - self._at >= WITHIN:
            self._runs += 1
        self._nudged, self._at = nudged, now
        return f"{nudged} {self._runs}" if nudged else ""

    def end(self) -> None:
        """Let the next edit begin a run of its own."""
        self._nudged = ""
