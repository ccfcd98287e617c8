"""Small figures that several panes draw: ``act/est``, gauges, priorities, days."""

from datetime import date

from ctotui.core.civil import WEEKDAYS, day_month, day_of
from ctotui.core.duration import clock
from ctotui.core.model import CLOSED, Item
from ctotui.ui.frame import Run, clip, width_of
from ctotui.ui.glyphs import Glyphs


def before(title: str, room: int, sign: str, ellipsis: str) -> str:
    """A title cut to the cells in front of a sign; one that is a letter, as the ASCII `done`, is kept apart from it."""
    text = clip(title, room, ellipsis)
    glued = sign[:1].isalpha() and width_of(text) >= room and not text.endswith(ellipsis)
    return clip(title, room - 1, ellipsis) if glued else text


def figures(actual: int, estimate: int | None, glyphs: Glyphs) -> str:
    """``0:36/1:30``, ``– /0:45``, ``0:12/–   ``: tracked of estimated minutes, so that slashes stand in a line (S4)."""
    tracked = clock(actual) if actual else f"{glyphs.dash} "
    return f"{tracked}/{clock(estimate) if estimate is not None else f'{glyphs.dash}   '}"


def gauge(actual: int, of: int, width: int, glyphs: Glyphs) -> str:
    """``▓▓▓▓░░░░░░``, its last cell ``+`` where it is more than full."""
    full = min(actual * width // of, width) if of > 0 else (width if actual else 0)
    if actual > of > 0:
        return glyphs.full * (width - 1) + glyphs.over
    return glyphs.full * full + glyphs.empty * (width - full)


def priority(item: Item | None) -> str:
    """``!!`` urgent, ``!`` high, ``.`` low, else nothing."""
    return {"urgent": "!!", "high": "!", "low": "."}.get(item.priority if item is not None else "", "")


def near_day(day: date, today: date) -> str:
    """A day as one says it: ``today``, ``Fri`` within a week, else ``2 Apr``."""
    away = (day - today).days
    if away == 0:
        return "today"
    return WEEKDAYS[day.weekday()] if 0 < away < 7 else day_month(day)


def due_words(item: Item, today: date) -> tuple[str, bool]:
    """``due Fri``, ``OVERDUE 2d``, or nothing; and whether the deadline of an open item has passed."""
    if item.due is None:
        return "", False
    day = day_of(item.due)
    if day < today and item.status not in CLOSED:
        return f"OVERDUE {(today - day).days}d", True
    return f"due {near_day(day, today)}", False


def steady(runs: list[Run], width: int) -> list[Run]:
    """`runs` with blanks up to `width` cells: what follows stands still while the cursor moves."""
    used = sum(width_of(text) for text, _style in runs)
    return [*runs, (" " * (width - used), "text")] if used < width else runs
