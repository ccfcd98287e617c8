"""The whole screen as one pure function of the state: tab row, pane, what lies over it, status row, hint row."""

from ctotui.commands.command import TABLE, Command
from ctotui.commands.keymap import Keymap
from ctotui.commands.welcome import choices
from ctotui.core.state import State, place
from ctotui.ui import chrome
from ctotui.ui.dialogs import menus
from ctotui.ui.frame import Frame, Target, clip
from ctotui.ui.glyphs import ASCII, Glyphs, to_ascii
from ctotui.ui.keys import context
from ctotui.ui.marks import mark

LEAST = (60, 18)
"""Smallest screen that shows a pane (S2)."""
HINTS = 8
"""As many keys as the hint row names (K6)."""
WIDE_HINTS = 13
"""The same, from 140 columns on."""


SHEET = 100
"""Most columns of the sheet of an item."""


CHORDS = (("r", "reschedule", 6),)
"""Keys that begin a chord, what follows them, and their order in the footer."""
LAST = ("palette.open", "app.help")
"""Always at the end of the hint row."""


def compose(
    state: State, width: int, height: int, glyphs: Glyphs, keymap: Keymap, chord: tuple[str, ...] = ()
) -> Frame:
    """The frame for a terminal of `width` × `height` cells; `chord` is what was typed of one. Raises NotLoaded."""
    frame = Frame(width, height)
    if width < LEAST[0] or height < LEAST[1]:
        return _too_small(frame)
    frame.stamp(chrome.tab_row(state, width, glyphs), 0, 0)
    frame.stamp(_pane(state, width, height - 3, glyphs), 0, 1)
    if state.view.search.text:
        mark(frame, 1, height - 2, state.view.search.words)
    frame.stamp(chrome.status_row(state, width, glyphs), 0, height - 2)
    if (rest := chrome.message_rest(state, width, glyphs)) is not None:
        frame.stamp(rest, 0, height - 1)
    else:
        keys = hints(state, keymap, HINTS if width < 140 else WIDE_HINTS)
        frame.stamp(chrome.hint_row(keys, width), 0, height - 1)
    _overlay(frame, state, glyphs, keymap, chord)
    if glyphs is ASCII:
        to_ascii(frame)
    return frame


def _too_small(frame: Frame) -> Frame:
    words = f"ctotui needs {LEAST[0]}x{LEAST[1]} cells; this terminal has {frame.width}x{frame.height}. q leaves."
    for y, line in enumerate(menus.wrap(words, max(frame.width, 1))[: frame.height]):
        frame.put(0, y, line, "warn")
    return frame


def _pane(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    match state.view.pane:
        case "today":
            from ctotui.ui.panes import today

            return today.draw(state, width, height, glyphs)
        case "week":
            return _calendar(state, width, height, glyphs)
        case "board":
            from ctotui.ui.panes import board

            return board.draw(state, width, height, glyphs)
        case "time":
            from ctotui.ui.panes import time

            return time.draw(state, width, height, glyphs)


def _calendar(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The second pane at its zoom (S7)."""
    match state.view.zoom:
        case "month":
            from ctotui.ui.panes import month

            return month.draw(state, width, height, glyphs)
        case "agenda":
            from ctotui.ui.panes import agenda

            return agenda.draw(state, width, height, glyphs)
        case _:
            from ctotui.ui.panes import week

            return week.draw(state, width, height, glyphs)


def hints(state: State, keymap: Keymap, most: int = HINTS) -> list[tuple[str, str]]:
    """The likeliest keys for the selection, as (key, word), from the command table (K6); of a question its answers."""
    if state.view.question is not None:
        return [*state.view.question.choices, ("esc", "leave it")]
    where = "WELCOME" if state.view.overlay == "welcome" and context(state.view) == "NORMAL" else context(state.view)
    here = place(state.view)
    held: list[Command] = [one for one in keymap.commands(where, here) if one.hint and keymap.label(one)]
    if where == "WELCOME":
        held += [TABLE[name] for name in ("item.add", "palette.open", "app.help")]
    usable = sorted((one for one in held if one.reason(state) is None), key=lambda one: -one.weight)
    if where == "NORMAL":
        last = [TABLE[name] for name in LAST]
        first = [(one.weight, keymap.label(one), one.hint) for one in usable if one.id not in LAST]
        first += [(weight, key, words) for key, words, weight in CHORDS if keymap.is_prefix(where, here, (key,))]
        first.sort(key=lambda hint: -hint[0])
        shown = [(key, words) for _weight, key, words in first[: most - len(last)]]
        return [*shown, *((keymap.label(one), one.hint) for one in last)]
    return [(keymap.label(one), one.hint) for one in usable]


def last_row(state: State, width: int, height: int, glyphs: Glyphs, keymap: Keymap) -> int:
    """How far what lies over the pane can be scrolled, so that a key back shows at once. Raises NotLoaded."""
    if state.view.overlay == "help":
        return menus.help_end(state, height - 3, keymap)
    from ctotui.ui.dialogs import item_sheet

    return item_sheet.end(state, min(width, SHEET), height - 3, glyphs)


def _overlay(frame: Frame, state: State, glyphs: Glyphs, keymap: Keymap, chord: tuple[str, ...]) -> None:
    width, height = frame.width, frame.height - 3
    view = state.view
    if view.overlay == "help":
        frame.stamp(menus.help_page(state, width, height, glyphs, keymap), 0, 1)
    elif view.overlay == "inspector":
        from ctotui.ui.dialogs import item_sheet

        _centre(frame, item_sheet.draw(state, min(width, SHEET), height, glyphs))
    elif view.overlay == "verbs" and view.prompt is None:
        menu = menus.verbs(state, width, glyphs, keymap)
        frame.stamp(menu, 0, max(frame.height - 2 - menu.height, 0))
    elif view.overlay == "reminders":
        from ctotui.ui.dialogs import reminders

        _centre(frame, reminders.draw(state, width, height, glyphs))
    elif view.overlay == "offer":
        from ctotui.ui.panes import proposals

        _centre(frame, proposals.sheet(state, width, height, glyphs))
    elif view.overlay == "welcome" and view.prompt is None:
        _strip(frame, state, glyphs)
    if view.prompt is not None:
        _prompt(frame, state, glyphs, keymap)
    if view.which_key and chord:
        menu = menus.which_key(state, width, glyphs, keymap, context(view), chord)
        frame.stamp(menu, 0, max(frame.height - 2 - menu.height, 0))
    if view.question is not None:
        _centre(frame, menus.question(state, width, glyphs))


def _prompt(frame: Frame, state: State, glyphs: Glyphs, keymap: Keymap) -> None:
    prompt = state.view.prompt
    assert prompt is not None
    if prompt.purpose == "search":
        frame.cursor = chrome.search_row(frame, state, glyphs)
    elif prompt.purpose == "palette":
        from ctotui.ui.dialogs import palette

        sheet = palette.draw(state, frame.width, frame.height - 3, glyphs, keymap)
        frame.stamp(sheet, (frame.width - sheet.width) // 2, 2 if frame.height < 40 else 6)
    elif prompt.purpose == "blockers":
        from ctotui.ui.dialogs import blockers

        sheet = blockers.draw(state, frame.width, frame.height - 3, glyphs)
        frame.stamp(sheet, (frame.width - sheet.width) // 2, 2 if frame.height < 40 else 6)
    else:
        from ctotui.ui.dialogs import line, slot

        dialog = slot.draw if prompt.purpose == "slot" else line.draw
        sheet = dialog(state, frame.width, frame.height - 3, glyphs)
        frame.stamp(sheet, (frame.width - sheet.width) // 2, 6 if sheet.height < frame.height - 9 else 1)


def _centre(frame: Frame, sheet: Frame) -> None:
    frame.stamp(sheet, (frame.width - sheet.width) // 2, max((frame.height - sheet.height) // 2, 0))


def _strip(frame: Frame, state: State, glyphs: Glyphs) -> None:
    """The first-run strip above the status row (N1)."""
    y = frame.height - 4
    frame.fill(0, y, frame.width, glyphs.hline, "muted")
    frame.fill(0, y + 1, frame.width)
    x = frame.put(1, y + 1, "Start:", "focus+bold") + 1
    for index, words in enumerate(choices(state)):
        chosen = index == state.view.choice % 3
        label = f"{glyphs.cursor if chosen else ' '}{words} "
        end = frame.put(x, y + 1, clip(label, frame.width - x), "selection+bold+reverse" if chosen else "text")
        frame.target(x, y + 1, end - x, Target("welcome", str(index)))
        x = end + 1
