"""The three rows that every pane has: tabs, status, hints (S1)."""

from datetime import datetime

from ctotui.core import agenda, capacity, entries
from ctotui.core.agenda import Instance
from ctotui.core.civil import clock_face, day_month, day_name, exactly, week_name
from ctotui.core.duration import clock as hours
from ctotui.core.duration import spoken
from ctotui.core.memo import recall
from ctotui.core.model import Entry, Item
from ctotui.core.slip import slip
from ctotui.core.state import PANES, State
from ctotui.core.today import today
from ctotui.core.tracked import tracked
from ctotui.ui import grab_row, offer_row
from ctotui.ui.dialogs.menus import wrap
from ctotui.ui.frame import Frame, Run, Target, clip, width_of
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes.figures import gauge

WIDE = 140
"""Columns from which the tab row names the program, the folder, the year, and whether all is saved."""

_ZOOMS = {"three": "3 days", "week": "Week", "month": "Month", "agenda": "Agenda"}
"""Names of the second pane by its zoom (S7)."""
_LEVELS = {"info": "text", "warn": "warn+bold", "error": "clash+bold"}


def tab_row(state: State, width: int, glyphs: Glyphs) -> Frame:
    """Panes, ``DEMO`` where it is one (N2), date, ISO week and clock in minutes (S13)."""
    frame = Frame(max(width, 0), 1)
    wide = width >= WIDE
    x = frame.put(1, 0, "ctotui  ", "focus+bold") if wide else 1
    for number, pane in enumerate(PANES, start=1):
        active = pane == state.view.pane
        pad = "" if wide else " "
        name = _ZOOMS[state.view.zoom] if pane == "week" else pane.title()
        label = f"[{number} {name}]" if active else f"{pad}{number} {name}{pad}"
        end = frame.put(x, 0, label, "focus+bold" if active else "muted")
        frame.target(x, 0, end - x, Target("tab", pane))
        x = end + 2 if wide else end + 1
    if state.demo:
        x = frame.put(x + 1, 0, " DEMO ", "clash+bold+reverse") + 1
    if state.plan.hidden:
        from ctotui.core.hidden import count

        left_out = count(state)
        x = frame.put(x + 1, 0, f"{left_out} hidden", "warn") if left_out else x
    _place(frame, state, x, wide, glyphs)
    return frame


def _place(frame: Frame, state: State, x: int, wide: bool, glyphs: Glyphs) -> None:
    """The right end of the tab row, with as much of it as there is room for."""
    here, now = state.today, clock_face(state.wall)
    saved = "saved" if state.saved else "saving"
    date = f"{day_name(here)} {day_month(here).split()[1]}"
    full = f"{saved} {glyphs.vline} {date} {here.year} {week_name(here)} {glyphs.vline} {now}"
    room = frame.width - x - width_of(full) - 4
    choices = (
        [f"{clip(state.place, room, glyphs.ellipsis)} {glyphs.dot} {full}"] if wide and state.place and room > 4 else []
    )
    choices += [full] if wide else [] if state.saved else [f"{saved}  {date} {week_name(here)} {now}"]
    choices += [f"{date} {week_name(here)} {now}", f"{date} {now}", now]
    words = next((words for words in choices if x + width_of(words) + 1 <= frame.width), "")
    left = frame.put_right(frame.width, 0, words, "muted")
    if words:
        frame.put(max(left, frame.width - len(now)), 0, now, "text+bold")


def status_row(state: State, width: int, glyphs: Glyphs) -> Frame:
    """A message, else what is held or typed, else the answer to: running? next fixed? what is wrong? (S1)."""
    frame = Frame(max(width, 0), 1)
    view = state.view
    if view.message is not None:
        frame.put(1, 0, _message(state, width, glyphs)[0], _LEVELS[view.message.level])
    elif view.mode == "OFFER":
        _fit(frame, offer_row.parts(state, width, glyphs), glyphs)
    elif view.mode == "GRAB":
        _fit(frame, grab_row.parts(state, width, glyphs), glyphs)
    elif view.mode == "INPUT" and view.prompt is not None:
        purpose = view.prompt.purpose
        tip = '   "quotes" keep words as text' if purpose in ("add", "edit", "log") else ""
        frame.runs(1, 0, [("INPUT", "focus+bold"), (f"  {purpose}", "text"), (tip, "muted")])
    else:
        _fit(frame, _answers(state, width, glyphs), glyphs)
    return frame


def message_rest(state: State, width: int, glyphs: Glyphs) -> Frame | None:
    """The second row of a message that is longer than the status row: it stands where the hints do, until a key."""
    lines = _message(state, width, glyphs)
    if state.view.message is None or len(lines) < 2:
        return None
    frame = Frame(max(width, 0), 1)
    frame.put(3, 0, lines[1], _LEVELS[state.view.message.level])
    return frame


def _message(state: State, width: int, glyphs: Glyphs) -> list[str]:
    """The message in one row, or two of which the second is cut."""
    message = state.view.message
    if message is None:
        return [""]
    text = {"warn": "! ", "error": f"{glyphs.clash} "}.get(message.level, "") + message.text
    if width_of(text) < width:
        return [text]
    first, *others = wrap(text, width - 2)
    return [clip(first, width - 1, glyphs.ellipsis), clip(" ".join(others), width - 4, glyphs.ellipsis)]


def search_row(frame: Frame, state: State, glyphs: Glyphs) -> tuple[int, int] | None:
    """The line of a search in the status row, with how much matches; the caret's cell."""
    from ctotui.core.search import found
    from ctotui.ui.dialogs.box import caret_line

    y, prompt = frame.height - 2, state.view.prompt
    if prompt is None or (state.view.message is not None):
        return frame.cursor
    frame.fill(0, y, frame.width)
    count = len(found(state.plan, state.view.search))
    words = f"{count} found" if prompt.text.strip() else "titles, notes, tags, people"
    right = frame.put_right(frame.width - 1, y, words, "muted" if count or not prompt.text.strip() else "warn+bold")
    x = frame.put(1, y, "/", "focus+bold")
    caret_line(frame, x, y, max(right - x - 2, 4), prompt.text, prompt.caret, glyphs)
    return frame.cursor


def hint_row(hints: list[tuple[str, str]], width: int) -> Frame:
    """Keys and what they do, as many as the width takes, the likeliest first (K6)."""
    frame = Frame(max(width, 0), 1)
    gap = 3 if width >= WIDE else 2
    x = 1
    for key, words in hints:
        if x + width_of(key) + 1 + width_of(words) > width:
            break
        end = frame.put(x, 0, key, "focus+bold")
        x = frame.put(end + 1, 0, words, "muted") + gap
    return frame


def _fit(frame: Frame, parts: list[list[Run]], glyphs: Glyphs) -> None:
    """Parts one after another with a line between; a part that does not fit is cut, and so is what follows."""
    x = 1
    for index, part in enumerate(part for part in parts if part):
        if index:
            if x + 8 > frame.width:
                return
            x = frame.put(x, 0, f" {glyphs.vline} ", "muted")
        for text, style in part:
            if x >= frame.width:
                return
            x = frame.put(x, 0, clip(text, frame.width - x, glyphs.ellipsis), style)


def _answers(state: State, width: int, glyphs: Glyphs) -> list[list[Run]]:
    wide = width >= WIDE
    selected = [part for part in [*_selected(state, width, glyphs), _crowd(state)] if part]
    brief = bool(selected or state.banners) and not wide
    late = _slipping(state, wide)
    parts = [*late, *selected, _running(state, wide and not selected, brief or bool(late and not wide), glyphs)]
    if state.banners:
        more = f" (+{len(state.banners) - 1})" if len(state.banners) > 1 else ""
        parts.append([(f"!{more} {state.banners[0]}".replace("! (", "!("), "clash+bold")])
    parts.append(_next(state, wide))
    found = today(state.plan, state.settings, state.now)
    load = capacity.load(state.plan, state.today, state.settings)
    if load.over and (wide or state.view.pane != "today"):
        parts.append([(f"today +{spoken(load.over)} over" if wide else f"+{spoken(load.over)} over", "warn+bold")])
    if found.overdue and wide:
        parts.append([(f"{found.overdue} overdue", "clash+bold")])
    if found.sections["INBOX"]:
        parts.append([(f"inbox {len(found.sections['INBOX'])}", "text")])
    if found.sections["WAITING"] and wide:
        parts.append([(f"waiting {len(found.sections['WAITING'])}", "text")])
    return parts


def _slipping(state: State, wide: bool) -> list[list[Run]]:
    """``+25m: ends 17:25, 2 fall off, R absorbs``: what the running overrun costs the rest of the day."""
    found = slip(state)
    if found is None:
        return []
    ends = f"ends {clock_face(found.ends)}" if found.ends is not None else f"moves {len(found.moved)}"
    count = len(found.fallen)
    falls = f", {count} {'falls' if count == 1 else 'fall'} off" if count else ""
    pushes = f", pushes {len(found.moved) - count}" if wide else ""
    return [[(f"+{found.minutes}m: {ends}{pushes}{falls}", "warn+bold"), (", R absorbs", "muted")]]


def _selected(state: State, width: int, glyphs: Glyphs) -> list[list[Run]]:
    """What the pane says of its selection; nothing on Today, whose rows say it themselves."""
    match state.view.pane:
        case "week":
            from ctotui.ui.panes import week_status

            return week_status.parts(state, width, glyphs)
        case "board" | "time":
            from ctotui.ui.panes import subject

            return subject.parts(state, width >= WIDE, glyphs)
    return []


def _crowd(state: State) -> list[Run]:
    """The blocks at the cursor's time where there are more than a narrow column shows (S8)."""
    view = state.view
    if view.pane != "today" or view.part != "calendar" or view.moment.year <= 1970:
        return []
    at = exactly(view.moment, state.settings.zone)
    found = agenda.on_day(state.plan, view.moment.date(), state.settings.zone)
    here = [one.title for one in found if not one.all_day and one.begins <= at < one.ends]
    return [(f"{len(here)} here: {', '.join(here)}", "warn+bold")] if len(here) > 2 else []


def _running(state: State, wide: bool, brief: bool, glyphs: Glyphs) -> list[Run]:
    """What runs, for how long, and until when it is planned; `brief`: time before title, for a row with little room."""
    current = entries.running(state.plan)
    if current is None:
        return [("no timer", "muted")]
    key = ("running row", wide, brief, glyphs.name, _minute(state), state.settings.zone)
    return recall(state.plan, key, lambda: _timer(state, current, wide, brief, glyphs))


def _timer(state: State, current: Entry, wide: bool, brief: bool, glyphs: Glyphs) -> list[Run]:
    item = state.plan.find(current.item)
    title = item.title if isinstance(item, Item) else "(deleted item)"
    actual = tracked(state.plan, current.occurrence or current.item, state.now)
    block = _block_now(state, current.item)
    estimate = item.estimate if isinstance(item, Item) else None
    if estimate is None and block is not None:
        estimate = block.minutes
    room = 40 if wide else 17
    runs: list[Run] = [(f"{glyphs.timer} ", "running+bold"), (clip(title, room, glyphs.ellipsis), "text+bold")]
    if brief:
        return [runs[0], (f"{hours(actual)} ", "running"), runs[1]]
    if not estimate:
        runs.append((f" {hours(actual)}", "running"))
    else:
        style = "warn" if actual > estimate else "running"
        blank, join = ("  ", " of ") if wide else (" ", "/")
        runs.append((f"{blank}{hours(actual)}{join}{hours(estimate)}", style))
        runs.append((f" {gauge(actual, estimate, 20 if wide else 6, glyphs)}", style))
    if block is not None and isinstance(block.end, datetime):
        runs.append((f"{'  planned to' if wide else ' to'} {clock_face(block.end)}", "muted"))
    return runs


def _block_now(state: State, item: str) -> Instance | None:
    found = agenda.on_day(state.plan, state.today, state.settings.zone)
    return next((o for o in found if o.item == item and not o.all_day and o.begins <= state.now < o.ends), None)


def _next(state: State, wide: bool) -> list[Run]:
    """The next fixed block of today."""
    found = agenda.on_day(state.plan, state.today, state.settings.zone)
    ahead = (one for one in found if one.fixed and one.begins > state.now and one.status != "dropped")
    one = next((one for one in ahead if not one.all_day), None)
    if one is None or not isinstance(one.start, datetime):
        return [("nothing fixed ahead today" if wide else "no fixed ahead", "muted")]
    runs: list[Run] = [(f"{'next fixed' if wide else 'next'} {clock_face(one.start)} ", "muted")]
    runs.append((clip(one.title, 40 if wide else 14), "fixed"))
    if wide:
        away = int((one.begins - _minute(state)).total_seconds() // 60)
        runs.append((f" (in {spoken(away) if away >= 60 else f'{away}m'})", "muted"))
    return runs


def _minute(state: State) -> datetime:
    return state.now.replace(second=0, microsecond=0)
