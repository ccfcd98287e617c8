"""The status row of an offer: what is asked about, why it is this one, and what the day comes to (S1, S5)."""

from ctotui.core import areas
from ctotui.core.capacity import load
from ctotui.core.civil import clock_face, day_name, day_of
from ctotui.core.duration import clock as hours
from ctotui.core.duration import spoken
from ctotui.core.model import Item
from ctotui.core.offer import Proposed, Ways
from ctotui.core.preview import preview, shifts, trial
from ctotui.core.reschedule.proposal import Proposal
from ctotui.core.state import State
from ctotui.ui.frame import Run, clip
from ctotui.ui.glyphs import Glyphs

WIDE = 140


def parts(state: State, width: int, glyphs: Glyphs) -> list[list[Run]]:
    """``OFFER 2/5 Q2 roadmap Wed 11 08:30–10:00 │ first 90 free minutes before Fri │ Wed 11 4h00 of 3h45``."""
    offer = state.view.offer
    if isinstance(offer, Proposed):
        return _proposed(state, offer, width, glyphs)
    return _ways(state, offer, width, glyphs) if offer is not None else []


def _proposed(state: State, offer: Proposed, width: int, glyphs: Glyphs) -> list[list[Run]]:
    one, wide = offer.current, width >= WIDE
    place = f"{offer.at + 1}/{len(offer.entries)}"
    title = clip(title_of(state, one), 60 if wide else 18, glyphs.ellipsis)
    head: list[Run] = [
        ("OFFER", "ghost+bold+reverse"),
        (f" {place} ", "muted"),
        (title, "text+bold"),
        (f" {when(one, glyphs)}", "text+bold"),
        (" in two parts" if len(offer.entries[offer.at]) > 1 else "", "muted"),
    ]
    item = state.plan.find(one.item)
    line = areas.line(item.list, state.settings) if isinstance(item, Item) else ""
    found = load(preview(state), one.start.date(), state.settings, line)
    day: list[Run] = [(f"{day_name(one.start)} {spoken(found.planned)} of {spoken(found.capacity)}", "text")]
    if found.over:
        day.append((f" +{spoken(found.over)} OVER", "warn+bold"))
    return [head, [(one.why, "text")], day] if wide else [head, [(clip(one.why, 30, glyphs.ellipsis), "text")], day]


def _ways(state: State, offer: Ways, width: int, glyphs: Glyphs) -> list[list[Run]]:
    tried, moved = trial(state), shifts(state)
    name = "" if len(offer.ways) == 1 else f" {offer.at + 1}/{len(offer.ways)}"
    room = 60 if width >= WIDE else 28
    title = clip(offer.title, room, glyphs.ellipsis) if len(offer.ways) == 1 else offer.way.label.upper()
    head: list[Run] = [("OFFER", "ghost+bold+reverse"), (f"{name} ", "muted"), (title, "text+bold")]
    if tried.refusal:
        return [head, [(f"{glyphs.clash} {tried.refusal}", "clash+bold")]]
    kept = [shift for shift in moved if not shift.spilled]
    new = sum(shift.before is None for shift in kept)
    words = [f"{len(kept) - new} moved"] if len(kept) > new else []
    words += [f"{new} new"] if new else []
    runs: list[Run] = [(f"{glyphs.pushed} {', '.join(words) or 'nothing moves'}", "push+bold")]
    for shift in (shift for shift in moved if shift.spilled):
        minutes = f" {hours(shift.before.minutes)}" if shift.before is not None else ""
        room = 40 if width >= WIDE else 14
        runs.append((f"  {glyphs.dash} {clip(shift.title, room, glyphs.ellipsis)}{minutes} to the tray", "warn+bold"))
    last = max((shift.after for shift in kept if shift.after is not None), key=lambda one: one.ends, default=None)
    day = f"{day_name(day_of(last.end))} " if last is not None and day_of(last.end) != state.today else ""
    end: list[Run] = [(f"ends {day}{_end(last.end)}", "text")] if last is not None else []
    return [head, runs, end, [(offer.way.why, "muted")]]


def _end(moment: object) -> str:
    return clock_face(moment) if hasattr(moment, "minute") else ""  # type: ignore[arg-type]


def title_of(state: State, one: Proposal) -> str:
    """The title of what is proposed."""
    item = state.plan.find(one.item)
    return item.title if isinstance(item, Item) else "(deleted item)"


def when(one: Proposal, glyphs: Glyphs) -> str:
    """``Wed 11 08:30–10:00``."""
    return f"{day_name(day_of(one.start))} {clock_face(one.start)}{glyphs.dash}{clock_face(one.end)}"
