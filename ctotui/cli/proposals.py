"""``spread``, ``autoplan``, ``absorb``: proposed first, and stored once an option accepts it (section 6, I13)."""

from datetime import date, timedelta

from ctotui.cli import lookup, moved, words
from ctotui.cli.arguments import UsageError
from ctotui.cli.call import Call
from ctotui.cli.printing import table
from ctotui.core import duration
from ctotui.core.civil import DAY, day_name
from ctotui.core.errors import PlanError
from ctotui.core.model import CLOSED, Item
from ctotui.core.offer import Way
from ctotui.core.reschedule.changes import Shift
from ctotui.core.reschedule.proposal import Proposal, Unplaced, accept
from ctotui.core.state import State

AHEAD = 14
"""Days that named items are planned within where no option says it."""

LONGEST = 366
"""Days that auto-plan looks at."""


def spread(call: Call) -> int:
    """What is left of an item in parts of an hour, on the days with most room, until it is due (I12)."""
    from ctotui.core.reschedule.spread import spread as verb

    settings, now = call.opening.settings, call.session.now
    item = lookup.item(call, call.words[0])
    found = call.ask(lambda state: verb(state.plan, item.id, settings, now))
    if not found.proposals:
        raise PlanError(f"No free time is left for {item.title} until it is due: < moves the deadline, rb makes room.")
    why = "no free time is left until it is due"
    unplaced = (Unplaced(item.id, found.shortfall, why),) if found.shortfall else ()
    return _offer(call, f"Spread {item.title}", found.proposals, unplaced)


def autoplan(call: Call) -> int:
    """Times for what is not planned, on a day or until one; or for some items, within two weeks (I13, I17)."""
    from ctotui.core.reschedule.autoplan import Agreement, candidates
    from ctotui.core.reschedule.autoplan import autoplan as verb

    settings, now = call.opening.settings, call.session.now
    chosen = tuple(dict.fromkeys(_open(call, text) for text in call.words))
    days = _days(call, bool(chosen))

    def agreed(state: State) -> Agreement:
        items = chosen or candidates(state.plan, settings, now, days[-1])
        return verb(state.plan, items, days, settings, now)

    found = call.ask(agreed)
    if chosen and not found.proposals:
        raise PlanError(_refusal(call, found.unplaced, found.unestimated))
    span = day_name(days[0]) if len(days) == 1 else f"{day_name(days[0])} to {day_name(days[-1])}"
    label = f"Auto-plan {chosen[0].title if len(chosen) == 1 else span}"
    return _offer(call, label, found.proposals, found.unplaced, found.unestimated)


def _open(call: Call, text: str) -> Item:
    item = lookup.item(call, text)
    if item.status in CLOSED:
        raise PlanError(f'{item.title} is {item.status}: "ctotui done {text[:40]}" opens it again.')
    return item


def _days(call: Call, named: bool) -> tuple[date, ...]:
    """The days of ``--day`` and ``--until``: today where neither is given, two weeks for items that are `named`."""
    from ctotui.core.query import read_day

    today, now = call.state.today, call.state.wall
    day, until = call.option("--day"), call.option("--until")
    first = read_day(day, now) if day else today
    last = read_day(until, now) if until else first
    if named and not day and not until:
        last = today + (AHEAD - 1) * DAY
    if first < today:
        raise PlanError(f"{words.day(first, today)} is over: only what is still to come is planned.")
    if last < first:
        raise PlanError(f"{words.day(last, today)} is before {words.day(first, today)}: name a later --until.")
    if (last - first).days >= LONGEST:
        raise PlanError("That is more than a year: name an earlier --until.")
    return tuple(first + timedelta(days=number) for number in range((last - first).days + 1))


def _refusal(call: Call, unplaced: tuple[Unplaced, ...], unestimated: tuple[str, ...]) -> str:
    """Why none of the named items can be planned: the first reason."""
    if unplaced:
        return f"{_titled(call, unplaced[0].item)}: {unplaced[0].why}."
    if unestimated:
        name = lookup.short(call, unestimated[0])
        title = _titled(call, unestimated[0])
        return f'{title} has no estimate, and nothing without one is planned: "ctotui edit {name} est:1h" sets it.'
    return "Everything of that is planned already, or less than a slot of it is left."


def _offer(
    call: Call,
    label: str,
    proposals: tuple[Proposal, ...],
    unplaced: tuple[Unplaced, ...],
    unestimated: tuple[str, ...] = (),
) -> int:
    """Print what is proposed, and store it where ``--accept`` says so."""
    ids = [call.session.new_id("b") for _one in proposals]
    reasons = {key: one.why for key, one in zip(ids, proposals, strict=True)}
    now = call.session.now
    found = moved.done(call, label, lambda plan: accept(plan, proposals, ids, call.zone, now))

    def why(shift: Shift) -> str:
        return reasons.get(shift.key, "")

    if call.as_json:
        left = [
            {"item": one.item, "title": _titled(call, one.item), "minutes": one.minutes, "why": one.why}
            for one in unplaced
        ]
        bare = [{"item": key, "title": _titled(call, key)} for key in unestimated]
        moved.as_json(call, found, why, unplaced=left, unestimated=bare)
        return 0
    count = len(proposals)
    if not count:
        call.printer.line(f"{label}: {'nothing found time' if unplaced else 'nothing is left to plan'}.")
    elif call.dry:
        call.printer.line(
            f"{label}: {count} proposed, nothing stored; --accept stores {'it' if count == 1 else 'them'}"
        )
    else:
        call.printer.line(f"{label}: {count} planned")
    moved.tell(call, found, why)
    _tell_left(call, unplaced, unestimated)
    return 0


def _tell_left(call: Call, unplaced: tuple[Unplaced, ...], unestimated: tuple[str, ...]) -> None:
    """What found no time, and what has no estimate (I17)."""
    rows = [
        (lookup.short(call, one.item), duration.text(one.minutes), f"{_titled(call, one.item)}  ({one.why})")
        for one in unplaced
    ]
    bare = [(lookup.short(call, key), "", _titled(call, key)) for key in unestimated]
    for heading, found in (("without time:", rows), ("without an estimate, so never planned:", bare)):
        for line in [heading, *(f"  {row}" for row in table(found))] if found else ():
            call.printer.line(line)


def _titled(call: Call, key: str) -> str:
    found = call.state.plan.find(key)
    return found.title if isinstance(found, Item) else key


def absorb(call: Call) -> int:
    """What the running overrun costs: pushed, shrunk or carried, as an option says; without one, all three shown."""
    from ctotui.core import slip

    settings, now = call.opening.settings, call.session.now
    given = [name for name in ("ripple", "compress", "carry") if call.option(f"--{name}")]
    if len(given) > 1:
        raise UsageError(f"--{given[0]} and --{given[1]} exclude each other", f"absorb --{given[0]}")
    found = call.ask(slip.slip)
    if found is None:
        raise PlanError("Nothing is late that others wait for.")
    late = call.ask(lambda state: slip.hit(state.plan, found.one, settings, now))
    offer = slip.ways(found, settings, now, [call.session.new_id("b") for _one in late])
    if given:
        way = next(way for way in offer.ways if way.label.lower() == given[0])
        return moved.run(call, f"{offer.title}: {given[0]}", way.edit, _why(way), "Nothing has to move")
    tried = [(way, *_tried(call, way)) for way in offer.ways]
    if call.as_json:
        ways = [
            {"way": way.label.lower(), "why": way.why}
            | ({"changes": moved.values(one, _why(way), True)} if one else {"refused": refused})
            for way, one, refused in tried
        ]
        call.printer.json(item=found.one.item, minutes=found.minutes, ways=ways, dry_run=True)
        return 0
    call.printer.lines([f"{offer.title}: nothing stored; one of these options does it"])
    for way, one, refused in tried:
        call.printer.lines([f"--{way.label.lower()}: {refused or way.why}"])
        if one:
            moved.tell(call, one, _why(way))
    return 0


def _why(way: Way) -> moved.Why:
    return lambda shift: "no time is left for it that day" if shift.spilled else way.why


def _tried(call: Call, way: Way) -> tuple[moved.Moved | None, str]:
    """What a way would do, or why a rule refuses it."""
    try:
        return moved.done(call, "", way.edit), ""
    except PlanError as refusal:
        return None, str(refusal)
