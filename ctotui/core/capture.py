"""From a typed line to the plan: what `a`, `e`, `T`, a field key and the command line share (section 5)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from ctotui.core import entries, ids, items
from ctotui.core.civil import instant, minutes_between, rezone, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED, Block, Entry, Item, List, Occurrence, Person
from ctotui.core.plan import Plan, Shard
from ctotui.core.quickadd import write
from ctotui.core.quickadd.context import Context, Lean
from ctotui.core.quickadd.line import Parsed
from ctotui.core.state import Settings, State

if TYPE_CHECKING:
    from ctotui.core.series_edits import Making, Scope


def context(state: State, lean: Lean = "future", needs_title: bool = True) -> Context:
    """What quick-add knows besides the text: the moment, the lists, the people, the open items."""
    plan = state.plan
    listed = [shard.derive(_paths) for _key, shard in plan.loaded("items/")]
    paths = dict.fromkeys([record.path for record in plan.records(List)])
    for names in listed:
        paths.update(dict.fromkeys(names))
    people = tuple(person.handle for person in plan.records(Person))
    zone, country = state.settings.zone, state.settings.holidays
    known = ids.open_names(plan)
    return Context(
        state.wall, zone, tuple(paths), people, lean, holidays=country, needs_title=needs_title, open_items=known
    )


def _paths(shard: Shard) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item.list for item in shard.values() if isinstance(item, Item) and item.list))


def tags(plan: Plan) -> tuple[str, ...]:
    """Every tag in use on loaded items, for completion."""
    found: dict[str, None] = {}
    for _key, shard in plan.loaded("items/"):
        found.update(shard.derive(_tags))
    return tuple(sorted(found))


def _tags(shard: Shard) -> dict[str, None]:
    return {tag: None for item in shard.values() if isinstance(item, Item) for tag in item.tags}


def add(
    plan: Plan, parsed: Parsed, now: datetime, zone: str, item_id: str, block_id: str, people_ids: tuple[str, ...] = ()
) -> Plan:
    """The item that a line describes, with its block, and the people in it whom nobody knew yet (A8)."""
    plan = items.meet(plan, parsed.unknown_people, now, people_ids)
    return items.create(plan, parsed, now, zone, item_id, block_id)


def add_fitted(
    plan: Plan,
    parsed: Parsed,
    now: datetime,
    settings: Settings,
    item_id: str,
    block_id: str,
    people_ids: tuple[str, ...] = (),
) -> Plan:
    """As `add`, but at the next free time that holds it, whatever time the line names (``^F``)."""
    from ctotui.core.reschedule.fit import fit

    zone = settings.zone
    plan = add(plan, replace(parsed, start=None, end=None), now, zone, item_id, block_id, people_ids)
    item = plan.get(Item, item_id)
    minutes = None
    if isinstance(parsed.start, datetime) and isinstance(parsed.end, datetime):
        minutes = minutes_between(parsed.start, parsed.end, zone)
    start, end = fit(plan, item, wall(now, zone), settings, minutes)
    plan = plan.put(Block(block_id, item_id, start, end, zone, fixed=parsed.fixed, modified=now))
    return items.set_status(plan, item_id, "next", now) if item.status == "backlog" else plan


def amend(
    plan: Plan,
    item_id: str,
    parsed: Parsed,
    now: datetime,
    zone: str,
    block_id: str,
    people_ids: tuple[str, ...] = (),
    fields: frozenset[str] | None = None,
    block: str = "",
) -> Plan:
    """Change an item to what a line says (`items.amend`), and meet the people in it."""
    plan = items.meet(plan, parsed.unknown_people, now, people_ids)
    return items.amend(plan, item_id, parsed, now, zone, block_id, fields, block)


def amend_occurrence(
    plan: Plan,
    key: str,
    parsed: Parsed,
    fields: frozenset[str],
    scope: "Scope",
    making: "Making",
    people_ids: tuple[str, ...] = (),
) -> Plan:
    """Change one occurrence to what a line says, or others of its series too (`series_edits.amend`)."""
    from ctotui.core import series_edits

    plan = items.meet(plan, parsed.unknown_people, making.now, people_ids)
    return series_edits.amend(plan, key, parsed, fields, scope, making)


def onto(item: Item, before: Parsed, parsed: Parsed) -> Parsed:
    """An edited line on the item as it is now: tags, people and what it waits for merge where others
    gave or took some meanwhile (2.3)."""
    from ctotui.core.mergetext import merge_sequence

    tags = merge_sequence(before.tags, parsed.tags, item.tags, 1)
    people = merge_sequence(before.people, parsed.people, item.people, 1)
    # What an item waits for may hold more than a line shows: what has ended since.
    blocked_by = merge_sequence(before.blocked_by, parsed.blocked_by, item.blocked_by, 1)
    return replace(
        parsed,
        tags=parsed.tags if item.tags == before.tags else tags,
        people=parsed.people if item.people == before.people else people,
        blocked_by=parsed.blocked_by if item.blocked_by == before.blocked_by else blocked_by,
    )


def added_to(plan: Plan, item_id: str, parsed: Parsed) -> Parsed:
    """A field line such as ``#legal`` or ``@anna``: tags, people and ``after:151`` join those that it has (K4)."""
    item = plan.get(Item, item_id)
    joined = tuple(dict.fromkeys((*item.tags, *parsed.tags)))
    people = tuple(dict.fromkeys((*item.people, *parsed.people)))
    waits = tuple(dict.fromkeys((*item.blocked_by, *parsed.blocked_by))) if parsed.blocked_by else ()
    return replace(parsed, tags=joined, people=people, blocked_by=waits)


def log(
    plan: Plan,
    parsed: Parsed,
    now: datetime,
    zone: str,
    item_id: str,
    entry_id: str,
    rest_id: str,
    people_ids: tuple[str, ...] = (),
    subject: str = "",
) -> Plan:
    """A past entry as `T` and ``ctotui log`` read it (T5).

    It goes to the open item whose title the line repeats, to `subject` where the line has no title, else to a new
    item that is done (work nobody had planned). Raises PlanError where no time is given or it overlaps.
    """
    start, end = span(parsed, now, zone)
    plan = items.meet(plan, parsed.unknown_people, now, people_ids)
    target = subject if not parsed.title.strip() else named(plan, parsed.title)
    if not target:
        if not parsed.title.strip():
            raise PlanError("Say what was done: 9-10 hiring call #talent.")
        plan = items.create(plan, parsed_without_time(parsed), now, zone, item_id, "")
        plan = items.set_status(plan, item_id, "done", max(end, plan.get(Item, item_id).created or end))
        target = item_id
    return entries.log(plan, target, start, end, now, entry_id, zone, rest_id=rest_id)


def span(parsed: Parsed, now: datetime, zone: str) -> tuple[datetime, datetime]:
    """The instants of a line in lean *past*; a lone estimate is the time until now. Raises PlanError without one."""
    if parsed.problems:
        raise PlanError(parsed.problems[0])
    if isinstance(parsed.start, datetime) and isinstance(parsed.end, datetime):
        return instant(parsed.start, zone), instant(parsed.end, zone)
    if parsed.estimate:
        end = now.replace(second=0, microsecond=0)
        return end - timedelta(minutes=parsed.estimate), end
    raise PlanError("Say when it was: 9-10 for a stretch of today, 45m for the last 45 minutes.")


def parsed_without_time(parsed: Parsed) -> Parsed:
    """A line without its block and days: what is left of it for the item of a past entry."""
    return replace(parsed, start=None, end=None, day=None, repeat="", holidays="", again="", problems=())


def named(plan: Plan, title: str) -> str:
    """Id of the one open item with this title, or nothing."""
    wanted = title.strip().casefold()
    found = [item.id for item in plan.records(Item) if item.status not in CLOSED and item.title.casefold() == wanted]
    return found[0] if len(found) == 1 else ""


def item_line(state: State, item_id: str, block: str = "") -> str:
    """The line that `e` opens for an item, with the stored block, or the occurrence, that it shows."""
    item = _own_words(state.plan, state.plan.get(Item, item_id), block)
    return write.line(item, stored_block(state, item, block), context(state, "written", needs_title=False))


def _own_words(plan: Plan, item: Item, block: str) -> Item:
    """The item with the title and people that one occurrence has for itself."""
    own = plan.find(block) if block else None
    if not isinstance(own, Occurrence):
        return item
    title = item.title if own.title is None else own.title
    return replace(item, title=title, people=item.people if own.people is None else own.people)


def stored_block(state: State, item: Item, block: str = "") -> Block | None:
    """The block of an item that its line shows: the named one, the series' own, else the next one ahead.

    Of an occurrence, the stretch where it stands, under its own id.
    """
    from ctotui.core.plan import blocks_of

    held = blocks_of(state.plan, item.id)
    if "@" in block and held:
        from ctotui.core.agenda import by_id

        one = by_id(state.plan, block, state.settings.zone)
        if one is not None:
            return Block(block, item.id, one.start, one.end, "" if one.all_day else state.settings.zone)
    chosen = next((one for one in held if one.id == block), None)
    if chosen is None and item.repeat:
        return held[0] if held else None
    if chosen is None:
        current = state.wall
        chosen = next((one for one in held if isinstance(one.end, datetime) and one.end > current), None)
    if chosen is None:
        return None
    return _in_zone(chosen, state.settings.zone)


def _in_zone(block: Block, zone: str) -> Block:
    """A block as the viewer's zone reads it."""
    if not isinstance(block.start, datetime) or not isinstance(block.end, datetime) or block.zone in ("", zone):
        return block
    return replace(block, start=rezone(block.start, block.zone, zone), end=rezone(block.end, block.zone, zone))


def entry_line(state: State, entry_id: str) -> str:
    """The line that `e` opens for tracked time: its day, its clock times and its note."""
    entry = state.plan.get(Entry, entry_id)
    zone = state.settings.zone
    start = wall(entry.start, zone)
    end = f"-{wall(entry.end, zone):%H:%M}" if entry.end else ""
    return f"{start:%Y-%m-%d} {start:%H:%M}{end} {entry.note}".rstrip()


def amend_entry(
    plan: Plan, entry_id: str, parsed: Parsed, now: datetime, zone: str, before: Parsed | None = None
) -> Plan:
    """Give tracked time the times of a line, and its words as note; what the line `before` said already stays."""
    from ctotui.core.plan import update

    entry = plan.get(Entry, entry_id)
    if before is not None:
        parsed = _onto_entry(entry, before, parsed, zone)
    if not isinstance(parsed.start, datetime):
        raise PlanError("Say when it was: 2026-03-10 09:00-09:45, or 9-9:45 for its own day.")
    end = instant(parsed.end, zone) if isinstance(parsed.end, datetime) else None
    if entry.end is None and "end" not in parsed.given:
        end = None
    plan = entries.change(plan, entry_id, instant(parsed.start, zone), end, now)
    changed = plan.get(Entry, entry_id)
    return plan if changed.note == parsed.title else update(plan, changed, now, note=parsed.title)


def _onto_entry(entry: Entry, before: Parsed, parsed: Parsed, zone: str) -> Parsed:
    """An edited line on tracked time as it is now: what was not edited is taken from there (2.3)."""
    if parsed.title == before.title:
        parsed = replace(parsed, title=entry.note)
    if (parsed.start, parsed.end) == (before.start, before.end):
        end = wall(entry.end, zone) if entry.end is not None else None
        given = parsed.given | {"end"} if end is not None else parsed.given
        parsed = replace(parsed, start=wall(entry.start, zone), end=end, given=given)
    return parsed
