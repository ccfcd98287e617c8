"""A long job beside the screen: it tells how far it is, and the user can end it."""

import time
from collections.abc import Callable
from threading import Thread
from typing import TypeVar

from ctotui.core.errors import PlanError

T = TypeVar("T")
Tell = Callable[[str], None]
"""Called with how far a job is, a few words; raises Cancelled where the user ended it."""
PAUSE = 0.1
"""Seconds between two looks at how far it is."""


class Cancelled(PlanError):
    """The user ended a job; nothing was changed."""


class Task:
    """One job on a thread of its own. `deliver` brings answers to the thread that owns the screen."""

    def __init__(self, deliver: Callable[[Callable[[], None]], None], say: Callable[[str, str], None]) -> None:
        self._deliver = deliver
        self._say = say
        self._ended = False
        self._told = 0.0
        self.runs = False

    def start(self, job: Callable[[Tell], T], then: Callable[[T], None]) -> None:
        """Run `job`, then `then` with its result, on the thread of the screen."""
        self.runs = True
        Thread(target=lambda: self._run(job, then), name="task", daemon=True).start()

    def end(self) -> None:
        """Have it end the next time it tells how far it is."""
        self._ended = True
        self._say("Cancelling; nothing will be changed.", "info")

    def _run(self, job: Callable[[Tell], T], then: Callable[[T], None]) -> None:
        try:
            result = job(self._tell)
        except PlanError as refusal:
            said = str(refusal)
            self._deliver(lambda: self._refused(said))
        else:
            self._deliver(lambda: self._done(result, then))

    def _tell(self, words: str) -> None:
        if self._ended:
            raise Cancelled("Cancelled: nothing was changed.")
        if time.monotonic() - self._told >= PAUSE:
            self._told = time.monotonic()
            self._deliver(lambda: self._say(words, "info") if self.runs and not self._ended else None)

    def _done(self, result: T, then: Callable[[T], None]) -> None:
        self.runs = False
        if self._ended:
            self._say("Cancelled: nothing was changed.", "warn")
            return
        try:
            then(result)
        except PlanError as refusal:
            self._say(str(refusal), "error")

    def _refused(self, sentence: str) -> None:
        self.runs = False
        self._say(sentence, "warn" if self._ended else "error")
