"""The table ``[area_hours]`` of ``settings.toml``: what of it can be used, and sentences on the rest."""

from ctotui.core import areas
from ctotui.core.text import clean
from ctotui.disk.calendar_settings import Complain
from ctotui.disk.settings import hours

EXAMPLE = 'personal = "Mon-Fri 17:00-21:00, Sat-Sun 09:00-20:00"'


def area_hours(value: object, complain: Complain) -> tuple[tuple[str, areas.Week], ...]:
    """Hours by area, in the order of the file; what cannot be used is named and left out."""
    if not isinstance(value, dict):
        complain("area_hours", "area_hours is not a table", f"Write a line [area_hours], then {EXAMPLE}")
        return ()
    found: dict[str, areas.Week] = {}
    for name, lines in value.items():
        place, area = f"area_hours.{name}", areas.of(str(name))
        shown = clean(place)[:60]
        if not str(name).strip() or "/" in str(name) or not str(name).isprintable():
            complain(place, f"{shown} is no area", "An area is the first level of a list, such as personal")
        elif area == areas.WORK:
            complain(place, "work has the hours of the setting hours", f"Write them there; here goes {EXAMPLE}")
        else:
            try:
                found[area] = hours(lines)
            except ValueError:
                complain(place, f"{shown} cannot be used: it takes days and spans", f"Write {EXAMPLE}")
    return tuple(found.items())
