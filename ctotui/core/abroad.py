"""Other zones than one's own: the hours beside the grid, and the local time of what was made elsewhere (S9)."""

from dataclasses import replace
from datetime import datetime

from ctotui.core.agenda import Instance
from ctotui.core.civil import clock, day_name, exactly, instant, rezone, wall, zone_info
from ctotui.core.model import Wall
from ctotui.core.state import Settings, State, View


def beside(state: State) -> str:
    """The zone whose hours stand beside the own ones; empty: none."""
    zones = state.settings.zones
    return zones[state.view.beside] if state.view.beside < len(zones) else ""


def city(zone: str) -> str:
    """``New York`` of ``America/New_York``."""
    return zone.rpartition("/")[2].replace("_", " ")


def short_name(zone: str, moment: datetime) -> str:
    """What the zone is called at a moment, in at most five cells: ``EDT``, ``+0545``."""
    return (moment.astimezone(zone_info(zone)).tzname() or city(zone))[:5]


def hour(moment: datetime, own: str, other: str) -> str:
    """The time in `other` at a wall time of `own`: ``05:00``."""
    return clock(rezone(moment, own, other))


def local(one: Instance, own: str) -> str:
    """``08:00 New York``, with the day where it differs: the start of what was made in a zone with other clocks.

    Empty for what is floating, lasts whole days, or starts at the same time there.
    """
    if not one.zone or one.zone == own or not isinstance(one.start, datetime):
        return ""
    there = rezone(one.start, own, one.zone)
    if instant(there, one.zone) != one.begins or there == one.start:
        return ""
    day = "" if there.date() == one.start.date() else f"{day_name(there)} "
    return f"{day}{clock(there)} {city(one.zone)}"


def arrive(state: State, zone: str) -> tuple[Settings, View]:
    """Settings and view after a journey to `zone`: cursor and what is held stay at their instants (S7)."""
    own, view = state.settings.zone, state.view

    def there(moment: Wall | None) -> Wall | None:
        return wall(exactly(moment, own), zone) if isinstance(moment, datetime) else moment

    held = view.grab
    if held is not None:
        held = replace(
            held,
            start=there(held.start),
            end=there(held.end),
            origin_start=there(held.origin_start),
            origin_end=there(held.origin_end),
        )
    moment = wall(exactly(view.moment, own), zone) if view.moment.year > 1970 else view.moment
    return replace(state.settings, zone=zone), replace(view, moment=moment, grab=held)
