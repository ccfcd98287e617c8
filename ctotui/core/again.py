"""Tasks that come again some time after they were done, and by no calendar: *3 weeks after done*.

Finishing such a task makes the next one, due or planned so much later; the finished one stays what it was, with its
time. The next one's id follows from the finished one's, so that two machines which both tick it make only one.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from ctotui.core import ids
from ctotui.core.civil import day_of, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED, Item
from ctotui.core.plan import Plan, blocks_of
from ctotui.core.quickadd.days import plus
from ctotui.core.quickadd.repeat import LETTERS

_FREQUENCIES = {letter: name for name, letter in LETTERS.items()}


def later(again: str, done: date) -> date:
    """The day so long after `done` as `Item.again` says, months kept inside the month. Raises PlanError."""
    digits = len(again) - len(again.lstrip("0123456789"))
    frequency = _FREQUENCIES.get(again[digits:])
    found = plus(done, frequency, int(again[:digits])) if 0 < digits < 5 and frequency else None
    if found is None or found <= done:
        raise PlanError(f'again = "{again[:20]}" is no time after done: write it like 10d, 3w, 1mo or 2y.')
    return found


def successor_id(item: str) -> str:
    """The id of the task that comes after `item`: always the same."""
    from hashlib import sha256

    return ids.form("i", sha256(f"{item} again".encode()).digest()[:5])


def come_again(plan: Plan, item: Item, now: datetime, zone: str) -> Plan:
    """A plan with the task that follows `item`, which was done at `now`; the same plan where that is there already."""
    key = successor_id(item.id)
    if plan.find(key) is not None:
        return plan
    when = later(item.again, wall(now, zone).date())
    due, day = item.due, when if item.due is None else None
    if due is not None:
        by = when - day_of(due)
        due, day = (
            due + by,
            None if item.day is None else max(item.day + by, wall(now, zone).date() + timedelta(days=1)),
        )
    return plan.put(
        replace(
            item,
            id=key,
            status="next",
            due=due,
            day=day,
            checklist=tuple(f"[ ]{line[3:]}" if line.startswith("[x]") else line for line in item.checklist),
            carried=0,
            star=False,
            log=(),
            uid="",
            imported=(),
            was="",
            created=now,
            modified=now,
            ended=None,
        )
    )


def take_back(plan: Plan, item: str) -> Plan:
    """A plan without the task that follows `item`, where nobody has touched it since it came."""
    found = plan.find(successor_id(item))
    if not isinstance(found, Item) or found.status in CLOSED or found.created != found.modified:
        return plan
    return plan if blocks_of(plan, found.id) else plan.drop(found.id)
