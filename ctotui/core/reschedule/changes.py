"""What a plan became by a verb: every block that moved, changed its length, is new, or lost its time (section 6).

Verbs are edits, plan in, plan out. What a preview marks, what the status row and the command line say of them, is read
from the two plans here, so that it cannot differ from what is stored (S5, I14).
"""

from dataclasses import dataclass, replace
from datetime import datetime

from ctotui.core.agenda import Instance, by_id, of_block
from ctotui.core.civil import midnight
from ctotui.core.memo import recall
from ctotui.core.model import Block, Occurrence, Record, Wall
from ctotui.core.plan import Plan, differences


@dataclass(frozen=True, slots=True)
class Shift:
    """One block or occurrence, before and after; None where it was not, or is no longer, on the calendar."""

    key: str
    before: Instance | None
    after: Instance | None
    merged: bool = False
    """Its time went to another block of its item (join)."""

    @property
    def title(self) -> str:
        """What the block is of."""
        one = self.after or self.before
        return one.title if one is not None else ""

    @property
    def item(self) -> str:
        """Id of its item."""
        one = self.after or self.before
        return one.item if one is not None else ""

    @property
    def spilled(self) -> bool:
        """Whether it lost its time: taken off, or left on its day without hours."""
        had = self.before is not None and not self.before.all_day
        return had and not self.merged and (self.after is None or self.after.all_day)

    @property
    def minutes(self) -> int:
        """How far its start moved, in wall time."""
        if self.before is None or self.after is None:
            return 0
        return round((_moment(self.after.start) - _moment(self.before.start)).total_seconds() / 60)

    @property
    def grown(self) -> int:
        """How much longer it became, in real minutes."""
        return 0 if self.before is None or self.after is None else self.after.minutes - self.before.minutes


def changes(before: Plan, after: Plan, zone: str) -> tuple[Shift, ...]:
    """The blocks that differ, as the viewer in `zone` sees them, by where they begin afterwards; computed once."""
    if before.shards is after.shards:
        return ()
    return recall(after, ("changes", id(before.shards), zone), lambda: _changes(before, after, zone))


def _changes(before: Plan, after: Plan, zone: str) -> tuple[Shift, ...]:
    found = []
    for old, new in differences(before, after):
        record = new if new is not None else old
        if isinstance(record, Block | Occurrence):
            shift = Shift(record.id, _seen(before, old, record.id, zone), _seen(after, new, record.id, zone))
            if _place(shift.before) != _place(shift.after):
                found.append(shift)
    return tuple(sorted(_with_merged(found), key=_begins))


def _seen(plan: Plan, record: Record | None, key: str, zone: str) -> Instance | None:
    """A block as the viewer sees it, or an occurrence, which needs no record of its own."""
    return of_block(record, plan, zone) if isinstance(record, Block) else by_id(plan, key, zone)


def _with_merged(found: list[Shift]) -> list[Shift]:
    """Those that went say so where other blocks of their item took all of their time."""
    left: dict[str, int] = {}
    for shift in found:
        left[shift.item] = left.get(shift.item, 0) + _minutes(shift.after) - _minutes(shift.before)
    return [
        replace(shift, merged=shift.after is None and left[shift.item] >= 0 and _minutes(shift.before) > 0)
        for shift in found
    ]


def _minutes(one: Instance | None) -> int:
    return 0 if one is None or one.all_day else one.minutes


def _place(one: Instance | None) -> tuple[Wall, Wall] | None:
    return None if one is None else (one.start, one.end)


def _begins(shift: Shift) -> tuple[datetime, str]:
    one = shift.after or shift.before
    assert one is not None
    return one.begins, shift.key


def _moment(value: Wall) -> datetime:
    return value if isinstance(value, datetime) else midnight(value)
