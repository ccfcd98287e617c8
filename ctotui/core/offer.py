"""What a verb proposes before anything is stored: ways to choose from, or blocks to accept one by one (section 6).

An offer is a value in the View. Its `plan` is what is shown and what an answer stores, as one step (I1, I14).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from ctotui.core.errors import PlanError
from ctotui.core.plan import Plan
from ctotui.core.reschedule.proposal import Proposal, Unplaced, accept
from ctotui.core.state import State

Answer = Literal["", "yes", "no"]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to do it."""

    label: str
    """``Ripple``."""
    edit: Callable[[Plan], Plan]
    why: str = ""
    """A sentence on what it does."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Ways to do something, of which one is shown: enter takes it, tab shows the next."""

    title: str
    """``Absorb 25m``."""
    ways: tuple[Way, ...]
    at: int = 0

    @property
    def way(self) -> Way:
        """The one that is shown."""
        return self.ways[self.at]

    @property
    def step(self) -> str:
        """What the step is called in the history: ``Absorb 25m: ripple``."""
        return self.title if len(self.ways) == 1 else f"{self.title}: {self.way.label.lower()}"

    def plan(self, state: State) -> Plan:
        """The plan of the way that is shown. Raises PlanError where a rule refuses it."""
        return self.way.edit(state.plan)

    def others(self, state: State) -> Plan:
        """The plan as it is: nothing of this offer can be held by itself."""
        return state.plan

    def turned(self) -> "Ways":
        """The next way."""
        return replace(self, at=(self.at + 1) % len(self.ways))


Entry = tuple[Proposal, ...]
"""What is accepted or refused together: one block, or one in two parts."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Blocks to accept one by one (`y n Y`): those not answered are shown as ghosts."""

    title: str
    """``Auto-plan Tue 10``; also what the step is called in the history."""
    entries: tuple[Entry, ...]
    ids: tuple[tuple[str, str], ...]
    """Ids that the blocks of each entry will have."""
    answers: tuple[Answer, ...]
    at: int = 0
    """The one that is asked about."""
    unplaced: tuple[Unplaced, ...] = ()
    unestimated: tuple[str, ...] = ()
    """Ids of items without an estimate, which are never planned (I17)."""
    days: tuple[date, ...] = ()
    """The days that were looked at."""
    choices: tuple[Entry, ...] = ()
    """What tab turns through: the entry as it was proposed, and its alternatives; empty before the first tab."""

    @property
    def current(self) -> Proposal:
        """The one that is asked about, or its first part."""
        return self.entries[self.at][0]

    @property
    def accepted(self) -> tuple[int, ...]:
        """Indices of those that were accepted."""
        return tuple(index for index, answer in enumerate(self.answers) if answer == "yes")

    @property
    def open(self) -> tuple[int, ...]:
        """Indices of those that have no answer yet."""
        return tuple(index for index, answer in enumerate(self.answers) if not answer)

    def index_of(self, key: str) -> int:
        """The entry whose block is called `key`, or -1."""
        return next((index for index, pair in enumerate(self.ids) if key in pair), -1)

    def plan(self, state: State) -> Plan:
        """The plan with all that was not refused."""
        return accepted(state.plan, self, self._wanted(), state)

    def others(self, state: State) -> Plan:
        """The plan with all that was not refused but the current one, which is in hand."""
        rest = tuple(index for index in self._wanted() if index != self.at)
        return accepted(state.plan, self, rest, state)

    def _wanted(self) -> tuple[int, ...]:
        return tuple(index for index, answer in enumerate(self.answers) if answer != "no")

    def answered(self, answer: Answer) -> "Proposed":
        """The current one answered, the next open one asked about."""
        answers = (*self.answers[: self.at], answer, *self.answers[self.at + 1 :])
        left = [index for index, one in enumerate(answers) if not one]
        following = next((index for index in left if index > self.at), left[0] if left else self.at)
        return replace(self, answers=answers, at=following, choices=())

    def all_accepted(self) -> "Proposed":
        """All that are open accepted."""
        return replace(self, answers=tuple(answer or "yes" for answer in self.answers))

    def moved(self, by: int) -> "Proposed":
        """Another one asked about; at the ends it stays."""
        return replace(self, at=min(max(self.at + by, 0), len(self.entries) - 1), choices=())

    def instead(self, entry: Entry) -> "Proposed":
        """Another time for the current one."""
        return replace(self, entries=(*self.entries[: self.at], entry, *self.entries[self.at + 1 :]))

    def turned(self) -> "Proposed":
        """The next of its choices for the current one."""
        here = self.choices.index(self.entries[self.at]) if self.entries[self.at] in self.choices else -1
        return self.instead(self.choices[(here + 1) % len(self.choices)])


Offer = Ways | Proposed


def accepted(plan: Plan, offer: Proposed, chosen: tuple[int, ...], state: State) -> Plan:
    """`plan` with the blocks of some entries; the edit that an answer stores. Raises PlanError."""
    pairs = [pair for index in chosen for pair in zip(offer.entries[index], offer.ids[index], strict=False)]
    proposals, ids = [one for one, _key in pairs], [key for _one, key in pairs]
    return accept(plan, proposals, ids, state.settings.zone, state.now)


def proposed(
    title: str,
    proposals: tuple[Proposal, ...],
    new_id: Callable[[], str],
    unplaced: tuple[Unplaced, ...] = (),
    unestimated: tuple[str, ...] = (),
    days: tuple[date, ...] = (),
) -> Proposed:
    """An offer of blocks, none answered. Raises PlanError, with the first reason, where there are none."""
    if not proposals:
        raise PlanError(unplaced[0].why if unplaced else "Everything that has an estimate is planned already.")
    entries = tuple((one,) for one in proposals)
    ids = tuple((new_id(), new_id()) for _one in proposals)
    answers = tuple[Answer, ...]("" for _one in proposals)
    return Proposed(title, entries, ids, answers, 0, unplaced, unestimated, days)
