"""The status row of GRAB: where what is held would go, what it hits, pushes and costs (section 6, S1)."""

from datetime import date, datetime

from ctotui.core.blocks import Clash
from ctotui.core.civil import clock_face, day_month, day_name, day_of
from ctotui.core.duration import clock as hours
from ctotui.core.duration import spoken
from ctotui.core.grab_status import GrabStatus, describe
from ctotui.core.model import Item, Wall
from ctotui.core.reschedule.changes import Shift
from ctotui.core.reschedule.overload import listed
from ctotui.core.state import POLICIES, State
from ctotui.ui.frame import Run, clip, width_of
from ctotui.ui.glyphs import Glyphs

WIDE = 140
"""Columns from which words stand for signs."""
_TITLES = ((60, 60), (24, 24), (16, 16), (12, 14), (8, 12), (8, 9), (6, 7), (6, 6), (4, 5))
"""Cells for the title of what is held, and for those of what it hits: tried one after another until all fits."""


def parts(state: State, width: int, glyphs: Glyphs) -> list[list[Run]]:
    """``GRAB Q2 roadmap →14:30–16:00 +60m │ ! Infra budget 30m × CloudCo 30m FIXED │ f Wed 08:30``.

    Titles give way first, that of what is held, which the grid shows, before those of what it hits.
    """
    held = describe(state)
    if held is None:
        return [_other(state, glyphs)]
    tail = _tail(held, state, width >= WIDE)
    found: list[list[Run]] = []
    for own, other in _TITLES:
        found = [_head(held, own, state, glyphs), *_policy(held, other, width >= WIDE, glyphs), *tail]
        found.insert(len(found) - len(tail), _hits(held, other, glyphs))
        if sum(width_of(text) for part in found for text, _style in part) + 3 * len(found) - 2 <= width:
            break
    return found


def _head(held: GrabStatus, room: int, state: State, glyphs: Glyphs) -> list[Run]:
    title = clip(held.title, room, glyphs.ellipsis) + (f" +{held.count - 1}" if held.count > 1 else "")
    span = f" {glyphs.arrow}{_span(held.start, held.end, state, glyphs)}"
    shift = f" {_signed(held.shifted_minutes)}" if held.shifted_minutes or not held.grown_minutes else ""
    shift += f" end {_signed(held.grown_minutes)}" if held.grown_minutes else ""
    word = "COPY" if held.copy else "GRAB"
    return [
        (word, "ghost+bold+reverse"),
        (" ", "text"),
        (title, "text+bold"),
        (span, "text+bold"),
        (shift, "muted"),
    ]


def _policy(held: GrabStatus, room: int, wide: bool, glyphs: Glyphs) -> list[list[Run]]:
    """``RIPPLE » 4 – Shutdown 0:15``; nothing where what is hit is left alone."""
    if held.policy == "none":
        return []
    name = held.policy.upper()
    runs: list[Run] = [(name, "ghost+bold")]
    if wide:
        order = glyphs.arrow.join(POLICIES)
        runs = [("policy: ", "text"), (name, "ghost+bold"), (f" (tab: {order})", "muted")]
    if held.policy == "swap" and held.pushed:
        runs.append((f" {glyphs.swap} {clip(held.pushed[0].title, max(room, 8), glyphs.ellipsis)}", "push+bold"))
    elif held.pushed or held.policy == "ripple":
        runs.append((f" {glyphs.pushed} {len(held.pushed)}", "push+bold"))
    if held.spilled:
        runs.append((_spilled(held.spilled, room, wide, glyphs), "warn+bold"))
    return [runs]


def _spilled(shifts: tuple[Shift, ...], room: int, wide: bool, glyphs: Glyphs) -> str:
    """`` – Shutdown 0:15``: what would lose its time, the first by name (I6)."""
    first = shifts[0]
    minutes = hours(first.before.minutes) if first.before is not None else ""
    more = f" +{len(shifts) - 1}" if len(shifts) > 1 else ""
    title = clip(first.title, max(room, 6), glyphs.ellipsis)
    return f" {'spills' if wide else glyphs.dash} {title} {minutes}{more}"


def _hits(held: GrabStatus, room: int, glyphs: Glyphs) -> list[Run]:
    if held.refusal:
        return [(f"{glyphs.clash} {held.refusal}", "clash+bold")]
    found: list[Run] = [_hit(clash, room, glyphs, bool(n)) for n, clash in enumerate(held.clashes)]
    return found or [("free", "done")]


def _tail(held: GrabStatus, state: State, wide: bool) -> list[list[Run]]:
    """What is wrong with the place, and the next free one."""
    wrong = [word for word, true in (("out of hours", held.outside), ("late", held.late)) if true]
    drop = f": drop {listed(held.relief[:1])}" if wide and held.relief else ""
    wrong += [f"+{spoken(held.over)} OVER{drop}"] if held.over else []
    tail: list[list[Run]] = [[(", ".join(wrong), "warn+bold")]] if wrong else []
    if held.next_free is not None:
        tail.append([(f"f {_near(held.next_free.date(), state)}{clock_face(held.next_free)}", "text")])
    return tail


def _hit(clash: Clash, limit: int, glyphs: Glyphs, follows: bool) -> Run:
    """``× CloudCo 30m FIXED``: sign and word, never colour alone (section 6)."""
    title, blank = clip(clash.instance.title, limit, glyphs.ellipsis), " " if follows else ""
    if clash.fixed:
        return f"{blank}{glyphs.clash} {title} {clash.minutes}m FIXED", "clash+bold"
    return f"{blank}{glyphs.overlap} {title} {clash.minutes}m", "warn+bold"


def _other(state: State, glyphs: Glyphs) -> list[Run]:
    """The card or entry that is held, and where it would go."""
    held = state.view.grab
    if held is None:
        return [("GRAB", "ghost+bold+reverse")]
    item = state.plan.find(held.item)
    place = f" {glyphs.arrow} {held.column.title()}" if held.column else ""
    if held.start is not None and held.end is not None:
        place = f" {glyphs.arrow}{_span(held.start, held.end, state, glyphs)}"
    title = item.title if isinstance(item, Item) else "(deleted item)"
    return [
        ("GRAB", "ghost+bold+reverse"),
        (" ", "text"),
        (clip(title, 40, glyphs.ellipsis), "text+bold"),
        (place, "text"),
    ]


def _near(day: date, state: State) -> str:
    """Nothing for today, the weekday within a week, else the date; with a blank after it."""
    if day == state.today:
        return ""
    away = (day - state.today).days
    return f"{day_name(day).split()[0]} " if 0 < away < 7 else f"{day_name(day)} {day_month(day).split()[1]} "


def _signed(minutes: int) -> str:
    """``+60m``, ``+1d``, ``+3d -90m``: the nearest days, and what the clock differs by."""
    days = round(minutes / 1440)
    rest = minutes - days * 1440
    parts = [f"{days:+}d"] if days else []
    parts += [f"{rest:+}m"] if rest or not days else []
    return " ".join(parts)


def _span(start: Wall, end: Wall, state: State, glyphs: Glyphs) -> str:
    """``14:30–16:00``, with the day where it is not today."""
    day = _near(day_of(start), state)
    if isinstance(start, datetime) and isinstance(end, datetime):
        return f"{day}{clock_face(start)}{glyphs.dash}{clock_face(end)}"
    return f"{day or 'today '}all day"
