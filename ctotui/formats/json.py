"""Records as JSON values (cli.md): what ``--json`` prints and ``export --format json`` writes.

Instants are ISO 8601 with offset, days are ISO dates, durations whole seconds; a key without a value is left out.
"""

from collections.abc import Iterable
from datetime import datetime

from ctotui.core.agenda import Instance
from ctotui.core.civil import zone_info
from ctotui.core.model import Block, Entry, Item, List, Person, Wall

Value = dict[str, object]


def item(record: Item, short: str, tracked: int, blocks: Iterable[Block], zone: str) -> Value:
    """An item with its blocks. `tracked` is in minutes; `zone` is the user's, that of a deadline with a time."""
    return _filled(
        {
            "id": record.id,
            "short": short,
            "title": record.title,
            "kind": record.kind,
            "status": record.status,
            "priority": record.priority,
            "star": record.star or None,
            "area": record.list.partition("/")[0],
            "list": record.list,
            "tags": list(record.tags),
            "people": list(record.people),
            "owner": record.owner,
            "follow_up": record.follow_up and record.follow_up.isoformat(),
            "estimate": None if record.estimate is None else record.estimate * 60,
            "due": wall(record.due, zone),
            "day": record.day and record.day.isoformat(),
            "repeat": record.repeat,
            "holidays": record.holidays,
            "again": record.again,
            "split_from": record.split_from,
            "remind": None if record.remind is None else [lead * 60 for lead in record.remind],
            "parent": record.parent,
            "blocked_by": list(record.blocked_by),
            "checklist": list(record.checklist),
            "notes": record.notes,
            "location": record.location,
            "links": list(record.links),
            "uid": record.uid,
            "calendar": record.calendar,
            "created": moment(record.created),
            "modified": moment(record.modified),
            "ended": moment(record.ended),
            "tracked": tracked * 60,
            "blocks": [block(one) for one in blocks],
        }
    )


def block(record: Block) -> Value:
    """A stored block; a floating one has no ``tz`` and no offset."""
    return _filled(
        {
            "id": record.id,
            "start": wall(record.start, record.zone),
            "end": wall(record.end, record.zone),
            "tz": record.zone,
            "fixed": record.fixed,
        }
    )


def instance(one: Instance, of: Item | None) -> Value:
    """What stands on the calendar: a block or an occurrence, with what its item says of it."""
    start, end = one.start, one.end
    if not one.all_day and one.zone:
        start, end = (point.astimezone(zone_info(one.zone)) for point in (one.begins, one.ends))
    return _filled(
        {
            "id": one.id,
            "uid": of.uid if of else "",
            "title": one.title,
            "kind": of.kind if of else "",
            "start": start.isoformat(),
            "end": end.isoformat(),
            "all_day": one.all_day,
            "tz": "" if one.all_day else one.zone,
            "fixed": one.fixed,
            "recurring": one.recurring,
            "status": one.status,
            "list": of.list if of else "",
            "calendar": of.calendar if of else "",
        }
    )


def entry(record: Entry) -> Value:
    """Tracked time; a running entry has no ``end``, and only a correction an ``adjustment``."""
    return _filled(
        {
            "id": record.id,
            "item": record.item,
            "occurrence": record.occurrence,
            "start": moment(record.start, record.zone),
            "end": moment(record.end, record.zone),
            "tz": record.zone,
            "note": record.note,
            "billable": record.billable,
            "adjustment": None if record.adjustment is None else record.adjustment * 60,
        }
    )


def list_(record: List) -> Value:
    """A list of items."""
    return _filled(
        {
            "id": record.id,
            "path": record.path,
            "title": record.title,
            "kind": record.kind,
            "start": record.start and record.start.isoformat(),
            "end": record.end and record.end.isoformat(),
            "capacity": None if record.capacity is None else record.capacity * 60,
            "category": record.category,
            "billable": record.billable,
        }
    )


def person(record: Person) -> Value:
    """A person."""
    return _filled(
        {
            "id": record.id,
            "handle": record.handle,
            "name": record.name,
            "kind": record.kind,
            "email": record.email,
            "skills": list(record.skills),
            "capacity": None if record.capacity is None else record.capacity * 60,
        }
    )


def wall(moment: Wall | None, zone: str) -> str | None:
    """A day as it is, a wall time with the offset that `zone` has then; without a zone, no offset."""
    if isinstance(moment, datetime) and zone:
        return moment.replace(tzinfo=zone_info(zone)).isoformat()
    return moment.isoformat() if moment is not None else None


def moment(instant: datetime | None, zone: str = "") -> str | None:
    """An instant with the offset of `zone`; UTC without one."""
    return instant.astimezone(zone_info(zone)).isoformat() if instant is not None else None


def _filled(values: Value) -> Value:
    """Without the keys that have no value; False and 0 are values."""
    return {key: value for key, value in values.items() if value is not None and value != "" and value != []}
