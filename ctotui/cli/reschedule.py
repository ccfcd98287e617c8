"""The verbs of ``r…`` from a shell: ``fit`` ``ripple`` ``swap`` ``pull`` ``compress`` ``split`` ``join`` ``carry``
``make-room`` ``absorb`` (section 6).

Each is one step, called as the key calls it. ``--dry-run`` runs the same edit and stores nothing (I14).
"""

from datetime import date, datetime

from ctotui.cli import lookup, words
from ctotui.cli.arguments import UsageError
from ctotui.cli.call import Call
from ctotui.cli.moved import always, run
from ctotui.core import duration
from ctotui.core.civil import day_bounds, day_name, exactly, midnight, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.changes import Shift


def fit(call: Call) -> int:
    """Move a block to the earliest free time; an item that is not on the calendar is planned there (I11)."""
    from ctotui.core.reschedule import fit as verb

    settings, now = call.opening.settings, call.session.now
    item, one = lookup.placed(call, call.words[0])
    if one is None:
        new_id = call.session.new_id("b")
        return run(
            call,
            f"Plan {item.title}",
            lambda plan: verb.fit_now(plan, item.id, now, settings, new_id),
            always("earliest free time"),
            "",
        )
    return run(
        call,
        f"Fit {one.title}",
        lambda plan: verb.move_to_fit(plan, one.id, settings, now),
        always("earliest free time"),
        f"{one.title} stands at its earliest free time already",
    )


def ripple(call: Call) -> int:
    """Push what a block overlaps, and what follows, later; gaps absorb it (I6)."""
    from ctotui.core.reschedule.ripple import ripple as verb

    settings, now = call.opening.settings, call.session.now
    one = lookup.block(call, call.words[0])

    def why(shift: Shift) -> str:
        return f"{one.title} leaves no time for it that day" if shift.spilled else f"pushed by {one.title}"

    nothing = "Nothing that may move overlaps it: nothing had to give way"
    return run(call, f"Ripple from {one.title}", lambda plan: verb(plan, (one.id,), settings, now), why, nothing)


def swap(call: Call) -> int:
    """Let two blocks change places; the second is what the first overlaps, else the next one (I8)."""
    from ctotui.core.reschedule import swap as verb

    settings, now = call.opening.settings, call.session.now
    one = lookup.block(call, call.words[0])
    if len(call.words) > 1:
        other = lookup.block(call, call.words[1]).id
    else:
        other = call.ask(lambda state: verb.partner(state.plan, one.id, settings, now))

    def why(shift: Shift) -> str:
        return "" if shift.key == one.id else f"changes places with {one.title}"

    label, nothing = f"Swap {one.title}", "They stand so already"
    return run(call, label, lambda plan: verb.swap(plan, one.id, other, settings, now), why, nothing)


def pull(call: Call) -> int:
    """Slide what follows a block, or a time of a day, earlier to close the gaps (I7)."""
    from ctotui.core.reschedule.pull import pull as verb

    settings, now = call.opening.settings, call.session.now
    if call.words:
        if call.option("--day") or call.option("--from"):
            raise UsageError("pull takes a block, or a day and a time", "pull --from 13:00")
        one = lookup.block(call, call.words[0])
        if one.all_day:
            raise PlanError(f"{one.title} has no hours: name a timed block, or a time with --from.")
        since = one.ends
    else:
        since = _since(call)
    return run(
        call,
        f"Pull up {day_name(wall(since, call.zone))}",
        lambda plan: verb(plan, since, settings, now),
        always("closes a gap"),
        f"There is no gap after {words.wall(wall(since, call.zone), call.state.today)} that a block could close",
    )


def compress(call: Call) -> int:
    """Shrink what follows until so much time is free; 30 minutes of a block always stay (I9)."""
    from ctotui.core.reschedule.compress import compress as verb

    settings, now = call.opening.settings, call.session.now
    minutes, since = duration.parse(" ".join(call.words)), _since(call)
    label = f"Compress {day_name(wall(since, call.zone))} by {duration.text(minutes)}"
    why = always(f"frees its share of {duration.text(minutes)}")
    return run(call, label, lambda plan: verb(plan, since, minutes, settings, now), why, "Nothing had to shrink")


def split(call: Call) -> int:
    """Cut a block into parts, two where nothing is said, or in two at a time (I10)."""
    from ctotui.commands.reschedule import cut
    from ctotui.core.reschedule.split import split as verb

    settings, now = call.opening.settings, call.session.now
    one = lookup.block(call, call.words[0])
    text = " ".join(call.words[1:]) or "2"
    parts, at = call.ask(lambda state: cut(state, one.id, text))
    ids = tuple(call.session.new_id("b") for _part in range(parts - 1))
    label, why = f"Split {one.title}", always(f"one of {parts} parts")
    return run(call, label, lambda plan: verb(plan, one.id, settings, now, ids, parts, at), why, "")


def join(call: Call) -> int:
    """Make one block of those named, or of one and the next of its item that day (I10)."""
    from ctotui.core.reschedule import join as verb

    settings, now = call.opening.settings, call.session.now
    found = [lookup.block(call, text) for text in call.words]
    keys = tuple(one.id for one in found)
    if len(keys) < 2:
        keys = (keys[0], call.ask(lambda state: verb.following(state.plan, keys[0], settings)))
    label, why = f"Join {found[0].title}", always("joined")
    return run(call, label, lambda plan: verb.join(plan, keys, settings, now), why, "They are one already")


def carry(call: Call) -> int:
    """Carry what is left of some blocks or items, or of a day, to the next working day or week (I16)."""
    from ctotui.core.reschedule.carry import To
    from ctotui.core.reschedule.carry import carry as verb

    settings, now = call.opening.settings, call.session.now
    to: To = "next week" if call.option("--next-week") else "tomorrow"
    keys, nothing = _carried(call)
    ids = [call.session.new_id("b") for _key in keys]

    def edit(plan: Plan) -> Plan:
        for key, new_id in zip(keys, ids, strict=True):
            plan = verb(plan, key, settings, now, new_id, to)
        return plan

    title = call.ask(lambda state: _title(state.plan, keys))
    return run(call, f"Carry {title} to {to}", edit, _left_over, nothing or f"{title} stands there, or later, already")


def _left_over(shift: Shift) -> str:
    stays = shift.before is not None and shift.after is not None and shift.before.start == shift.after.start
    return "what was done of it" if stays else "what was left of it"


def _carried(call: Call) -> tuple[tuple[str, ...], str]:
    """Ids of what is carried: as named, else what is left of the day; and what to say where there is nothing."""
    from ctotui.core.reschedule.carry import leftovers

    if call.words:
        if call.option("--day"):
            raise UsageError("carry takes IDs, or a day", "carry --day DAY")
        return tuple(dict.fromkeys(_workable(call, text) for text in call.words)), ""
    day, today = _day(call), call.state.today
    if day > today:
        raise PlanError(f"{words.day(day, today)} is still to come: only what is left of a day is carried.")
    settings, now = call.opening.settings, call.session.now
    found = call.ask(lambda state: leftovers(state.plan, day, settings, now))
    return tuple(found), "" if found else f"Nothing of {words.day(day, today)} is left to carry"


def _workable(call: Call, text: str) -> str:
    """The block, the occurrence or the item that `text` names."""
    if isinstance(call.state.plan.find(text), Block):
        return text
    item, occurrence = lookup.target(call, text)
    return occurrence or item.id


def _title(plan: Plan, keys: tuple[str, ...]) -> str:
    if len(keys) != 1:
        return f"{len(keys)} of them"
    found = plan.find(keys[0].partition("@")[0])
    item = found if isinstance(found, Item) else plan.find(getattr(found, "item", ""))
    return item.title if isinstance(item, Item) else "it"


def make_room(call: Call) -> int:
    """Plan what is left of an item today; what is last in the order of auto-plan gives up its time for it (I15)."""
    from ctotui.core.reschedule.make_room import make_room as verb

    settings, now, new_id = call.opening.settings, call.session.now, call.session.new_id("b")
    item = lookup.item(call, call.words[0])

    def why(shift: Shift) -> str:
        return "last in the order of auto-plan" if shift.spilled else "the room that was made"

    label, nothing = f"Make room for {item.title}", f"All of {item.title} has its time already"
    return run(call, label, lambda plan: verb(plan, item.id, settings, now, new_id), why, nothing)


def _since(call: Call) -> datetime:
    """The instant that ``--day`` and ``--from`` name: now, or the beginning of another day."""
    from ctotui.core.quickadd import when
    from ctotui.core.quickadd.context import Context

    day = _day(call)
    text = call.option("--from")
    if text:
        found = when.moment(text, Context(call.state.wall, call.zone, day=day))
        return exactly(found if isinstance(found, datetime) else midnight(found), call.zone)
    return call.session.now if day == call.state.today else day_bounds(day, call.zone)[0]


def _day(call: Call) -> date:
    from ctotui.core.query import read_day

    text = call.option("--day")
    return read_day(text, call.state.wall) if text else call.state.today
