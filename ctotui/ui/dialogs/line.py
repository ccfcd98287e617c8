"""The line being typed, with what it is read as under it (section 5): what Enter would store, and nothing else (S5)."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from ctotui.commands import prompts
from ctotui.core import areas, capacity, capture, duration
from ctotui.core.blocks import Clash, conflicts
from ctotui.core.civil import clock, day_month, day_name, day_of
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Item, Wall
from ctotui.core.quickadd.line import Parsed
from ctotui.core.quickadd.resolve import twice
from ctotui.core.recurrence import describe
from ctotui.core.reschedule.fit import FOCUS_FROM, next_free
from ctotui.core.reschedule.free import Search
from ctotui.core.reschedule.overload import listed, relief
from ctotui.core.state import Prompt, State
from ctotui.ui.dialogs.box import box, caret_line
from ctotui.ui.frame import Frame, Run, clip, width_of
from ctotui.ui.glyphs import Glyphs

if TYPE_CHECKING:
    from ctotui.core.series import Series

TITLES = {
    "add": "Add",
    "edit": "Edit",
    "field": "Set a field",
    "log": "Log past time",
    "when": "Move to",
    "goto": "Go to",
    "import": "Import .ics",
    "compress": "Free how much, by shrinking what follows",
    "split": "Split into parts, or at a time",
}
EXAMPLES = {
    "add": "Review SLA tomorrow 14-15:30 #legal !high @anna ~90m every 2w",
    "edit": "every field of the line is the item's; what you take out is cleared",
    "field": "#tag  @person  >delegate fri  !high  =90m  <fri",
    "log": "9-10 hiring call #talent     45m: the last 45 minutes",
    "when": "1530   14-15:30   +45m   -16:30 (end)   fri 10   tomorrow",
    "goto": "1530   fri   fri 10   2026-04-01   v14   tomorrow",
    "compress": "45m   1h   shrinks what follows, 30 minutes of a block always stay",
    "split": "2   3   or the time of the cut: 14:30",
    "import": "path of an .ics file or a folder of them; tab completes",
}

NEXT = 5
"""Days of a repetition that are shown as it is typed."""

Line = list[Run]


def draw(state: State, width: int, height: int, glyphs: Glyphs) -> Frame:
    """The sheet of the open prompt, for a body of `width` × `height`."""
    prompt = state.view.prompt
    assert prompt is not None
    wide = min(width, 120)
    lines: list[Line] = []
    parsed: Parsed | None = None
    if prompt.purpose in ("add", "edit", "field", "log"):
        parsed = prompts.read(state)
        lines = preview(state, prompt, parsed, glyphs)
    elif prompt.purpose in ("when", "goto") and prompt.text.strip():
        lines = [_named_time(state, prompt)]
    lines = [*lines[: max(height - 6, 0)], [], [(EXAMPLES[prompt.purpose], "muted")]]
    sheet = box(wide, min(len(lines) + 4, height), glyphs, TITLES[prompt.purpose], "EN+SV" if parsed else "")
    sheet.put(2, 1, ">", "focus+bold")
    hidden = caret_line(sheet, 4, 1, wide - 6, prompt.text, prompt.caret, glyphs)
    if parsed is not None:
        _underline(sheet, parsed, prompt.text, hidden, wide - 6, glyphs)
    for y, line in enumerate(lines, 3):
        x = 4
        for text, style in line:
            x = sheet.put(x, y, clip(text, wide - 2 - x), style)
    return sheet


def _named_time(state: State, prompt: Prompt) -> Line:
    """Where a typed time leads, or why nowhere."""
    from ctotui.commands import calendar, grab

    try:
        held = state.view.grab
        if prompt.purpose == "when" and held is not None:
            placed = grab.placed(state, held, prompt.text)
            words = span_words(placed.start, placed.end) if placed.start is not None else ""
            notes = [twice(placed.start, state.settings.zone), twice(placed.end, state.settings.zone)]
        else:
            moment = state.wall if prompt.text.strip() == "t" else calendar.moment_named(state, prompt.text)
            words = f"{day_name(moment.date())} {day_month(moment.date()).split()[1]} {clock(moment)}"
            notes = [twice(moment, state.settings.zone)]
    except PlanError as refusal:
        return [(str(refusal), "warn")]
    return [(words, "text+bold"), *((f"   {note}", "muted") for note in notes if note)]


def _underline(sheet: Frame, parsed: Parsed, text: str, hidden: int, room: int, glyphs: Glyphs) -> None:
    """What each stretch of the text was read as, below it."""
    for token in parsed.tokens:
        start = width_of(text[: token.start]) - hidden
        end = min(width_of(text[: token.end]) - hidden, room)
        if end <= max(start, 0):
            continue
        label = clip(token.field, end - max(start, 0), "")
        style = "muted" if token.field == "title" else "focus"
        sheet.fill(4 + max(start, 0), 2, end - max(start, 0), glyphs.hline, style)
        sheet.put(4 + max(start, 0), 2, label, style)


def preview(state: State, prompt: Prompt, parsed: Parsed, glyphs: Glyphs) -> list[Line]:
    """What the line means, row by row."""
    rows: list[Line] = [_head(prompt, parsed)]
    if prompt.purpose == "log" and not parsed.problems:
        rows += _logged(state, parsed)
    else:
        rows += _time_rows(state, parsed, glyphs)
    rows += _repeat_rows(state, prompt, parsed, glyphs)
    rows += _field_rows(state, parsed)
    rows += [[_name("note"), (note, "muted")] for note in parsed.notes[:3]]
    if parsed.unknown_people:
        rows.append(
            [
                _name("new"),
                (", ".join(f"@{who}" for who in parsed.unknown_people), "warn"),
                (" is added to people", "muted"),
            ]
        )
    if prompt.text.strip():
        rows += [[_name("!"), (problem, "warn+bold")] for problem in parsed.problems[:2]]
    return rows


def _repeat_rows(state: State, prompt: Prompt, parsed: Parsed, glyphs: Glyphs) -> list[Line]:
    """How it comes again, and the next five days on which it does."""
    if parsed.again:
        from ctotui.core.quickadd.repeat_words import after_done

        return [[_name("again"), (after_done(parsed.again), "text")]]
    if not parsed.repeat:
        return []
    from ctotui.core import series
    from ctotui.core.holidays import spoken

    rows: list[Line] = [[_name("repeat"), (describe(parsed.repeat) + spoken(parsed.holidays), "text")]]
    since = max(
        day_of(parsed.start or parsed.day or state.today), state.today if prompt.purpose == "edit" else date.min
    )
    days = series.following(_drafted(parsed, state), since, NEXT)
    if days:
        year = state.today.year
        named = [
            f"{day_name(day)} {day_month(day).split()[1]}{f' {day.year}' if day.year != year else ''}" for day in days
        ]
        last = "" if len(days) == NEXT else "   and no more"
        rows.append([_name("next"), (f" {glyphs.dot} ".join(named) + last, "text")])
    return rows


def _drafted(parsed: Parsed, state: State) -> "Series":
    """The series that a line would make."""
    from ctotui.core.series import Series

    day = parsed.day or state.today
    item = Item("i", parsed.title, repeat=parsed.repeat, holidays=parsed.holidays, day=day)
    timed = parsed.start is not None and parsed.end is not None
    block = Block("b", "i", parsed.start, parsed.end, state.settings.zone) if timed else None  # type: ignore[arg-type]
    return Series(item, block)


def _name(word: str) -> Run:
    return f"{word:<9}", "muted"


def _head(prompt: Prompt, parsed: Parsed) -> Line:
    aside = ""
    if parsed.fixed and not prompt.flip:
        aside = "   fixed: other people are in it; tab makes it a task"
    return [(f"{parsed.kind.upper():<9}", "focus+bold"), (parsed.title or "", "text+bold"), (aside, "muted")]


def _logged(state: State, parsed: Parsed) -> list[Line]:
    from ctotui.core import entries

    zone = state.settings.zone
    try:
        start, end = capture.span(parsed, state.now, zone)
    except PlanError as refusal:
        return [[_name("when"), (str(refusal), "warn")]]
    from ctotui.core.civil import wall

    words = f"{day_name(wall(start, zone).date())} {clock(wall(start, zone))}-{clock(wall(end, zone))}"
    row: Line = [_name("tracked"), (f"{words}  {duration.clock(round((end - start).total_seconds() / 60))}", "text")]
    over = [
        one
        for one in entries.overlapping(state.plan, start, end, state.now)
        if one.id != (state.view.prompt and state.view.prompt.subject)
    ]
    if over:
        row.append(("  overlaps time that is tracked already", "clash+bold"))
    return [row]


def span_words(start: Wall, end: Wall | None) -> str:
    """``Wed 11 Mar 14:00-15:30``, or whole days."""
    day = day_of(start)
    if isinstance(start, datetime) and isinstance(end, datetime):
        return f"{day_name(day)} {day_month(day).split()[1]} {clock(start)}–{clock(end)}"
    return f"{day_name(day)} {day_month(day).split()[1]}, all day"


def _time_rows(state: State, parsed: Parsed, glyphs: Glyphs) -> list[Line]:
    if parsed.start is None or parsed.end is None:
        if parsed.day is not None:
            return [
                [
                    _name("day"),
                    (f"{day_name(parsed.day)} {day_month(parsed.day).split()[1]}", "text"),
                    ("  planned for that day, no deadline", "muted"),
                ]
            ]
        return []
    rows: list[Line] = [[_name("when"), (span_words(parsed.start, parsed.end), "text+bold")]]
    if not isinstance(parsed.start, datetime) or not isinstance(parsed.end, datetime):
        return rows
    prompt = state.view.prompt
    ignoring = prompt.subject.partition(" ")[2] if prompt else ""
    if prompt and prompt.purpose == "edit" and not ignoring:
        stored = capture.stored_block(state, state.plan.get(Item, prompt.subject.strip()))
        ignoring = stored.id if stored else ""
    clashes = conflicts(state.plan, parsed.start, parsed.end, ignoring, state.settings.zone)
    if clashes:
        rows[0].append(("  ", "text"))
        rows[0] += clash_words(clashes, glyphs)
        rows += _free_row(state, parsed.start, parsed.end, parsed.list or "")
    rows += _load_rows(state, parsed)
    return rows


def clash_words(clashes: list[Clash], glyphs: Glyphs) -> Line:
    """Each clash by sign, title and minutes."""
    words: Line = []
    for clash in clashes[:2]:
        sign = glyphs.clash if clash.fixed else glyphs.overlap
        kind = "fixed" if clash.fixed else "flexible"
        words.append(
            (
                f"{sign} {clip(clash.instance.title, 24)} {clash.minutes}m {kind}  ",
                "clash+bold" if clash.fixed else "warn+bold",
            )
        )
    if len(clashes) > 2:
        words.append((f"+{len(clashes) - 2}", "warn"))
    return words


def _free_row(state: State, start: datetime, end: datetime, path: str) -> list[Line]:
    minutes = round((end - start).total_seconds() / 60)
    area = areas.line(path, state.settings)
    search = Search(minutes, minutes >= FOCUS_FROM, state.settings.buffer, area=area)
    words = []
    for name, direction in (("earlier", -1), ("later", 1)):
        try:
            found = next_free(state.plan, start, search, state.settings, state.wall, direction)
        except PlanError:
            continue
        if found is not None:
            words.append(f"{name} {day_name(found.date())} {clock(found)}")
    if not words:
        return []
    return [[_name("free"), (f"{duration.clock(minutes)}: {' · '.join(words)}", "text")]]


def _load_rows(state: State, parsed: Parsed) -> list[Line]:
    """Plan and capacity of the day, or of the area on it, as they would be: the very edit that Enter makes.

    Where that is more than the day holds, also what could be dropped.
    """
    assert isinstance(parsed.start, datetime)
    day, area = parsed.start.date(), areas.line(parsed.list or "", state.settings)
    before = capacity.load(state.plan, day, state.settings, area)
    words = f"{day_name(day)} {area or 'plan'} {duration.spoken(before.planned)} of {duration.spoken(before.capacity)}"
    prompt = state.view.prompt
    if prompt is None or prompt.purpose != "add" or parsed.problems:
        return [[_name("load"), (words, "muted")]]
    new = "b00000000"
    after_plan = capture.add(state.plan, parsed, state.now, state.settings.zone, "i00000000", new)
    after = capacity.load(after_plan, day, state.settings, area)
    row: Line = [
        _name("load"),
        (f"{words} → {duration.spoken(after.planned)} of {duration.spoken(after.capacity)}", "text"),
    ]
    if after.over:
        row.append((f"  +{duration.spoken(after.over)} OVER", "warn+bold"))
        found = relief(after_plan, day, state.settings, state.now, area, (new,), state.plan)
        return [row, [_name("drop"), (listed(found), "text")]] if found else [row]
    return [row]


def _field_rows(state: State, parsed: Parsed) -> list[Line]:
    pairs: list[tuple[str, str]] = []
    if parsed.people:
        pairs.append(("with", ", ".join(parsed.people)))
    if parsed.owner:
        follow = f", follow up {day_name(parsed.follow_up)}" if parsed.follow_up else ""
        pairs.append(("to", f"{parsed.owner}{follow}"))
    if parsed.due is not None:
        time = f" {clock(parsed.due)}" if isinstance(parsed.due, datetime) else ""
        pairs.append(("due", f"{day_name(day_of(parsed.due))} {day_month(day_of(parsed.due)).split()[1]}{time}"))
    if parsed.estimate:
        pairs.append(("est", duration.clock(parsed.estimate)))
    if parsed.priority:
        pairs.append(("prio", parsed.priority))
    if parsed.remind is not None:
        before = ", ".join(map(duration.text, parsed.remind))
        pairs.append(("remind", f"{before} before" if before else "never"))
    if parsed.blocked_by:
        waits = (state.plan.find(key) for key in parsed.blocked_by)
        pairs.append(("after", ", ".join(one.title for one in waits if isinstance(one, Item))))
    if parsed.tags:
        pairs.append(("tags", " ".join(f"#{tag}" for tag in parsed.tags)))
    if parsed.list:
        pairs.append(("list", f"/{parsed.list}"))
    rows: list[Line] = []
    for index in range(0, len(pairs), 2):
        row: Line = []
        for name, value in pairs[index : index + 2]:
            row += [_name(name), (f"{clip(value, 26):<28}", "text")]
        row[-1] = (row[-1][0].rstrip(), "text")
        rows.append(row)
    return rows
