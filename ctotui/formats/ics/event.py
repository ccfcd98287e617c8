"""One VEVENT (RFC 5545 3.6.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ctotui.core.civil import day_of
from ctotui.core.imports import Refused
from ctotui.core.model import Status, Wall
from ctotui.formats.ics.fields import title
from ctotui.formats.ics.kept import LONGEST
from ctotui.formats.ics.lines import Component, Property
from ctotui.formats.ics.repeat import Repeat, read_repeat
from ctotui.formats.ics.values import Moment, Unreadable, duration, moment
from ctotui.formats.ics.zones import Zones


@dataclass(frozen=True, slots=True)
class Event:
    """What was read of a VEVENT; times are wall time in the zone of `start`."""

    component: Component
    uid: str
    """Empty where the file gives none."""
    sequence: int
    stamp: str
    """When it was last changed, as text that sorts."""
    title: str
    start: Moment
    end: Wall
    repeat: Repeat
    original: Moment | None
    """RECURRENCE-ID: which start of the series it stands for."""
    following: bool
    """RANGE=THISANDFUTURE."""
    cancels: bool = False
    """It comes in a message of METHOD:CANCEL (RFC 5546 3.2.5): all that it says is that this does not happen."""

    @property
    def status(self) -> Status:
        """A cancelled one is dropped; every other is to be attended."""
        return "dropped" if self.cancels or self.component.text("STATUS").upper() == "CANCELLED" else "next"


def read_event(component: Component, zones: Zones, refused: list[Refused], method: str = "") -> Event:
    """The event in `component`; parts that cannot be read are named in `refused`. Raises Unreadable without a start."""
    name = title(component)
    prop = component.first("DTSTART")
    if prop is None:
        raise Unreadable("it has no DTSTART")
    try:
        start = moment(prop, zones)
    except Unreadable as why:
        raise Unreadable(f"DTSTART {why}") from None
    original = component.first("RECURRENCE-ID")
    sequence = component.text("SEQUENCE")
    for prop in component.properties:
        if len(prop.raw) >= LONGEST and prop.name != "DESCRIPTION":
            size = len(prop.raw) // 1000
            refused.append(Refused(prop.line, name, f"{prop.name} of {size} kB; came in without it", False))
    if not component.closed:
        refused.append(Refused(component.line, name, "has no END; came in as far as it goes", False))
    return Event(
        component,
        component.text("UID"),
        int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 10 else 0,
        component.text("LAST-MODIFIED") or component.text("DTSTAMP"),
        name,
        start,
        _end(component, start, zones, refused, name),
        read_repeat(component, start, zones, refused, name),
        _original(original, zones, refused, name),
        original is not None and original.parameters.get("RANGE", "").upper() == "THISANDFUTURE",
        method == "CANCEL",
    )


def _original(prop: Property | None, zones: Zones, refused: list[Refused], what: str) -> Moment | None:
    if prop is None:
        return None
    try:
        return moment(prop, zones)
    except Unreadable as why:
        refused.append(Refused(prop.line, what, f"RECURRENCE-ID {why}; came in as an event of its own", False))
        return None


def _end(component: Component, start: Moment, zones: Zones, refused: list[Refused], what: str) -> Wall:
    """DTEND or DTSTART + DURATION, in the zone of the start; without either a day, or no time at all (3.6.1)."""
    default = start.wall + timedelta(days=1) if start.all_day else start.wall
    length = component.first("DURATION")
    if length is not None and component.first("DTEND") is not None:
        refused.append(Refused(length.line, what, "DURATION beside DTEND; came in without it", False))
    for name in ("DTEND", "DURATION"):
        prop = component.first(name)
        if prop is None:
            continue
        try:
            end = duration(prop.value).after(start) if name == "DURATION" else _until(prop, start, zones)
        except Unreadable as why:
            refused.append(Refused(prop.line, what, f"{name} {why}; came in without it", False))
            continue
        if name == "DURATION" and start.all_day and duration(prop.value).seconds:
            refused.append(
                Refused(prop.line, what, "DURATION is of hours, and it of days; came in as whole days", False)
            )
        if end < start.wall:
            refused.append(Refused(prop.line, what, "ends before it starts; came in without an end", False))
            return default
        return max(end, default) if start.all_day else end
    return default


def _until(prop: Property, start: Moment, zones: Zones) -> Wall:
    end = moment(prop, zones)
    if start.all_day:
        return day_of(end.wall)
    if not isinstance(end.wall, datetime):
        return end.inside(start.zone, False)
    return end.inside(start.zone, False) if end.zone else end.wall
