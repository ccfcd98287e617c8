"""One card of the board: two lines, or a box of four (screens-80x24, screens-160x45)."""

from dataclasses import dataclass
from datetime import date, datetime

from ctotui.core import cards as core
from ctotui.core import duration, ids
from ctotui.core.cards import Card
from ctotui.core.civil import day_month, day_name, day_of
from ctotui.core.memo import by_shards
from ctotui.core.model import Item
from ctotui.core.plan import Plan
from ctotui.core.state import Settings, State
from ctotui.ui.frame import Frame, Run, clip, width_of
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes.figures import gauge, near_day

BOX_HEIGHT = 6
_GAUGE = 10
_MARKS = {"urgent": "!!", "high": "!", "low": "."}


@dataclass(frozen=True, slots=True)
class Look:
    """How a card is shown: its role in a grab, whether the cursor is on it, its column and its width in cells."""

    role: str
    chosen: bool
    column: str
    width: int


def draw(state: State, item: Item, look: Look, glyphs: Glyphs, box: bool) -> Frame:
    """A card in two lines, or as a box. It is kept: not to be changed."""
    kept = _drawn(state.plan, state.now.replace(second=0, microsecond=0), state.settings, glyphs)
    held = state.view.grab.item if state.view.grab is not None and look.role == "held" else ""
    key = (item.id, look, box, held)
    if key not in kept:
        kept[key] = (boxed if box else compact)(state, item, look, glyphs)
    return kept[key]


@by_shards("", size=2)
def _drawn(plan: Plan, moment: datetime, settings: Settings, glyphs: Glyphs) -> dict[object, Frame]:
    """Cards drawn of one plan in one minute: a cursor move draws the card it leaves and the one it comes to."""
    del plan, moment, settings, glyphs
    return {}


def compact(state: State, item: Item, look: Look, glyphs: Glyphs) -> Frame:
    """Bar and title, then figures."""
    frame = Frame(look.width, 2)
    bar, style = _bar(look, glyphs)
    for y in (0, 1):
        frame.put(0, y, bar, style)
    room = look.width - 1
    title = f"{_mark(item, glyphs)}{ids.short(state.plan, item.id)} {item.title}"
    frame.put(1, 0, clip(title, room, glyphs.ellipsis), _title_style(item, look))
    if look.chosen:
        frame.restyle(1, 0, room, "reverse")
    _line(frame, 1, 1, _compact_figures(state, item, look, glyphs), room, glyphs)
    return frame


def boxed(state: State, item: Item, look: Look, glyphs: Glyphs) -> Frame:
    """A box: title, figures, and two lines of what matters most."""
    frame = Frame(look.width, BOX_HEIGHT)
    _box(frame, look, glyphs)
    room = look.width - 4
    title = f"{_mark(item, glyphs):<2}{ids.short(state.plan, item.id)} {item.title}"
    frame.put(2, 1, clip(title, room, glyphs.ellipsis), _title_style(item, look))
    if look.chosen:
        frame.restyle(1, 1, look.width - 2, "reverse")
    if look.role == "held":
        _line(frame, 2, 2, [(_drop_words(state, look), "focus+bold")], room, glyphs)
        return frame
    if look.role == "origin":
        _line(frame, 2, 2, [("was here", "origin")], room, glyphs)
        return frame
    card = core.card(state, item)
    _line(frame, 2, 2, _figures(card, state, look, glyphs), room, glyphs)
    facts = _facts(card, state, look, glyphs)
    for y in (3, 4):
        line, facts = _filled(facts, room, glyphs)
        _line(frame, 2, y, line, room, glyphs)
    return frame


def _filled(facts: list[Run], room: int, glyphs: Glyphs) -> tuple[list[Run], list[Run]]:
    """As many facts as fit beside the first, and those that are left."""
    line, left, used = facts[:1], [], sum(width_of(text) for text, _ in facts[:1])
    for text, style in facts[1:]:
        cells = width_of(text) + 3
        if used + cells > room:
            left.append((text, style))
        else:
            line += [(f" {glyphs.dot} ", "muted"), (text, style)]
            used += cells
    return line, left


def _line(frame: Frame, x: int, y: int, runs: list[Run], room: int, glyphs: Glyphs) -> None:
    """Runs one after another, the last that fits cut."""
    end = x + room
    for text, style in runs:
        if x >= end:
            break
        x = frame.put(x, y, clip(text, end - x, glyphs.ellipsis), style)


def _bar(look: Look, glyphs: Glyphs) -> Run:
    if look.role == "held":
        return glyphs.ghost, "ghost+bold"
    if look.role == "origin":
        return glyphs.origin, "origin"
    return (glyphs.heavy_vline, "text+bold") if look.chosen else (glyphs.vline, "muted")


def _box(frame: Frame, look: Look, glyphs: Glyphs) -> None:
    right, bottom = frame.width - 1, BOX_HEIGHT - 1
    side, style = _bar(look, glyphs)
    heavy = look.chosen and look.role == "card"
    corners = glyphs.heavy_corners if heavy else glyphs.square_corners if look.role == "held" else glyphs.corners
    edge = glyphs.heavy_hline if heavy else glyphs.hline
    if look.role == "held":
        edge = glyphs.dashed
    rule = (edge * right)[: right - 1]
    for y, pair in ((0, corners[:2]), (bottom, corners[2:])):
        frame.put(0, y, f"{pair[0]}{rule}{pair[1]}", style)
    for y in range(1, bottom):
        frame.put(0, y, side, style)
        frame.put(right, y, side, style)


def _mark(item: Item, glyphs: Glyphs) -> str:
    """``!!``, ``!``, or a dot; low is a full stop, and normal then blank where the two look alike (ASCII)."""
    return _MARKS.get(item.priority, glyphs.open if glyphs.open != "." else " ")


def _title_style(item: Item, look: Look) -> str:
    if look.role == "origin":
        return "origin"
    if look.role == "held":
        return "ghost+bold"
    if look.column == "done":
        return "done"
    return "warn+bold" if item.priority == "urgent" else "text+bold" if item.priority == "high" else "text"


def _drop_words(state: State, look: Look) -> str:
    """What the held card says: where it would drop, and the work in progress that this makes (WIP)."""
    if look.column != "doing":
        return f"drop: {look.column.title()}"
    from ctotui.core import board as boards

    column = boards.of_state(state).columns[2]
    held = state.view.grab.item if state.view.grab else ""
    count = len(column.cards) + all(card.id != held for card in column.cards)
    return f"drop: Doing {count}/{state.settings.wip_doing}" + (" !" if count > state.settings.wip_doing else "")


def _compact_figures(state: State, item: Item, look: Look, glyphs: Glyphs) -> list[Run]:
    if look.role == "held":
        return [(_drop_words(state, look), "focus")]
    if look.role == "origin":
        return [("was here", "origin")]
    card = core.card(state, item)
    runs = _signs(card, glyphs)
    if look.column == "waiting":
        return [*runs, *_waiting(card, state, short=True)]
    if look.column == "done":
        kind = [] if item.kind == "task" else [(f"{item.kind[0].upper()} ", "muted")]
        return [*runs, *kind, (_effort(card) or _checked(item) or _ended(item, state), "muted")]
    effort = _effort(card)
    words, style = _brief(card, state)
    left = look.width - 1 - sum(width_of(text) for text, _ in runs)
    if effort and width_of(f"{effort} {words}") <= left:
        return [*runs, (f"{effort} ", "text"), (words, style)]
    bare = effort.removeprefix("~")
    if effort and style.startswith("warn") and width_of(f"{words} {bare}") <= left:
        return [*runs, (f"{words} ", style), (bare, "text")]
    return [*runs, (words, style) if style.startswith("warn") or not effort else (effort, "text")]


def _signs(card: Card, glyphs: Glyphs) -> list[Run]:
    """Star and running timer."""
    signs: list[Run] = [(glyphs.star, "focus")] if card.item.star else []
    return [*signs, (glyphs.timer, "running+bold")] if card.running else signs


def _effort(card: Card) -> str:
    """``act/est`` (S4): ``0:36/1:30``, ``~0:45`` before the first minute, nothing where there is neither."""
    if card.actual:
        return f"{duration.clock(card.actual)}/{duration.clock(card.estimate) if card.estimate else '-'}"
    return f"~{duration.clock(card.estimate)}" if card.estimate else ""


def _brief(card: Card, state: State) -> Run:
    """The one thing that matters most, for a line of few cells."""
    item, today = card.item, state.today
    if card.overdue:
        return (f"OVER {card.overdue}d", "warn+bold")
    if card.waits_on:
        return (f"needs {ids.short(state.plan, card.waits_on[0].id)}", "warn")
    if card.planned and day_of(card.planned[0].start) == today and (times := core.time_of(card.planned[0])):
        return (f"at {times[:5]}", "text")
    if item.due is not None and (day_of(item.due) - today).days < 7:
        return (f"due {near_day(day_of(item.due), today)}", "text")
    if item.tags:
        return (f"#{item.tags[0]}", "muted")
    return (item.list.rpartition("/")[2] if item.list else "inbox"), "muted"


def _waiting(card: Card, state: State, short: bool) -> list[Run]:
    """Who is waited for, and until when."""
    owner: list[Run] = [(f">{card.item.owner} ", "text")] if card.item.owner else []
    if card.overdue:
        return [*owner, (f"OVER {card.overdue}d" if short else f"OVERDUE {card.overdue}d !", "warn+bold")]
    day = core.deadline(card.item)
    if day is None:
        return owner
    words = near_day(day, state.today) if short else f"due {_day(day, state.today)}" if card.item.due else ""
    return [*owner, (words, "text")]


def _day(day: date, today: date) -> str:
    """``Fri 13`` within a week, else ``31 Mar``."""
    return day_name(day) if 0 <= (day - today).days < 7 else day_month(day)


def _checked(item: Item) -> str:
    done = sum(line.startswith("[x]") for line in item.checklist)
    return f"{done}/{len(item.checklist)} ticked" if item.checklist else ""


def _ended(item: Item, state: State) -> str:
    day = core.ended_on(item, state.settings.zone)
    if day is None or day == state.today:
        return "today" if day else ""
    return day_name(day) if (state.today - day).days < 7 else day_month(day)


def _figures(card: Card, state: State, look: Look, glyphs: Glyphs) -> list[Run]:
    """The second line of a box: signs, kind, gauge and act/est, list."""
    item = card.item
    if look.column == "waiting":
        return [*_signs(card, glyphs), *_waiting(card, state, short=False)]
    signs = _signs(card, glyphs)
    runs: list[Run] = [*signs, (" " if signs else "", "text"), (f"{item.kind[0].upper()}  ", "muted")]
    if look.column == "done":
        over = card.actual - card.estimate if card.actual and card.estimate else 0
        drift = f" {'+' if over > 0 else '-'}{abs(over)}m" if over else ""
        return [*runs, (_effort(card) or _checked(item), "text"), (drift, "warn" if over > 0 else "muted")]
    if card.actual and card.estimate:
        runs[-1] = (runs[-1][0].rstrip() + " ", "muted")
        runs.append((gauge(card.actual, card.estimate, _GAUGE, glyphs), "running" if card.running else "flexible"))
        return [*runs, (f" {_effort(card)}", "warn" if card.actual > card.estimate else "text")]
    effort = _effort(card)
    runs += [(f"{effort}   ", "text")] if effort else []
    return [*runs, (f"/{item.list.rpartition('/')[2]}" if item.list else "inbox", "muted")]


def _facts(card: Card, state: State, look: Look, glyphs: Glyphs) -> list[Run]:
    """What else is to be said of an item, the most pressing first."""
    item, today = card.item, state.today
    if look.column == "done":
        return [(words, "muted") for words in (_ended(item, state), _checked(item) if card.actual else "") if words]
    facts: list[Run] = []
    if card.overdue and look.column != "waiting":
        facts.append((f"OVERDUE {card.overdue}d !", "warn+bold"))
    facts += [(f"waits on {ids.short(state.plan, one.id)}", "warn") for one in card.waits_on]
    if look.column == "waiting" and item.follow_up is not None:
        facts.append((f"follow up {near_day(item.follow_up, today)}", "text"))
    if card.planned:
        day = day_of(card.planned[0].start)
        where = "today" if day == today else f"planned {near_day(day, today)}"
        facts.append((f"{where} {core.time_of(card.planned[0])}".rstrip().replace("–", glyphs.dash), "text"))
    if item.due is not None and not card.overdue and look.column != "waiting":
        facts.append((f"due {_day(day_of(item.due), today)}", "text"))
    if item.checklist:
        facts.append((_checked(item), "text"))
    facts += [(f"blocks {ids.short(state.plan, one.id)}", "text") for one in card.blocks]
    facts += [(f"#{tag}", "muted") for tag in item.tags]
    parent = state.plan.find(item.parent) if item.parent else None
    return [*facts, (f"of: {parent.title}", "muted")] if isinstance(parent, Item) else facts
