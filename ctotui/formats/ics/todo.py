"""One VTODO as a task (RFC 5545 3.6.2)."""

from dataclasses import replace
from datetime import UTC, datetime

from ctotui.core.civil import day_of, instant
from ctotui.core.groups import Group
from ctotui.core.imports import Refused, imported_id
from ctotui.core.model import Item, Status
from ctotui.formats.ics import fields
from ctotui.formats.ics.common import dated
from ctotui.formats.ics.holidays import understood
from ctotui.formats.ics.kept import kept
from ctotui.formats.ics.lines import Component
from ctotui.formats.ics.repeat import Repeat, read_repeat
from ctotui.formats.ics.values import Moment, Unreadable, duration, moment
from ctotui.formats.ics.zones import Zones

_STATUS: dict[str, Status] = {"IN-PROCESS": "doing", "COMPLETED": "done", "CANCELLED": "dropped"}


def read_todo(
    component: Component,
    key: str,
    zones: Zones,
    people: fields.People,
    calendar: str,
    zone: str,
    refused: list[Refused],
) -> Group:
    """The task in a VTODO: DTSTART is its day, DUE its deadline in `zone`, the user's. `key` makes its id."""
    name = fields.title(component)
    if not component.closed:
        refused.append(Refused(component.line, name, "has no END; came in as far as it goes", False))
    start = _moment(component, "DTSTART", zones, refused, name)
    said = _due(component, start, zones, refused, name)
    due = said.inside(zone, said.all_day) if said is not None else None
    ended = _moment(component, "COMPLETED", zones, refused, name)
    percent = component.text("PERCENT-COMPLETE")
    status = _STATUS.get(component.text("STATUS").upper(), "done" if ended or percent == "100" else "backlog")
    repeat = read_repeat(component, Moment(day_of(start.wall)), zones, refused, name) if start else Repeat()
    item = Item(
        imported_id(Item, key),
        name,
        status="next" if status == "backlog" and (start or due) else status,
        priority=fields.priority(component),
        tags=fields.tags(component),
        people=people.handles(component),
        due=due,
        day=day_of(start.wall) if start else None,
        repeat=repeat.repeat,
        rdates=repeat.rdates,
        exdates=repeat.exdates,
        notes=fields.notes(component),
        links=fields.links(component),
        location=fields.location(component),
        uid=component.text("UID"),
        calendar=calendar,
        parent=_parent(component),
        created=instant_of(_moment(component, "CREATED", zones, [], name)),
        ended=instant_of(ended) if status in ("done", "dropped") else None,
        extra=fields.extra(component) + ((("percent", int(percent)),) if _partly(percent) else ()),
    )
    if item.day is not None:
        item = understood(item, item.day, "", component)
    return Group(replace(item, ics=(*_times(component, start, said), *kept(component, item))))


def _times(component: Component, start: Moment | None, due: Moment | None) -> list[str]:
    """What the fields of a task cannot hold of its times: a time of its first day, another zone, RECURRENCE-ID."""
    times = [dated("DTSTART", start.wall, start.zone)] if start is not None and not start.all_day else []
    times += [dated("DUE", due.wall, due.zone)] if due is not None and due.zone != "UTC" and not due.all_day else []
    of = component.first("RECURRENCE-ID")
    return [*times, of.raw] if of is not None else times


def instant_of(found: Moment | None) -> datetime | None:
    """A moment as an instant; a day is its first minute, floating is UTC."""
    if found is None:
        return None
    at = found.wall if isinstance(found.wall, datetime) else datetime.combine(found.wall, datetime.min.time())
    return instant(at, found.zone or "UTC").astimezone(UTC)


def _partly(percent: str) -> bool:
    return percent.isascii() and percent.isdigit() and 0 < int(percent[:4]) < 100


def _parent(component: Component) -> str:
    """The task it is a part of (RELATED-TO; RELTYPE is PARENT where it is not said)."""
    for prop in component.all("RELATED-TO"):
        if prop.parameters.get("RELTYPE", "PARENT").upper() == "PARENT" and prop.value.strip():
            return imported_id(Item, prop.value.strip())
    return ""


def _moment(component: Component, name: str, zones: Zones, refused: list[Refused], what: str) -> Moment | None:
    prop = component.first(name)
    if prop is None:
        return None
    try:
        return moment(prop, zones)
    except Unreadable as why:
        refused.append(Refused(prop.line, what, f"{name} {why}; came in without it", False))
        return None


def _due(component: Component, start: Moment | None, zones: Zones, refused: list[Refused], what: str) -> Moment | None:
    found = _moment(component, "DUE", zones, refused, what)
    length = component.text("DURATION")
    if found is None and start is not None and length:
        try:
            found = Moment(duration(length).after(start), start.zone)
        except Unreadable as why:
            refused.append(Refused(component.line, what, f"DURATION {why}; came in without it", False))
    return found
