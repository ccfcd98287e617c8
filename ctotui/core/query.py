"""The query of ``ctotui list``: words of a title or its notes, and fields written as in quick-add.

``not:`` before any term turns it round. Without a status, only open items are meant, and meetings only where a term
asks for them: they stand in the agenda. An error names the term.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from ctotui.core.civil import day_of
from ctotui.core.dependencies import blockers, dependents
from ctotui.core.entries import running
from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import CLOSED, KINDS, PRIORITIES, STATUSES, Item
from ctotui.core.plan import SERIES, Plan
from ctotui.core.quickadd import days, lexicon
from ctotui.core.quickadd.context import Context, Lean, Reader
from ctotui.core.quickadd.words import split

Test = Callable[[Item], bool]

_SIGILS = {"#": "tag", "@": "with", "!": "prio", "/": "list", ">": "to", "<": "due"}
_ALIASES = {"people": "with", "person": "with", "priority": "prio", "owner": "to", "tags": "tag"}
_LITERAL = ("", "tag", "with", "to", "list", "area")
"""Terms whose value stands in the record as it is written."""
_ABSENT = ("due", "day", "list", "estimate", "tag", "with", "to", "parent", "repeat")
_STATES = ("open", "closed", "all", "star", "overdue", "repeating", "running", "blocked", "blocking")


@dataclass(frozen=True, slots=True)
class Query:
    """What a line asks for."""

    tests: tuple[Test, ...] = ()
    closed: bool = False
    """Done and dropped items may match, so that the archive has to be looked at."""
    meetings: bool = False
    """Meetings may match, so that every month has to be looked at."""
    words: tuple[str, ...] = ()
    """Lower-case text that stands somewhere in the record of every match: what a search of files can look for."""

    def matches(self, item: Item) -> bool:
        """Whether an item is meant."""
        if (item.status in CLOSED and not self.closed) or (item.kind == "meeting" and not self.meetings):
            return False
        return all(test(item) for test in self.tests)


def parse(words: Sequence[str], now: datetime, plan: Plan) -> Query:
    """The query that `words` make; `now` is the user's wall time. Raises PlanError naming the term that is wrong."""
    tests: list[Test] = []
    literal: list[str] = []
    closed = meetings = False
    for word in " ".join(words).split():
        body = word.removeprefix("not:")
        name, value = _field(body)
        test = _test(name, value, body, now, plan)
        if body != word:
            test = _negated(test)
        else:
            closed = closed or (name in ("status", "is") and value in (*CLOSED, "closed", "all"))
            meetings = meetings or (name, value) == ("is", "all")
            meetings = meetings or (name == "kind" and lexicon.KINDS.get(value, value) == "meeting")
            if name in _LITERAL and (name, value) != ("list", "inbox"):
                literal.append(value.removeprefix("@"))
        tests.append(test)
    return Query(tuple(tests), closed, meetings, tuple(literal))


def find(plan: Plan, query: Query) -> list[Item]:
    """The items that match, what is being done first, then by star, due, priority, rank. Raises NotLoaded."""
    needed = unloaded(plan, query)
    if needed:
        raise NotLoaded(needed)
    return in_order(loaded(plan, query))


def loaded(plan: Plan, query: Query) -> list[Item]:
    """The items in memory that match."""
    return [item for item in plan.records(Item) if query.matches(item)]


def unloaded(plan: Plan, query: Query) -> list[str]:
    """Keys of the shards that are not in memory and may hold a match."""
    return [key for key, shard in plan.shards.items() if shard is None and _searched(key, query)]


def in_order(items: Iterable[Item]) -> list[Item]:
    """Items as `find` sorts them."""
    return sorted(items, key=_order)


def _searched(key: str, query: Query) -> bool:
    """Whether a shard may hold a match: open items, the archive where closed ones are meant, months for meetings."""
    if key.startswith("items/archive/"):
        return query.closed
    return key.startswith("items/") or key == SERIES or (query.meetings and key.startswith("calendar/"))


def read_day(text: str, now: datetime, lean: Lean = "future") -> date:
    """A day as quick-add reads it: ``2026-03-10``, ``fri``, ``next mon``, ``v13``, ``idag``, ``yesterday``.

    `now` is the user's wall time. Raises PlanError with a sentence where it is none.
    """
    for way in (lean, "past"):
        reader = Reader(split(text[:60]), Context(now, lean=way))
        found = days.read(reader, 0)
        if found is not None and found.last == len(reader.words):
            return found.day
    raise PlanError(f'"{text[:40]}" is not a day: write it like 2026-03-10, fri, tomorrow or v13.')


def _order(item: Item) -> tuple[object, ...]:
    """Doing before next, waiting, backlog, closed; then stars, the earliest deadline, priority, rank, title."""
    columns = ("doing", "next", "waiting", "backlog", "done", "dropped")
    due = day_of(item.due) if item.due is not None else date.max
    return (
        columns.index(item.status),
        not item.star,
        due,
        -PRIORITIES.index(item.priority),
        item.rank,
        item.title,
        item.id,
    )


def _field(body: str) -> tuple[str, str]:
    """Name of the field and its value; words of a title have no name."""
    if body[:1] in _SIGILS and len(body) > 1:
        return _SIGILS[body[0]], body[1:].lower()
    name, colon, value = body.partition(":")
    name = _ALIASES.get(name.lower(), name.lower())
    known = {"status", "kind", "area", "is", "no", "due", "day", *_SIGILS.values()}
    return (name, value.lower()) if colon and value and name in known else ("", body.lower())


def _test(name: str, value: str, body: str, now: datetime, plan: Plan) -> Test:
    if name == "":
        return lambda item: value in item.title.lower() or value in item.notes.lower()
    if name == "tag":
        return lambda item: value in (tag.lower() for tag in item.tags)
    if name == "with":
        return lambda item: value in (handle.lower() for handle in item.people)
    if name == "to":
        handle = value.removeprefix("@")
        return lambda item: item.owner.lower() == handle
    if name == "list":
        return _in_list(value)
    if name == "area":
        return lambda item: item.list.partition("/")[0].lower() == value
    if name in ("due", "day"):
        return _dated(name, value, now)
    return _chosen(name, value, body, now.date(), plan)


def _chosen(name: str, value: str, body: str, today: date, plan: Plan) -> Test:
    """A field with a fixed choice of values."""
    if name == "prio":
        priority = lexicon.PRIORITIES.get(value)
        _require(priority is not None, body, PRIORITIES)
        return lambda item: item.priority == priority
    if name == "status":
        _require(value in STATUSES, body, STATUSES)
        return lambda item: item.status == value
    if name == "kind":
        kind = lexicon.KINDS.get(value, value)
        _require(kind in KINDS, body, KINDS)
        return lambda item: item.kind == kind
    if name == "no":
        _require(value in _ABSENT, body, _ABSENT)
        field = {"tag": "tags", "with": "people", "to": "owner"}.get(value, value)
        return lambda item: getattr(item, field) in (None, "", ())
    _require(value in _STATES, body, _STATES)
    return _state(value, today, plan)


def _state(value: str, today: date, plan: Plan) -> Test:
    current = running(plan)
    tests: dict[str, Test] = {
        "open": lambda item: item.status not in CLOSED,
        "closed": lambda item: item.status in CLOSED,
        "all": lambda _item: True,
        "star": lambda item: item.star,
        "overdue": lambda item: item.status not in CLOSED and item.due is not None and day_of(item.due) < today,
        "repeating": lambda item: bool(item.repeat),
        "running": lambda item: current is not None and current.item == item.id,
        "blocked": lambda item: item.status not in CLOSED and bool(blockers(plan, item)),
        "blocking": lambda item: item.status not in CLOSED and item.id in dependents(plan),
    }
    return tests[value]


def _in_list(value: str) -> Test:
    """An exact path or last segment, or everything below it; ``inbox`` is no list at all."""
    if value == "inbox":
        return lambda item: not item.list

    def test(item: Item) -> bool:
        path = item.list.lower()
        return path == value or path.startswith(f"{value}/") or f"/{value}/" in f"/{path}/"

    return test


def _dated(name: str, value: str, now: datetime) -> Test:
    """``due:fri`` that day, ``due:<fri`` before it, ``due:>fri`` after it."""
    sign = value[:1] if value[:1] in "<>" else ""
    day = read_day(value[len(sign) :].replace("_", " "), datetime.combine(now.date(), time()))

    def test(item: Item) -> bool:
        found = getattr(item, name)
        if found is None:
            return False
        own = day_of(found)
        return own < day if sign == "<" else own > day if sign == ">" else own == day

    return test


def _negated(test: Test) -> Test:
    return lambda item: not test(item)


def _require(right: bool, body: str, choices: Sequence[str]) -> None:
    if not right:
        raise PlanError(f'"{body[:40]}" cannot be looked for: it takes one of {", ".join(choices)}.')
