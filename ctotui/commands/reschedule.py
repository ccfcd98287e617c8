"""The verbs of ``r…``: they repair the plan without taking a block in hand (section 6).

What only moves is done at once and told; what would take something its time is shown first, and enter takes it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from ctotui.commands import offers
from ctotui.commands.command import Desk, command
from ctotui.commands.costs import overload
from ctotui.commands.grab import CALENDARS
from ctotui.commands.items import needs_item, next_to_selected, selected
from ctotui.commands.marks import marked_blocks
from ctotui.commands.subject import needs_block, needs_open_item, subject
from ctotui.core import duration
from ctotui.core.agenda import Instance
from ctotui.core.civil import day_name, day_of, exactly
from ctotui.core.errors import PlanError
from ctotui.core.model import Item
from ctotui.core.offer import Way, Ways
from ctotui.core.plan import Plan
from ctotui.core.reschedule.changes import changes
from ctotui.core.selection import selection
from ctotui.core.state import Prompt, State

if TYPE_CHECKING:
    from ctotui.core.reschedule.carry import To

ANYWHERE = (*CALENDARS, "board")
Edit = Callable[[Plan], Plan]


def do(desk: Desk, label: str, edit: Edit, nothing: str, why: str = "") -> None:
    """Run a verb: at once where blocks only move, as an offer where one would lose its time. Raises PlanError.

    `nothing` is said where nothing has to change.
    """
    moved = desk.ask(lambda state: changes(state.plan, edit(state.plan), state.settings.zone))
    plan = desk.state.plan
    if any(shift.spilled for shift in moved):
        offers.show(desk, Ways(label, (Way(label, edit, why),)))
        return
    desk.edit(label, edit)
    if desk.state.plan is plan:
        desk.say(nothing)
    else:
        desk.look(marks=frozenset())
        over = overload(desk, plan)
        words = f"{label}: {offers.told(moved)}" if moved else label
        desk.say(f"{words}; {over or 'u takes it back'}", "warn" if over else "info")


def _verb(desk: Desk, name: str, edit: Callable[[Plan, State, datetime], Plan], nothing: str) -> None:
    """A verb on the selected block, called by its name and the block's title."""
    one, now = desk.ask(subject), desk.now
    state = desk.state
    do(desk, f"{name} {one.title}", lambda plan: edit(plan, state, now), nothing)


@command("block.ripple", "Ripple", "r r", group="Reschedule", panes=CALENDARS, needs=needs_block, repeats=True)
def ripple(desk: Desk) -> None:
    """Push what the selected block overlaps, and what follows, later; gaps absorb it."""
    from ctotui.core.reschedule.ripple import ripple

    keys = _subjects(desk)
    _verb(
        desk,
        "Ripple from",
        lambda plan, state, now: ripple(plan, keys, state.settings, now),
        "Nothing that may move overlaps it: nothing had to give way",
    )


def _subjects(desk: Desk) -> tuple[str, ...]:
    """Ids of the marked blocks, else of the selected one."""
    marked = desk.ask(marked_blocks)
    return tuple(one.id for one in marked) or (desk.ask(subject).id,)


@command("block.pull", "Pull up", "r p", group="Reschedule", panes=CALENDARS, repeats=True)
def pull(desk: Desk) -> None:
    """Slide what follows the cursor on this day earlier, to close the gaps."""
    from ctotui.core.reschedule.pull import pull

    since, now, settings = desk.ask(_since), desk.now, desk.state.settings
    day = day_name(desk.state.view.moment)
    nothing = "There is no gap after it that a block could close"
    do(desk, f"Pull up {day}", lambda plan: pull(plan, since, settings, now), nothing)


def _since(state: State) -> datetime:
    """The end of the selected block, else the free time under the cursor, as an instant."""
    one = _under(state)
    return one.ends if one is not None else exactly(state.view.moment, state.settings.zone)


def _under(state: State) -> Instance | None:
    """The timed block that is selected, if any."""
    try:
        one = subject(state)
    except PlanError:
        return None
    return None if one.all_day else one


@command("block.refit", "Fit next free", "r f", group="Reschedule", panes=ANYWHERE, needs=needs_item, repeats=True)
def refit(desk: Desk) -> None:
    """Move the selected block to the earliest free time, or plan the item there."""
    from ctotui.commands import calendar
    from ctotui.core.reschedule.fit import move_to_fit

    if desk.ask(_under) is None:
        calendar.fit(desk)
        return
    one = desk.ask(subject)
    _verb(
        desk,
        "Fit",
        lambda plan, state, now: move_to_fit(plan, one.id, state.settings, now),
        f"{one.title} stands at its earliest free time already",
    )


@command("block.swap", "Swap", "r w", group="Reschedule", panes=CALENDARS, needs=needs_block, repeats=True)
def swap(desk: Desk) -> None:
    """Let the selected block change places with what it overlaps, else with the next one; or two that are marked."""
    from ctotui.core.reschedule.swap import partner, swap

    marked = desk.ask(marked_blocks)
    if marked and len(marked) != 2:
        raise PlanError(f"{len(marked)} blocks are marked, and a swap takes two: space marks and unmarks.")
    one = marked[0] if marked else desk.ask(subject)
    now, settings = desk.now, desk.state.settings
    other = marked[1].id if marked else desk.ask(lambda state: partner(state.plan, one.id, settings, now))
    _verb(desk, "Swap", lambda plan, _state, _now: swap(plan, one.id, other, settings, now), "They stand so already")


@command("block.compress", "Compress", "r c", group="Reschedule", panes=CALENDARS)
def compress(desk: Desk) -> None:
    """Shrink what follows until so many minutes are free; 30 minutes of a block always stay."""
    from ctotui.core.capacity import load

    day = desk.state.view.moment.date()
    over = desk.ask(lambda state: load(state.plan, day, state.settings).over)
    text = duration.text(max(over, desk.state.settings.slot * 2))
    desk.look(prompt=Prompt("compress", text, len(text), opened=text), mode="INPUT")


def compressed(desk: Desk, text: str) -> None:
    """What Enter makes of the minutes typed for `compress`. Raises PlanError."""
    from ctotui.core.reschedule.compress import compress

    minutes, since = duration.parse(text), desk.ask(_from_here)
    now, settings = desk.now, desk.state.settings
    label = f"Compress {day_name(desk.state.view.moment)} by {duration.text(minutes)}"
    do(desk, label, lambda plan: compress(plan, since, minutes, settings, now), "Nothing had to shrink")


def _from_here(state: State) -> datetime:
    """The start of the selected block, else the time under the cursor, as an instant."""
    one = _under(state)
    return one.begins if one is not None else exactly(state.view.moment, state.settings.zone)


@command("block.split", "Split", "r x", group="Reschedule", panes=CALENDARS, needs=needs_block)
def split(desk: Desk) -> None:
    """Cut the selected block into parts: type how many, or the time at which to cut."""
    one = desk.ask(subject)
    desk.look(prompt=Prompt("split", "2", 1, subject=one.id, opened="2"), mode="INPUT")


MOST_PARTS = 48


def split_into(desk: Desk, key: str, text: str) -> None:
    """What Enter makes of the parts or the time typed for `split`. Raises PlanError."""
    from ctotui.core.reschedule.split import split

    parts, at = desk.ask(lambda state: cut(state, key, text))
    one, now, settings = desk.ask(subject), desk.now, desk.state.settings
    ids = tuple(desk.new_id("b") for _part in range(parts - 1))
    label = f"Split {one.title}"
    desk.edit(label, split, key, settings, now, ids, parts, at)
    desk.say(f"{label} into {parts} parts; rj joins them again")


def cut(state: State, key: str, text: str) -> tuple[int, datetime | None]:
    """How many parts of the block `key` are typed, and the wall time of the cut where one is. Raises PlanError."""
    from ctotui.core import blocks
    from ctotui.core.quickadd import when
    from ctotui.core.quickadd.context import Context

    wanted = text.strip()
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 3:
        if not 2 <= int(wanted) <= MOST_PARTS:
            raise PlanError(f"{wanted} parts are none: type 2 to {MOST_PARTS}, or a time inside it, such as 14:30.")
        return int(wanted), None
    one = blocks.find(state.plan, key, state.settings.zone)
    day = day_of(one.start) if one is not None else state.today
    found = when.moment(wanted, Context(state.wall, state.settings.zone, day=day))
    if not isinstance(found, datetime):
        raise PlanError(f'"{wanted[:40]}" is neither a number of parts nor a time inside the block, such as 14:30.')
    return 2, found


@command("block.join", "Join", "r j", group="Reschedule", panes=CALENDARS, needs=needs_block, repeats=True)
def join(desk: Desk) -> None:
    """Make one block of the selected one and the next of the same item, or of those that are marked."""
    from ctotui.core.reschedule.join import following, join

    marked = desk.ask(marked_blocks)
    one = marked[0] if marked else desk.ask(subject)
    settings = desk.state.settings
    keys = tuple(each.id for each in marked)
    if len(keys) < 2:
        keys = (one.id, desk.ask(lambda state: following(state.plan, one.id, settings)))
    do(desk, f"Join {one.title}", lambda plan: join(plan, keys, settings, desk.now), "They are one already")


@command(
    "block.carry", "Carry to tomorrow", "r t", group="Reschedule", panes=ANYWHERE, needs=needs_open_item, repeats=True
)
def carry(desk: Desk) -> None:
    """Carry what is left of the selected block, of what is marked, or of the item, to the next working day."""
    _carry(desk, "tomorrow")


@command(
    "block.next_week",
    "Carry to next week",
    "r n",
    group="Reschedule",
    panes=ANYWHERE,
    needs=needs_open_item,
    repeats=True,
)
def carry_to_next_week(desk: Desk) -> None:
    """Carry what is left to the first working day of next week."""
    _carry(desk, "next week")


def _carry(desk: Desk, to: "To") -> None:
    from ctotui.core.reschedule.carry import carry

    keys = desk.ask(_carried)
    now, settings = desk.now, desk.state.settings
    ids = [desk.new_id("b") for _key in keys]

    def edit(plan: Plan) -> Plan:
        for key, new_id in zip(keys, ids, strict=True):
            plan = carry(plan, key, settings, now, new_id, to)
        return plan

    title, next_to = desk.ask(lambda state: title_of(state, keys)), desk.ask(next_to_selected)
    before = desk.state.plan
    do(desk, f"Carry {title} to {to}", edit, f"{title} stands there, or later, already")
    if desk.state.plan is not before:
        desk.look(**next_to)


def _carried(state: State) -> tuple[str, ...]:
    """Ids of what is marked, else of the block or the item under the cursor."""
    marks = tuple(sorted(state.view.marks))
    chosen = selection(state)
    return marks or ((chosen.block or chosen.item),)


def title_of(state: State, keys: tuple[str, ...]) -> str:
    """The title of what is meant, or how many they are."""
    if len(keys) > 1:
        return f"{len(keys)} of them"
    found = state.plan.find(keys[0].partition("@")[0])
    item = found if isinstance(found, Item) else state.plan.find(getattr(found, "item", ""))
    return item.title if isinstance(item, Item) else "it"


@command("block.make_room", "Make room", "r b", group="Reschedule", panes=ANYWHERE, needs=needs_open_item)
def make_room(desk: Desk) -> None:
    """Show what has to give up its time today so that the rest of the selected item fits in."""
    from ctotui.core.reschedule.make_room import make_room

    item, now, settings, new_id = desk.ask(selected), desk.now, desk.state.settings, desk.new_id("b")
    label = f"Make room for {item.title}"
    do(
        desk,
        label,
        lambda plan: make_room(plan, item.id, settings, now, new_id),
        f"All of {item.title} has its time already",
        "the last ones of the order of auto-plan give up their time",
    )


@command("item.due_again", "Due date", "r d", group="Reschedule", needs=needs_item)
def due(desk: Desk) -> None:
    """Set another deadline: <fri."""
    from ctotui.commands import items

    items.due(desk)
