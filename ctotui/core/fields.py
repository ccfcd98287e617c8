"""The one table of all fields (storage-and-time 2.1): how each stands in a file, in quick-add and in JSON.

`to_toml` and `from_toml` turn records into plain TOML values and back, `to_json` into those of ``--json`` (cli.md);
the README's table is made from the same rows. Reading is quick and trusts the file: `disk.validate` checks before.
"""

from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, make_dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache, partial
from typing import Any, Literal, NamedTuple

from ctotui.core import duration
from ctotui.core.civil import instant
from ctotui.core.errors import PlanError
from ctotui.core.model import TABLES, Block, Entry, Extra, Item, List, Occurrence, Person, Record

Form = Literal[
    "text", "texts", "choice", "minutes", "integer", "number", "flag", "day", "wall", "walls", "instant", "leads"
]
WORDS: dict[Form, str] = {
    "text": 'string, `"…"`',
    "texts": "array of strings",
    "choice": "string, one of a few words",
    "minutes": 'duration as a string, `"1h30"`',
    "integer": "integer",
    "number": "number",
    "flag": "`true` or `false`",
    "day": "date, `2026-03-13`",
    "wall": "date, or local date and time `2026-03-13T14:00:00`",
    "walls": "array of dates or local times",
    "instant": "UTC time, `2026-03-10T09:05:11Z`",
    "leads": 'array of durations, `["10m", "1h"]`',
}
"""What each form looks like in a file."""


class Field(NamedTuple):
    """One field of one record; the order of `FIELDS` is the order in a file."""

    name: str
    """In the model and in the file."""
    form: Form
    """In the file; `WORDS` explains it."""
    meaning: str
    token: str = ""
    """How quick-add writes it; empty: it does not."""
    json: str = ""
    """Key in ``--json``; empty: not there."""
    always: bool = False
    """Written even where it has its default."""


FIELDS: dict[type[Record], tuple[Field, ...]] = {
    Item: (
        Field("id", "text", "Random name, never changed; its shortest unique prefix is the short id.", "", "id", True),
        Field("kind", "choice", "Task, meeting, incident, bug, release, goal, contract or doc.", "bug:", "kind", True),
        Field("title", "text", "What it is, in a line.", "words", "title", True),
        Field("status", "choice", "Backlog, next, doing, waiting, done or dropped.", "", "status"),
        Field("list", "text", "Path such as `work/infra`, area first; none: the inbox.", "/x", "list"),
        Field("priority", "choice", "Low, normal, high or urgent.", "!high", "priority"),
        Field("estimate", "minutes", "How long the whole of it takes.", "~90m", "estimate"),
        Field("due", "wall", "Deadline.", "<fri", "due"),
        Field("day", "day", "The day it is planned for, where no block says more.", "tomorrow", "day"),
        Field("tags", "texts", "Free words.", "#legal", "tags"),
        Field("people", "texts", "Handles of those who take part.", "@anna", "people"),
        Field("owner", "text", "Handle of the one it is delegated to; none: you.", ">johan", "owner"),
        Field("star", "flag", "Pinned to the top of its section.", "", "star"),
        Field("rank", "number", "Order within a column or section, small first.", ""),
        Field("parent", "text", "Id of the item that it is a part of.", "", "parent"),
        Field("blocked_by", "texts", "Ids of items that must end first.", "after:151", "blocked_by"),
        Field("repeat", "text", "Recurrence rule, the value of an RFC 5545 RRULE.", "every 2w", "repeat"),
        Field("rdates", "walls", "Starts besides the rule.", "", "rdates"),
        Field("exdates", "walls", "Starts that do not happen.", "", "exdates"),
        Field(
            "holidays",
            "text",
            "`skip SE` or `shift SE`: what the rule does on holidays.",
            "not on holidays",
            "holidays",
        ),
        Field("again", "text", "How long after it was done it comes again: `3w`.", "3w after done", "again"),
        Field("split_from", "text", "Id of the series that it was cut off from.", "", "split_from"),
        Field("follow_up", "day", "When to ask the owner.", "", "follow_up"),
        Field("remind", "leads", "How long before to remind; `[]`: never; none: as set.", "remind:10m", "remind"),
        Field("carried", "integer", "How many times it was carried to another day.", "", "carried"),
        Field("checklist", "texts", "Lines `[x] text` or `[ ] text`.", "", "checklist"),
        Field("severity", "text", "Of an incident or bug.", "", "severity"),
        Field("version", "text", "Of a release.", "", "version"),
        Field("renewal", "day", "When a contract renews.", "", "renewal"),
        Field("notice", "day", "Last day to end a contract.", "", "notice"),
        Field("targets", "texts", "Key results of a goal.", "", "targets"),
        Field("links", "texts", "Addresses.", "", "links"),
        Field("location", "text", "Where it takes place.", "", "location"),
        Field("log", "texts", "Dated lines on what happened.", "", "log"),
        Field("notes", "text", "Free text, Markdown.", "", "notes"),
        Field("uid", "text", "iCalendar UID, where it was imported.", "", "uid"),
        Field("calendar", "text", "Name of the calendar that it was imported from.", "", "calendar"),
        Field("imported", "texts", "`field=hash` of the values last imported: what a second import compares with."),
        Field("ics", "texts", "Lines of its iCalendar component that no field says; an export gives them back."),
        Field("was", "text", "Status before it was finished, to go back to."),
        Field("created", "instant", "When it was made.", "", "created"),
        Field("modified", "instant", "When it was last changed.", "", "modified"),
        Field("ended", "instant", "When it was done or dropped.", "", "ended"),
    ),
    Block: (
        Field("id", "text", "Random name, never changed.", "", "id", True),
        Field("item", "text", "Id of the item that it is time for.", "", "item", True),
        Field("start", "wall", "Wall time, or a day: all day.", "14-15:30", "start", True),
        Field("end", "wall", "Exclusive; a day exactly where `start` is one.", "14-15:30", "end", True),
        Field("zone", "text", "IANA zone of the wall times; none: floating.", "", "tz"),
        Field("fixed", "flag", "Pinned: planning moves it only when asked.", "", "fixed"),
        Field("note", "text", "A line on this block alone.", "", "note"),
        Field("modified", "instant", "When it was last changed.", "", "modified"),
    ),
    Occurrence: (
        Field("id", "text", "Id of the series, `@`, and the original start.", "", "id", True),
        Field("series", "text", "Id of the repeating item.", "", "series", True),
        Field("at", "wall", "Original start, in the zone of the series.", "", "at", True),
        Field("cancelled", "flag", "It does not happen.", "", "cancelled"),
        Field("title", "text", "In place of the series' title.", "", "title"),
        Field("start", "wall", "Where it was moved to.", "", "start"),
        Field("end", "wall", "Exclusive.", "", "end"),
        Field("zone", "text", "Of `start` and `end`, where it differs.", "", "tz"),
        Field("status", "text", "`done` or `dropped`, where it was finished by itself.", "", "status"),
        Field("people", "texts", "In place of those of the series.", "", "people"),
        Field("location", "text", "In place of that of the series.", "", "location"),
        Field("notes", "text", "In place of those of the series.", "", "notes"),
        Field("ics", "texts", "As of an item; none: those of the series."),
        Field("ended", "instant", "When it was done or dropped.", "", "ended"),
        Field("modified", "instant", "When it was last changed.", "", "modified"),
    ),
    Entry: (
        Field("id", "text", "Random name, never changed.", "", "id", True),
        Field("item", "text", "Id of the item it was spent on.", "", "item", True),
        Field("occurrence", "text", "Id of the occurrence, where the item repeats.", "", "occurrence"),
        Field("start", "instant", "When it began.", "9-10:30", "start", True),
        Field("end", "instant", "When it ended; none: it runs.", "9-10:30", "end"),
        Field("zone", "text", "IANA zone whose day it is counted on.", "", "tz"),
        Field("note", "text", "What was done.", "", "note"),
        Field("billable", "flag", "None: as the list says.", "", "billable"),
        Field("adjustment", "minutes", "Signed correction of a timesheet; end is start.", "", "adjustment"),
        Field("modified", "instant", "When it was last changed.", "", "modified"),
    ),
    List: (
        Field("id", "text", "Random name, never changed.", "", "id", True),
        Field("path", "text", "Such as `work/infra`; at most three levels, the first is the area.", "", "path", True),
        Field("title", "text", "Shown in place of the path.", "", "title"),
        Field("kind", "choice", "List, project or sprint.", "", "kind"),
        Field("start", "day", "First day of a sprint or project.", "", "start"),
        Field("end", "day", "Its last day.", "", "end"),
        Field("capacity", "minutes", "What a sprint may hold.", "", "capacity"),
        Field("category", "text", "For reports.", "", "category"),
        Field("billable", "flag", "Whether its entries are, unless they say otherwise.", "", "billable"),
        Field("modified", "instant", "When it was last changed.", "", "modified"),
    ),
    Person: (
        Field("id", "text", "Random name, never changed.", "", "id", True),
        Field("handle", "text", "The word after `@`.", "@anna", "handle", True),
        Field("name", "text", "In full.", "", "name"),
        Field("kind", "choice", "Me, team or external.", "", "kind"),
        Field("email", "text", "Address.", "", "email"),
        Field("skills", "texts", "Free words.", "", "skills"),
        Field("capacity", "minutes", "A week.", "", "capacity"),
        Field("modified", "instant", "When it was last changed.", "", "modified"),
    ),
}

KIND_NAMES: dict[type[Record], str] = {record: name for name, record in TABLES.items()}
"""Record -> name of its tables in a file."""


class Table(tuple[tuple[str, object], ...]):
    """A TOML table among the unknown keys of a record, immutable: pairs in file order."""

    __slots__ = ()


_NAN = float("nan")


def frozen(value: object) -> object:
    """A TOML value as an immutable, hashable one: arrays as tuples, tables as `Table`, each nan as the same."""
    if isinstance(value, list):
        return tuple(frozen(part) for part in value)
    if isinstance(value, dict):
        return Table((key, frozen(part)) for key, part in value.items())
    return _NAN if isinstance(value, float) and value != value else value


def thawed(value: object) -> object:
    """The TOML value that `frozen` was given."""
    if isinstance(value, Table):
        return {key: thawed(part) for key, part in value}
    return [thawed(part) for part in value] if isinstance(value, tuple) else value


def _texts(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


_parse = lru_cache(maxsize=512)(duration.parse)


def _minutes(value: object) -> object:
    return _parse(value) if isinstance(value, str) else value


def _leads(value: object) -> object:
    return tuple(_minutes(part) for part in value) if isinstance(value, list) else value


def _utc(value: object) -> object:
    if not isinstance(value, datetime) or value.tzinfo is None or value.tzinfo is UTC:
        return value
    return value.astimezone(UTC)


def _number(value: object) -> object:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


_READ: dict[Form, Callable[[object], object]] = {
    "texts": _texts,
    "walls": _texts,
    "minutes": _minutes,
    "leads": _leads,
    "instant": _utc,
    "number": _number,
}
_CONVERTED: dict[type[Record], dict[str, Callable[[object], object]]] = {
    kind: {row.name: _READ[row.form] for row in rows if row.form in _READ} for kind, rows in FIELDS.items()
}
_KNOWN: dict[type[Record], frozenset[str]] = {
    kind: frozenset(row.name for row in rows) for kind, rows in FIELDS.items()
}


def _defaults(kind: type[Record]) -> dict[str, object]:
    return {field.name: field.default for field in fields(kind)}


_WRITERS: dict[type[Record], tuple[tuple[str, Form, object], ...]] = {
    kind: tuple((row.name, row.form, MISSING if row.always else default[row.name]) for row in rows)
    for kind, rows in FIELDS.items()
    for default in [_defaults(kind)]
}


def values_of(kind: type[Record], table: dict[str, object]) -> dict[str, object]:
    """The arguments of the record that a table of a file is; keys that no field has go to `extra`.

    A value of the wrong sort is passed on as it is. Raises PlanError for a duration that is none.
    """
    readers, known = _CONVERTED[kind], _KNOWN[kind]
    values = dict(table)
    for key in readers.keys() & values.keys():
        values[key] = readers[key](values[key])
    if not known >= values.keys():
        values["extra"] = tuple((key, frozen(values.pop(key))) for key in table if key not in known)
    return values


def from_toml(kind: type[Record], table: dict[str, object]) -> Record:
    """The record that a table of a file is. Raises PlanError as `values_of`, TypeError where a field is missing."""
    record = _OPEN[kind]()(**values_of(kind, table))
    record.__class__ = kind
    return record  # type: ignore[no-any-return]


def _open(kind: type[Record]) -> type[Any]:
    """A class of the same slots, not frozen: to fill one and then give it its own class takes a sixth of the time."""
    same = [(one.name, object) if one.default is MISSING else (one.name, object, one.default) for one in fields(kind)]
    return make_dataclass(kind.__name__, same, slots=True, eq=False, repr=False)


_OPEN: dict[type[Record], Callable[[], type[Any]]] = {kind: cache(partial(_open, kind)) for kind in FIELDS}
"""Made when the first record of a kind is read."""


def to_toml(record: Record) -> dict[str, object]:
    """The table of a file that `record` is, in the order of `FIELDS`, then `extra`; defaults are left out."""
    table: dict[str, object] = {}
    for name, form, default in _WRITERS[type(record)]:
        value = getattr(record, name)
        if value is None or (default is not MISSING and value == default):
            continue
        if form == "minutes":
            value = duration.text(value)
        elif form == "leads":
            value = [duration.text(lead) for lead in value]
        elif isinstance(value, tuple):
            value = list(value)
        table[name] = value
    extra: Extra = record.extra
    for key, kept in extra:
        table.setdefault(key, thawed(kept))
    return table


def to_json(record: Record, zone: str = "") -> dict[str, object]:
    """The object of ``--json`` (cli.md) with the fields that have a value; `zone` is that of the user's wall times.

    Durations are seconds, instants ISO 8601 with offset, days ISO dates; a floating time has no offset.
    """
    own = getattr(record, "zone", None) or ("" if isinstance(record, Block) else zone)
    found: dict[str, object] = {}
    for field in FIELDS[type(record)]:
        value = getattr(record, field.name)
        if field.json and value is not None and value != "" and value != ():
            found[field.json] = _json(value, field.form, own)
    return found


def _json(value: object, form: Form, zone: str) -> object:
    if form == "minutes" and isinstance(value, int):
        return value * 60
    if isinstance(value, tuple) and form == "leads":
        return [lead * 60 for lead in value]
    if isinstance(value, tuple):
        return [_json(part, "wall" if form == "walls" else "text", zone) for part in value]
    if isinstance(value, datetime):
        return _iso(value, zone)
    return value.isoformat() if isinstance(value, date) else value


def _iso(moment: datetime, zone: str) -> str:
    from ctotui.core.civil import zone_info

    if moment.tzinfo is None:
        return instant(moment, zone).astimezone(zone_info(zone)).isoformat() if zone else moment.isoformat()
    return moment.astimezone(zone_info(zone)).isoformat()


def table_rows() -> Iterator[tuple[str, str, str, str, str, str]]:
    """The README's table: record, field, form in a file, quick-add, JSON key, meaning."""
    for kind, rows in FIELDS.items():
        for field in rows:
            yield KIND_NAMES[kind], field.name, WORDS[field.form], field.token, field.json, field.meaning


def conversion_fault(kind: type[Record], table: dict[str, object]) -> tuple[str, str] | None:
    """The first key of `table` that cannot be read at all, with the reason, or None."""
    for key, reader in _CONVERTED[kind].items():
        try:
            if key in table:
                reader(table[key])
        except (PlanError, ValueError, OverflowError) as error:
            return key, str(error)
    return None
