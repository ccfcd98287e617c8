"""The keys of an offer: what a verb proposes is taken whole, block by block, or not at all (section 6, S5).

Nothing is stored before the last answer; what was accepted is one step of the history (I1).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ctotui.commands.command import Desk, command
from ctotui.commands.costs import overload
from ctotui.commands.grab import CALENDARS, hold, span
from ctotui.core.civil import midnight
from ctotui.core.errors import PlanError
from ctotui.core.model import Item
from ctotui.core.offer import Answer, Entry, Offer, Proposed, Ways, accepted
from ctotui.core.plan import Plan
from ctotui.core.preview import trial
from ctotui.core.reschedule.changes import Shift, changes
from ctotui.core.reschedule.proposal import Proposal
from ctotui.core.state import Grab, State

OFFERED = ("OFFER",)
AHEAD = 14
"""Days that tab looks at where the offer names none."""


def show(desk: Desk, offer: Offer) -> None:
    """Show an offer, with the calendar on what it asks about."""
    view = desk.state.view
    zoom = "week" if view.zoom in ("month", "agenda") else view.zoom
    desk.look(mode="OFFER", offer=offer, grab=None, keys="", zoom=zoom, choice=0)
    if view.pane not in CALENDARS:
        desk.look(pane="today")
    _follow(desk)


def _follow(desk: Desk) -> None:
    """Let the calendar show what is asked about: the current block, or the first that would move."""
    offer = desk.state.view.offer
    if isinstance(offer, Proposed):
        desk.look(moment=offer.current.start, block="")
        return
    moved = desk.ask(_moved)
    one = next((shift.after or shift.before for shift in moved), None)
    if one is not None:
        desk.look(moment=one.start if isinstance(one.start, datetime) else midnight(one.start), block="")


def _moved(state: State) -> tuple[Shift, ...]:
    return changes(state.plan, trial(state).plan, state.settings.zone)


def _offer(state: State) -> Offer:
    if state.view.offer is None:
        raise PlanError("Nothing is proposed: P proposes a plan, r shows what else can be done.")
    return state.view.offer


def is_list(state: State) -> str | None:
    """Blocks must be proposed one by one."""
    return None if isinstance(state.view.offer, Proposed) else "takes blocks that are proposed one by one"


def has_rest(state: State) -> str | None:
    """More than one block must be proposed; what is offered whole is taken by ``Y`` too (job 14)."""
    offer = state.view.offer
    return None if offer is not None else "nothing is proposed"


def has_more(state: State) -> str | None:
    """There must be something to turn to."""
    offer = state.view.offer
    return None if isinstance(offer, Proposed) or (offer is not None and len(offer.ways) > 1) else "there is one way"


@command("offer.accept", "Accept", "y", "enter", group="Offer", contexts=OFFERED, hint="accept", weight=12)
def accept(desk: Desk) -> None:
    """Accept the block that is asked about, or the whole change that is shown."""
    offer = _offer(desk.state)
    if isinstance(offer, Ways):
        _take(desk, offer)
    else:
        _answer(desk, offer, "yes")


@command("offer.skip", "Skip", "n", group="Offer", contexts=OFFERED, needs=is_list, hint="skip", weight=11)
def skip(desk: Desk) -> None:
    """Leave the block that is asked about unplanned, and go on."""
    offer = _offer(desk.state)
    if isinstance(offer, Proposed):
        _answer(desk, offer, "no")


@command(
    "offer.accept_all", "Accept the rest", "Y", group="Offer", contexts=OFFERED, hint="rest", weight=10, needs=has_rest
)
def accept_all(desk: Desk) -> None:
    """Accept all that is left, and store it as one step."""
    offer = _offer(desk.state)
    if isinstance(offer, Ways):
        _take(desk, offer)
    else:
        _store(desk, offer.all_accepted())


@command("offer.other", "Another way", "tab", group="Offer", contexts=OFFERED, needs=has_more, hint="other", weight=9)
def other(desk: Desk) -> None:
    """Show another time for the block, or another way to do it."""
    offer = _offer(desk.state)
    if isinstance(offer, Proposed) and not offer.choices:
        found = desk.ask(_choices)
        if len(found) < 2:
            raise PlanError("There is no other free time for it on these days: m adjusts it by hand.")
        offer = replace(offer, choices=found)
    desk.look(offer=offer.turned())
    _follow(desk)


def _choices(state: State) -> tuple[Entry, ...]:
    """The current entry, and other times for it while all others stand."""
    from ctotui.core.reschedule.alternatives import alternatives

    offer = state.view.offer
    assert isinstance(offer, Proposed)
    days = offer.days or tuple(state.today + timedelta(days=number) for number in range(AHEAD))
    others = alternatives(offer.others(state), offer.current, days, state.settings, state.now)
    return (offer.entries[offer.at], *others)


@command("offer.next", "Next", "j", "down", group="Offer", contexts=OFFERED, needs=is_list, counted=True)
def following(desk: Desk, count: int = 1) -> None:
    """Ask about the next block."""
    _move(desk, count)


@command("offer.previous", "Previous", "k", "up", group="Offer", contexts=OFFERED, needs=is_list, counted=True)
def previous(desk: Desk, count: int = 1) -> None:
    """Ask about the block before."""
    _move(desk, -count)


def _move(desk: Desk, by: int) -> None:
    offer = _offer(desk.state)
    if isinstance(offer, Proposed):
        desk.look(offer=offer.moved(by))
        _follow(desk)


@command("offer.adjust", "Adjust", "m", group="Offer", contexts=OFFERED, needs=is_list, hint="adjust", weight=8)
def adjust(desk: Desk) -> None:
    """Take the block that is asked about in hand; dropped, it is accepted where it is."""
    offer = _offer(desk.state)
    if isinstance(offer, Proposed):
        one = offer.current
        hold(desk, Grab("block", offer.ids[offer.at][0], one.item, one.start, one.end, new=True))


def adjusted(desk: Desk, held: Grab) -> None:
    """Back from the hand: the block is accepted where it was put."""
    offer = _offer(desk.state)
    if isinstance(offer, Proposed) and isinstance(held.start, datetime) and isinstance(held.end, datetime):
        placed = Proposal(held.item, held.start, held.end, "placed by hand")
        desk.look(mode="OFFER", grab=None, keys="")
        _answer(desk, offer.instead((placed,)), "yes")


@command("offer.why", "Reasons", "?", "f1", group="Offer", contexts=OFFERED, hint="why", weight=7)
def why(desk: Desk) -> None:
    """Show all that is proposed with its reasons, and what found no time."""
    desk.look(overlay="offer", choice=0)


@command("offer.leave", "Leave", "esc", "q", group="Offer", contexts=OFFERED, hint="leave", weight=6)
def leave(desk: Desk) -> None:
    """Leave: what was accepted is stored, the rest stays as it was."""
    offer = _offer(desk.state)
    if isinstance(offer, Proposed) and offer.accepted:
        _store(desk, offer)
    else:
        _let_go(desk)
        desk.say("Nothing was changed")


def _answer(desk: Desk, offer: Proposed, answer: Answer) -> None:
    answered = offer.answered(answer)
    if answered.open:
        desk.look(offer=answered)
        _follow(desk)
    else:
        _store(desk, answered)


def _store(desk: Desk, offer: Proposed) -> None:
    """Store what was accepted as one step, and go back to where the keys are the usual ones."""
    chosen = offer.accepted
    if not chosen:
        _let_go(desk)
        desk.say("Nothing was accepted, and nothing changed")
        return
    state = desk.state
    before = state.plan
    desk.edit(offer.title, accepted, offer, chosen, state)
    _let_go(desk)
    first = offer.entries[chosen[0]][0]
    desk.look(moment=first.start, block=offer.ids[chosen[0]][0])
    count = f"{len(chosen)} of {len(offer.entries)} blocks" if len(offer.entries) > 1 else _titled(state, first)
    over = overload(desk, before)
    words = f"{offer.title}: planned {count}{_left(offer)}" + (f"; {over}" if over else "; u takes it back")
    desk.say(words, "warn" if over else "info")


def _titled(state: State, one: Proposal) -> str:
    item = state.plan.find(one.item)
    return f"{item.title if isinstance(item, Item) else 'it'} {span(one.start, one.end)}"


def _left(offer: Proposed) -> str:
    return f"; {len(offer.unplaced)} found no time" if offer.unplaced else ""


def _take(desk: Desk, offer: Ways) -> None:
    """Store the way that is shown. Raises PlanError where a rule refuses it."""
    before = desk.state.plan
    desk.edit(offer.step, _run, offer)
    moved = changes(before, desk.state.plan, desk.state.settings.zone)
    _let_go(desk)
    desk.say(f"{offer.step}: {told(moved) or 'nothing had to move'}")


def _run(plan: Plan, offer: Ways) -> Plan:
    return offer.way.edit(plan)


def _let_go(desk: Desk) -> None:
    desk.look(mode="NORMAL", offer=None, grab=None, keys="", overlay="", choice=0)


def told(moved: tuple[Shift, ...]) -> str:
    """``moved 3; Shutdown lost its time``: what a verb did, for the status row."""
    shifted = [shift for shift in moved if shift.before is not None and not shift.spilled]
    made = [shift for shift in moved if shift.before is None]
    spilled = [shift for shift in moved if shift.spilled]
    parts = []
    if len(shifted) == 1:
        parts.append(f"moved {shifted[0].title}")
    elif shifted:
        parts.append(f"moved {len(shifted)} blocks")
    if made:
        parts.append(f"planned {made[0].title}" + (f" and {len(made) - 1} more" if len(made) > 1 else ""))
    if spilled:
        titles = ", ".join(shift.title for shift in spilled)
        rest = "lost its time, and waits" if len(spilled) == 1 else "lost their time, and wait"
        parts.append(f"{titles} {rest} in the tray")
    return "; ".join(parts)
