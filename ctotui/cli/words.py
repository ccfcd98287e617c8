"""How records read as text: times, lengths, and the one line that stands for an item or an instance."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from ctotui.core import duration
from ctotui.core.civil import DAY, WEEKDAYS, clock_face, day_month, day_of
from ctotui.core.model import Item, Wall

if TYPE_CHECKING:
    from ctotui.core.instance import Instance

_PRIORITY = {"low": ".", "normal": "", "high": "!", "urgent": "!!"}


def day(moment: date, today: date) -> str:
    """``Tue 10 Mar``, with the year where it is another."""
    year = "" if moment.year == today.year else f" {moment.year}"
    return f"{WEEKDAYS[moment.weekday()]} {day_month(moment)}{year}"


def wall(moment: Wall, today: date) -> str:
    """``Fri 13 Mar``, ``Fri 13 Mar 14:00``."""
    text = day(day_of(moment), today)
    return f"{text} {clock_face(moment)}" if isinstance(moment, datetime) else text


def span(start: Wall, end: Wall, today: date) -> str:
    """``Wed 11 Mar 14:00–15:30``; the last day, not the one after it, where whole days are meant."""
    if isinstance(start, datetime) and isinstance(end, datetime):
        return f"{day(start.date(), today)} {hours(start, end)}"
    first, last = day_of(start), day_of(end) - DAY
    return day(first, today) if last <= first else f"{day(first, today)}–{day(last, today)}"


def hours(start: datetime, end: datetime) -> str:
    """``14:00–15:30``; days that the end lies ahead are counted: ``23:00–01:00+1``."""
    ahead = (end.date() - start.date()).days
    return f"{clock_face(start)}–{clock_face(end)}{f'+{ahead}' if ahead else ''}"


def spent(tracked: int, estimate: int | None) -> str:
    """``0:36/1:30``, ``-/1:30``, ``0:36``: tracked and estimated (S4); empty where there is neither."""
    done = duration.clock(tracked) if tracked else "-" if estimate else ""
    return f"{done}/{duration.clock(estimate)}" if estimate else done


def priority(item: Item) -> str:
    """``.`` low, nothing, ``!`` high, ``!!`` urgent."""
    return _PRIORITY[item.priority]


def marks(item: Item, today: date) -> str:
    """What else is worth knowing of an item in a row: due day, tags, people, owner, repetition."""
    parts = [f"due {wall(item.due, today)}"] if item.due is not None else []
    if item.due is not None and day_of(item.due) < today:
        parts[0] += f" ({(today - day_of(item.due)).days} d late)"
    if item.day is not None:
        parts.append(f"on {day(item.day, today)}")
    parts += [f"#{tag}" for tag in item.tags] + [f"@{handle}" for handle in item.people]
    if item.owner:
        parts.append(f">{item.owner}")
    if item.repeat:
        parts.append("repeats")
    if item.again:
        parts.append(f"again in {item.again}")
    return " ".join(parts)


def flags(one: "Instance") -> str:
    """``fixed``, ``repeats``, ``done`` of an instance."""
    known = [("fixed", one.fixed), ("repeats", one.recurring), (one.status, one.status in ("done", "dropped"))]
    return " ".join(word for word, holds in known if holds)
