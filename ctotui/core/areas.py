"""Areas: the first level of a list's path (M1), and which hours it keeps (section 6: hours per area).

An area with an entry in the setting `area_hours` has a capacity of its own. All others share the working hours, and
their capacity is the *work line* of a day: its area is written as empty text.
"""

from ctotui.core.state import Settings

WORK = "work"
"""The area of what has no list, the inbox."""
PERSONAL = "personal"
"""The area that is not work (M1)."""

Week = tuple[tuple[int, int], ...]
"""Hours Monday first, as minutes since midnight; (0, 0): none that day."""


def of(path: str) -> str:
    """The area of a list's path, in small letters; the inbox is work."""
    return path.partition("/")[0].strip().lower() or WORK


def line(path: str, settings: Settings) -> str:
    """Against whose capacity an item of a list counts: an area with hours of its own; else empty, the work line."""
    area = of(path) if settings.area_hours else ""
    return area if own_hours(area, settings) is not None else ""


def own_hours(area: str, settings: Settings) -> Week | None:
    """The hours that an area has of its own; None where it shares the working hours."""
    return next((week for name, week in settings.area_hours if name == area), None)


def hours_of(area: str) -> str:
    """``working hours``, or ``personal hours`` of an area that has its own."""
    return f"{area or 'working'} hours"
