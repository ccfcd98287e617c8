"""A day written as lines, for the examples of the rescheduling verbs: ``"09:00-10:00 review"``, ``"... fixed"``."""

from datetime import date, datetime, timedelta

from ctotui.core.agenda import Instance, instances
from ctotui.core.civil import instant
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings

TUESDAY = date(2026, 3, 10)
PLAIN = Settings(zone="Europe/Stockholm")
"""Working hours 08:00-17:00, lunch 12:00-12:45, slots of 15 minutes."""


def at(text: str, day: date = TUESDAY) -> datetime:
    """The instant of ``09:30`` on a day in Stockholm."""
    return instant(datetime.combine(day, datetime.strptime(text, "%H:%M").time()), PLAIN.zone)


EARLY = at("07:00")
"""A `now` before the day's work."""


def of(*lines: str, day: date = TUESDAY) -> Plan:
    """A plan with a block for each line: its times, its id, and ``fixed`` or ``high``."""
    plan = Plan({})
    for line in lines:
        times, key, *words = line.split()
        start, end = (datetime.combine(day, datetime.strptime(text, "%H:%M").time()) for text in times.split("-"))
        end += timedelta(days=end <= start)
        item = Item(f"i{key}", key.title(), status="next", priority="high" if "high" in words else "normal")
        plan = plan.put(item, Block(key, item.id, start, end, PLAIN.zone, "fixed" in words))
    return plan


def lines(plan: Plan, day: date = TUESDAY) -> list[str]:
    """The blocks of a day, as `of` takes them."""
    found = instances(plan, day, day + timedelta(days=1), PLAIN.zone)
    return [f"{_clock(one)} {one.id}{' fixed' if one.fixed else ''}" for one in found]


def _clock(one: Instance) -> str:
    return "all day" if one.all_day else f"{one.start:%H:%M}-{one.end:%H:%M}"
