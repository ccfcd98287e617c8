"""``add``, ``list``, ``show``, ``done``, ``edit``, ``delete``: items."""

from collections.abc import Iterable, Iterator

from ctotui.cli import lookup, words
from ctotui.cli.arguments import UsageError
from ctotui.cli.call import Call
from ctotui.cli.hidden import tell
from ctotui.cli.printing import table
from ctotui.core import capture, dependencies, items, series_edits
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED, Item
from ctotui.core.plan import blocks_of
from ctotui.core.quickadd import line
from ctotui.core.quickadd.line import Parsed
from ctotui.core.series_edits import Making, Scope
from ctotui.core.state import State
from ctotui.core.tracked import tracked_whole

_MOST_INPUT = 1_000_000
"""Bytes of the standard input that ``add -`` reads."""


def add(call: Call) -> int:
    """Quick-add from the operands, or from each line of the standard input; one line says how it was read."""
    made = []
    for text in _texts(call):
        parsed = line.parse(text, call.ask(capture.context))
        made.append(added(call, parsed))
        if not call.as_json:
            call.printer.line(f"{lookup.short(call, made[-1])}  {_read_as(call, made[-1], parsed)}")
    if call.as_json:
        found = [as_json(call, key) for key in made]
        call.printer.json(items=found)
    return 0


def list_command(call: Call) -> int:
    """Items by query, a row each."""
    from ctotui.core import query

    words = (*call.words, "is:all") if call.option("--all") else call.words
    wanted = call.ask(lambda state: query.parse(words, state.wall, state.plan))
    every = call.session.search(wanted)
    found = [item for item in every if item.calendar not in call.state.plan.hidden]
    tell(call, len(every) - len(found))
    if call.as_json:
        call.ask(lambda state: _all_tracked(state, found))
        call.printer.json(items=[_json_of(call, item) for item in found])
        return 0
    for row in table([_row(call, item) for item in found]):
        call.printer.line(row)
    return 0


def show(call: Call) -> int:
    """Everything about one item."""
    item = lookup.item(call, call.words[0])
    if call.as_json:
        call.printer.json(items=[as_json(call, item.id)])
    else:
        call.printer.lines(table(list(_details(call, item))))
    return 0


def done(call: Call) -> int:
    """Finish, or open again; of a series the named or next occurrence (M5, M10)."""
    item, occurrence = lookup.target(call, call.words[0])
    if item.repeat and not occurrence:
        from ctotui.core import blocks

        following = call.ask(lambda state: blocks.next_block(state.plan, item.id, call.session.now, call.zone))
        occurrence = following.id if following else ""
    verb = "Reopen" if item.status in CLOSED else "Finish"
    call.edit(f"{verb} {item.title}", items.finish, item.id, call.session.now, occurrence, call.zone)
    after = call.state.plan.find(item.id)
    status = after.status if isinstance(after, Item) and not item.repeat else "done"
    of = f" ({occurrence.partition('@')[2]})" if occurrence else ""
    return _told(call, item, f"{item.title}{of}: {status}")


def edit(call: Call) -> int:
    """Change only the fields that the text gives."""
    item, occurrence = lookup.target(call, call.words[0])
    chosen = scope(call, occurrence)
    text = " ".join(call.words[1:])
    parsed = call.ask(lambda state: line.parse(text, capture.context(state, "written", needs_title=False)))
    if not parsed.given:
        raise PlanError(f'"{text[:60]}" changes nothing: give a title or a field, such as est:90m or due:fri.')
    people = tuple(call.session.new_id("p") for _handle in parsed.unknown_people)
    block = call.session.new_id("b")
    label = f"Edit {item.title}"
    if occurrence:
        made = making(call)
        change = call.edit(label, capture.amend_occurrence, occurrence, parsed, parsed.given, chosen, made, people)
        said = f"{_read_as(call, item.id, parsed)}  ({SAID[chosen]} {occurrence.partition('@')[2]})"
        return _told(call, call.state.plan.get(Item, item.id), said)
    change = call.edit(label, capture.amend, item.id, parsed, call.session.now, call.zone, block, people)
    after = call.state.plan.get(Item, item.id)
    said = _read_as(call, after.id, parsed) if change.records else f"{item.title}: that is what it says already"
    return _told(call, after, said)


def delete(call: Call) -> int:
    """Delete, or drop where time was tracked (M10); of a series the named occurrence, or more (M5)."""
    item, occurrence = lookup.target(call, call.words[0])
    chosen = scope(call, occurrence)
    short = lookup.short(call, item.id)
    if occurrence and chosen != "all":
        call.edit(f"Unplan {item.title}", series_edits.delete, occurrence, chosen, making(call))
        if call.as_json:
            left = call.state.plan.find(item.id) is not None
            call.printer.json(items=[as_json(call, item.id)] if left else [])
        else:
            call.printer.line(f"{short}  {item.title}: {SAID[chosen]} {occurrence.partition('@')[2]} taken off")
        return 0
    call.edit(f"Delete {item.title}", items.delete, item.id, call.session.now)
    dropped = call.state.plan.find(item.id) is not None
    if call.as_json:
        call.printer.json(items=[as_json(call, item.id)] if dropped else [])
    else:
        call.printer.line(f"{short}  {item.title}: {'dropped, its tracked time stays' if dropped else 'deleted'}")
    return 0


SAID = {"this": "only", "following": "from", "all": "the whole series of"}


def scope(call: Call, occurrence: str) -> Scope:
    """Which occurrences an edit is for: ``--this``, which is the default, ``--following`` or ``--all`` (M5)."""
    given = [name for name in series_edits.SCOPES if call.option(f"--{name}")]
    if len(given) > 1:
        raise UsageError(f"--{given[0]} and --{given[1]} exclude each other", f"{call.arguments.verb} ID --{given[0]}")
    if given and not occurrence:
        raise PlanError(f"--{given[0]} needs an occurrence, such as {call.words[0][:40]}@2026-03-10.")
    return given[0] if given else "this"


def making(call: Call) -> Making:
    """The moment, the zone, and ids for a series that a split makes."""
    session = call.session
    return series_edits.Making(session.now, call.zone, session.new_id("i"), session.new_id("b"))


def added(call: Call, parsed: Parsed) -> str:
    """Store what a line describes, as one step. Returns the new id."""
    if parsed.problems:
        raise PlanError(parsed.problems[0])
    session = call.session
    item, block = session.new_id("i"), session.new_id("b")
    people = tuple(session.new_id("p") for _handle in parsed.unknown_people)
    call.edit(f"Add {parsed.title}", capture.add, parsed, session.now, call.zone, item, block, people)
    return item


def as_json(call: Call, key: str) -> dict[str, object]:
    """An item as JSON, with all the time ever tracked on it."""
    return _json_of(call, call.state.plan.get(Item, key))


def _json_of(call: Call, item: Item) -> dict[str, object]:
    from ctotui.formats import json

    spent = call.ask(lambda state: tracked_whole(state.plan, item, state.now))
    return json.item(item, lookup.short(call, item.id), spent, blocks_of(call.state.plan, item.id), call.zone)


def _texts(call: Call) -> Iterable[str]:
    if call.words != ("-",):
        return [" ".join(call.words)]
    stream = getattr(call.stdin, "buffer", None)
    if stream is not None:
        text = stream.read(_MOST_INPUT).decode("utf-8-sig", "replace")
    else:
        text = call.stdin.read(_MOST_INPUT) if call.stdin is not None else ""
    return [row for row in text.split("\n") if row.strip()]


def _read_as(call: Call, key: str, parsed: Parsed) -> str:
    """The item as one line, with what the grammar has to remark."""
    item = call.state.plan.get(Item, key)
    today = call.state.today
    parts = [item.title] if item.kind == "task" else [f"{item.kind}: {item.title}"]
    if parsed.start is not None and parsed.end is not None:
        parts.append(words.span(parsed.start, parsed.end, today))
    parts += [words.marks(item, today), words.spent(0, item.estimate), item.list, words.priority(item)]
    new = [f"new: {', '.join(f'@{handle}' for handle in parsed.unknown_people)}"] if parsed.unknown_people else []
    notes = "".join(f" ({note})" for note in (*new, *parsed.notes))
    return "  ".join(part for part in parts if part) + notes


def _all_tracked(state: State, found: list[Item]) -> None:
    """Name every month that the sums of `found` need at once, so that they are loaded in one go. Raises NotLoaded."""
    from ctotui.core.errors import NotLoaded
    from ctotui.core.tracked import unloaded

    missing = {key for item in found for key in unloaded(state.plan, item)}
    if missing:
        raise NotLoaded(missing)


def _row(call: Call, item: Item) -> tuple[str, ...]:
    from ctotui.core.tracked import act_est

    state = call.state
    spent = words.spent(*act_est(state.plan, item, state.now))
    star = "*" if item.star else ""
    kind = "" if item.kind == "task" else item.kind
    short = lookup.short(call, item.id)
    marks = words.marks(item, state.today)
    return short, item.status, star + words.priority(item), spent, kind, item.list, f"{item.title}  {marks}".rstrip()


def _details(call: Call, item: Item) -> Iterator[tuple[str, str]]:
    """Rows of ``show``: name and value of each field that has one."""
    state = call.state
    spent = call.ask(lambda state: tracked_whole(state.plan, item, state.now))
    yield "id", f"{lookup.short(call, item.id)}  ({item.id})"
    yield "title", item.title
    yield "status", f"{item.status}{' *' if item.star else ''}"
    yield "kind", item.kind
    rows = {
        "priority": item.priority if item.priority != "normal" else "",
        "list": item.list,
        "tags": " ".join(f"#{tag}" for tag in item.tags),
        "people": " ".join(f"@{handle}" for handle in item.people),
        "owner": item.owner,
        "follow up": words.day(item.follow_up, state.today) if item.follow_up else "",
        "time": words.spent(spent, item.estimate),
        "due": words.wall(item.due, state.today) if item.due is not None else "",
        "day": words.day(item.day, state.today) if item.day else "",
        "repeats": item.repeat,
        "holidays": item.holidays,
        "again": f"{item.again} after done" if item.again else "",
        "parent": _title(state, item.parent),
        "blocked by": ", ".join(_named(call, one) for one in dependencies.blockers(state.plan, item)),
        "blocks": ", ".join(_named(call, one) for one in dependencies.dependents(state.plan).get(item.id, ())),
        "place": item.location,
        "calendar": item.calendar,
    }
    yield from ((name, value) for name, value in rows.items() if value)
    for block in blocks_of(state.plan, item.id):
        zone = f"  {block.zone}" if block.zone not in ("", call.zone) else ""
        yield "block", f"{words.span(block.start, block.end, state.today)}{zone}  ({block.id})"
    for name, lines in (("checklist", item.checklist), ("link", item.links), ("log", item.log)):
        yield from ((name, text) for text in lines)
    yield from (("notes", text) for text in item.notes.splitlines())


def _title(state: State, key: str) -> str:
    found = state.plan.find(key) if key else None
    return found.title if isinstance(found, Item) else key


def _named(call: Call, item: Item) -> str:
    """``151 Sign CloudCo``."""
    return f"{lookup.short(call, item.id)} {item.title}"


def _told(call: Call, item: Item, said: str) -> int:
    """One line, or the item as JSON."""
    if call.as_json:
        call.printer.json(items=[as_json(call, item.id)])
    else:
        call.printer.line(f"{lookup.short(call, item.id)}  {said}")
    return 0
