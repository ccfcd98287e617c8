"""Which-key, the list of all keys, and questions: what the keyboard offers, from the one command table."""

from ctotui.commands.command import Command
from ctotui.commands.keymap import Keymap
from ctotui.core.state import State, place
from ctotui.ui.dialogs.box import box
from ctotui.ui.frame import Frame, Target, clip, width_of
from ctotui.ui.glyphs import Glyphs

MOUSE = (
    ("click", "Select; twice opens, the right button lists verbs."),
    ("drag block", "Move it; the keys of GRAB work meanwhile, esc cancels."),
    ("last row, ◢", "Drag its end; the bar in its first row is its start."),
    ("drag empty", "Draw a new block."),
    ("row, card", "Drag it onto the calendar to plan it; hold it on a tab to get there."),
    ("at an edge", "Hold what is dragged there for more rows, another week."),
    ("shift drag", "Select text, as the terminal does."),
)
GROUPS = ("Move", "Make", "Field", "Time", "Grab", "App")


def which_key(state: State, width: int, glyphs: Glyphs, keymap: Keymap, context: str, chord: tuple[str, ...]) -> Frame:
    """The keys that complete a chord."""
    options = keymap.following(context, place(state.view), chord)
    cells = [(keymap.shown(" ".join(keys[len(chord) :])), command) for keys, command in options]
    title = f"{keymap.shown(' '.join(chord))} {glyphs.ellipsis}"
    return _menu(state, cells, width, title, "one more key completes, esc closes", glyphs)


def verbs(state: State, width: int, glyphs: Glyphs, keymap: Keymap) -> Frame:
    """What can be done with what is selected: every command that asks for something and would run now."""
    cells = [
        (keymap.label(one), one)
        for one in keymap.commands("NORMAL", place(state.view))
        if one.guard is not None and one.reason(state) is None
    ]
    return _menu(state, cells, width, "Verbs", "a click or its key runs it, esc closes", glyphs)


def _menu(state: State, cells: list[tuple[str, Command]], width: int, title: str, foot: str, glyphs: Glyphs) -> Frame:
    """Keys with the names of their commands in columns; what cannot run now is muted."""
    column = max((width_of(key) + width_of(command.title) + 3 for key, command in cells), default=10)
    columns = max((width - 4) // column, 1)
    high = -(-len(cells) // columns) + 3
    sheet = box(width, high, glyphs, title)
    for index, (key, command) in enumerate(cells):
        x, y = 2 + index % columns * column, 1 + index // columns
        reason = command.reason(state)
        sheet.target(x, y, column - 2, Target("command", command.id))
        x = sheet.put(x, y, key, "muted" if reason else "focus+bold")
        sheet.put(x + 1, y, command.title, "muted" if reason else "text")
    sheet.put(2, high - 2, clip(foot, width - 4), "muted")
    return sheet


def help_rows(state: State, keymap: Keymap) -> list[tuple[str, str, str]]:
    """All keys of the pane as (group, keys, help): a row whose keys are empty is a heading."""
    rows: list[tuple[str, str, str]] = []
    for title, context in (("", "NORMAL"), ("while grabbing: ", "GRAB"), ("while typing: ", "INPUT")):
        held = list(keymap.commands(context, place(state.view)))
        for group in GROUPS:
            keyed = [one for one in held if one.group == group and keymap.keys[one.id]]
            if keyed:
                rows.append((f"{title}{group}", "", ""))
                rows += [("", _all_keys(one, keymap), one.help) for one in keyed]
    if state.settings.mouse:
        rows += [("Mouse", "", ""), *(("", what, does) for what, does in MOUSE)]
    return rows


def _all_keys(command: Command, keymap: Keymap) -> str:
    return " ".join(keymap.shown(chord) for chord in keymap.keys[command.id])


def help_page(state: State, width: int, height: int, glyphs: Glyphs, keymap: Keymap) -> Frame:
    """Every key that works here, from row `view.choice` on."""
    rows = help_rows(state, keymap)
    first = min(state.view.choice, help_end(state, height, keymap))
    where = place(state.view) if state.view.pane == "week" else state.view.pane
    sheet = box(width, height, glyphs, f"? keys here: {where.title()}", "same key, same meaning everywhere")
    room = max(height - 2, 0)
    for line, (group, keys, text) in enumerate(rows[first : first + room]):
        if group:
            sheet.put(2, 1 + line, clip(group.upper(), width - 4), "focus+bold")
        else:
            sheet.put(3, 1 + line, clip(keys, 12), "text+bold")
            sheet.put(16, 1 + line, clip(text, width - 18), "text")
    if len(rows) > room:
        sheet.put_right(width - 2, height - 1, f" {first + 1}{glyphs.dash}{first + room} of {len(rows)} ", "muted")
    return sheet


def help_end(state: State, height: int, keymap: Keymap) -> int:
    """The first row shown when the list of keys is scrolled to its end."""
    return max(len(help_rows(state, keymap)) - max(height - 2, 0), 0)


def question(state: State, width: int, glyphs: Glyphs) -> Frame:
    """The open question with its answers."""
    asked = state.view.question
    assert asked is not None
    answers = [*asked.choices, ("esc", "leave it")]
    wide = min(max(width_of(asked.text) + 6, sum(width_of(k + w) + 4 for k, w in answers) + 4, 40), width)
    lines = wrap(asked.text, wide - 4)
    sheet = box(wide, len(lines) + 4, glyphs, "Question")
    for y, line in enumerate(lines, 1):
        sheet.put(2, y, line, "text+bold")
    x = 2
    for key, label in answers:
        start = x
        x = sheet.put(x, len(lines) + 2, key, "focus+bold")
        x = sheet.put(x + 1, len(lines) + 2, label, "text") + 3
        sheet.target(start, len(lines) + 2, x - start - 3, Target("answer", key))
    return sheet


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken between words."""
    lines, line = [], ""
    for word in text.split():
        if line and width_of(line) + 1 + width_of(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines
