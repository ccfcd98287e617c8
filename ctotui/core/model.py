"""The five nouns, Item, Block, Entry, List, Person, and the touched Occurrence of a series.

Records are immutable and know nothing of files. Times are of three sorts (storage-and-time 3):

* *wall*: a naive ``datetime`` (or a ``date`` where a whole day is meant) that belongs with a ``zone``;
  no zone means floating.
* *instant*: an aware ``datetime`` in UTC.
* *day*: a ``date``.

Durations are whole minutes. Text is as the user wrote it and is cleaned where it is shown (`core.text.clean`).
`core.fields` is the one table of all fields: their form in TOML, quick-add and JSON.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Kind = Literal["task", "meeting", "incident", "bug", "release", "goal", "contract", "doc"]
Status = Literal["backlog", "next", "doing", "waiting", "done", "dropped"]
Priority = Literal["low", "normal", "high", "urgent"]

KINDS: tuple[Kind, ...] = ("task", "meeting", "incident", "bug", "release", "goal", "contract", "doc")
STATUSES: tuple[Status, ...] = ("backlog", "next", "doing", "waiting", "done", "dropped")
PRIORITIES: tuple[Priority, ...] = ("low", "normal", "high", "urgent")
CLOSED: frozenset[str] = frozenset({"done", "dropped"})

Extra = tuple[tuple[str, object], ...]
"""Unknown keys of a record, in file order, as (key, TOML value): kept and written back untouched."""

Wall = date | datetime
"""A whole day, or a naive local date and time."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something to finish or attend."""

    id: str
    title: str
    kind: Kind = "task"
    status: Status = "backlog"
    priority: Priority = "normal"
    list: str = ""
    """Path such as ``work/infra``; empty is the inbox."""
    tags: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    """Handles, without ``@``, of those who take part."""
    owner: str = ""
    """Handle of the one it is delegated to; empty is the user."""
    estimate: int | None = None
    """Minutes."""
    due: Wall | None = None
    """Deadline: a day, or a wall time in the user's zone."""
    day: date | None = None
    """The day it is planned for, when no block says more; the first day of a repeating item without a block."""
    rank: float = 0.0
    """Order within a column or section, small first."""
    star: bool = False
    parent: str = ""
    blocked_by: tuple[str, ...] = ()
    repeat: str = ""
    """RFC 5545 RRULE value, e.g. ``FREQ=WEEKLY;INTERVAL=2``; empty: happens once."""
    rdates: tuple[Wall, ...] = ()
    """Starts besides the rule, wall time in the zone of the series' block (RFC 5545 3.8.5.2)."""
    exdates: tuple[Wall, ...] = ()
    """Starts that do not happen (RFC 5545 3.8.5.1)."""
    holidays: str = ""
    """What the rule does on a holiday: ``skip SE`` leaves it out, ``shift SE`` takes the next working day; empty: keeps
    it. The country, or region as ``DE-BY``, stands here, so that a series is the same on every machine."""
    again: str = ""
    """How long after it was done a task comes again: ``3w``, ``10d``, ``1mo``, ``2y``; empty: it does not."""
    split_from: str = ""
    """Id of the series that this one was cut off by *this and following*."""
    follow_up: date | None = None
    remind: tuple[int, ...] | None = None
    """Minutes before each start at which to remind of it, negative ones after; none: as the settings say."""
    carried: int = 0
    """How many times it was carried to another day."""
    checklist: tuple[str, ...] = ()
    """Lines ``[x] text`` or ``[ ] text``."""
    notes: str = ""
    log: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    location: str = ""
    uid: str = ""
    """iCalendar UID, where it was imported."""
    calendar: str = ""
    """Name of the calendar that it was imported from."""
    imported: tuple[str, ...] = ()
    """``field=hash`` of the last imported values: the base of a three-way second import (M3)."""
    ics: tuple[str, ...] = ()
    """Lines of its iCalendar component that no field says, unfolded: alarms, answers of guests, unknown properties."""
    severity: str = ""
    version: str = ""
    renewal: date | None = None
    notice: date | None = None
    targets: tuple[str, ...] = ()
    was: str = ""
    """Status before it was finished: what a second `x` goes back to (M10)."""
    created: datetime | None = None
    modified: datetime | None = None
    ended: datetime | None = None
    """Instant at which it was done or dropped."""
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Planned time ``[start, end)`` of one item, in wall time."""

    id: str
    item: str
    start: Wall
    end: Wall
    """Exclusive. A ``date`` exactly where `start` is one."""
    zone: str = ""
    fixed: bool = False
    """Pinned. An `Instance` knows the whole rule M6."""
    note: str = ""
    modified: datetime | None = None
    extra: Extra = ()

    @property
    def all_day(self) -> bool:
        return not isinstance(self.start, datetime)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """What differs for one occurrence of a series (M5). Its id is ``<item id>@<original start>``."""

    id: str
    series: str
    """Id of the repeating item."""
    at: Wall
    """Original start, wall time in the zone of the series' block."""
    cancelled: bool = False
    title: str | None = None
    start: Wall | None = None
    end: Wall | None = None
    zone: str | None = None
    status: str = ""
    """``done`` or ``dropped`` where this occurrence was finished by itself."""
    people: tuple[str, ...] | None = None
    location: str | None = None
    notes: str | None = None
    ics: tuple[str, ...] | None = None
    """As of an item; None: those of the series."""
    ended: datetime | None = None
    modified: datetime | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """Tracked time ``[start, end)`` of one item, in instants; no end: it runs. Never in the future (T1)."""

    id: str
    item: str
    start: datetime
    end: datetime | None = None
    zone: str = ""
    """IANA zone whose day it is counted on."""
    occurrence: str = ""
    """Id of the occurrence it was tracked on, where the item repeats."""
    note: str = ""
    billable: bool | None = None
    """None: as the list says (T9)."""
    adjustment: int | None = None
    """Signed minutes of a timesheet correction (T10); such an entry has end = start."""
    modified: datetime | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class List:
    """A place for items: path of at most three levels, whose first is the area."""

    id: str
    path: str
    title: str = ""
    kind: Literal["list", "project", "sprint"] = "list"
    start: date | None = None
    end: date | None = None
    capacity: int | None = None
    """Minutes a sprint may hold."""
    category: str = ""
    billable: bool = False
    modified: datetime | None = None
    extra: Extra = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Someone items are done with or by, named by a handle without ``@``."""

    id: str
    handle: str
    name: str = ""
    kind: Literal["me", "team", "external"] = "team"
    email: str = ""
    skills: tuple[str, ...] = ()
    capacity: int | None = None
    """Minutes a week."""
    modified: datetime | None = None
    extra: Extra = ()


Record = Item | Block | Occurrence | Entry | List | Person

TABLES: dict[str, type] = {
    "item": Item,
    "block": Block,
    "occurrence": Occurrence,
    "entry": Entry,
    "list": List,
    "person": Person,
}
"""Name of the array of tables in a file -> its record."""

LETTERS: dict[type, str] = {Item: "i", Block: "b", Entry: "n", List: "l", Person: "p"}
"""First letter of the id of each record (2.1); an occurrence has the address of its series."""
