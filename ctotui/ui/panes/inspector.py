"""All about one item, in one column: the third part of Today, and the sheet that `enter` opens."""

from datetime import date, datetime, timedelta

from ctotui.core import abroad, agenda, dependencies
from ctotui.core.agenda import Instance
from ctotui.core.civil import clock_face, day_month, day_name, day_of, wall
from ctotui.core.duration import clock as hours
from ctotui.core.duration import text as length_text
from ctotui.core.entries import minutes
from ctotui.core.errors import NotLoaded
from ctotui.core.ids import short
from ctotui.core.memo import recall
from ctotui.core.model import Entry, Item
from ctotui.core.plan import Plan, Shard, blocks_of
from ctotui.core.state import State
from ctotui.core.tracked import is_running, tracked, unloaded
from ctotui.ui.frame import Frame, Run, clip, width_of
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes.figures import gauge, near_day

Line = list[Run]
ENTRIES = 5
"""As many of the last entries, and blocks, as are listed."""


def draw(state: State, item_id: str, width: int, height: int, glyphs: Glyphs) -> Frame:
    """What is known of an item, cut to the height with a count of the lines that are left out."""
    if width < 8 or height <= 0:
        return Frame(max(width, 0), max(height, 0))
    key = ("inspector", item_id, width, height, _minute(state), state.settings, glyphs.name)
    return recall(state.plan, key, lambda: _draw(state, item_id, width, height, glyphs))


def _draw(state: State, item_id: str, width: int, height: int, glyphs: Glyphs) -> Frame:
    frame = Frame(width, height)
    found = lines(state, item_id, width - 2, glyphs)
    for y, line in enumerate(found[:height]):
        x = 1
        for text, style in line:
            x = frame.put(x, y, clip(text, width - 1 - x, glyphs.ellipsis), style)
    if len(found) > height:
        frame.put_right(width - 1, height - 1, f" {glyphs.after}{len(found) - height} lines", "warn+bold")
    return frame


def _minute(state: State) -> datetime:
    return state.now.replace(second=0, microsecond=0)


def lines(state: State, item_id: str, width: int, glyphs: Glyphs) -> list[Line]:
    """The lines, each a list of runs, for a column of `width` cells."""
    item = state.plan.find(item_id) if item_id else None
    if not isinstance(item, Item):
        return [[("nothing is selected", "muted")], [("j and k move, tab changes the part", "muted")]]
    key = ("inspected", item_id, width, _minute(state), state.settings, glyphs.name)
    return recall(state.plan, key, lambda: _lines(state, item, width, glyphs))


def _lines(state: State, item: Item, width: int, glyphs: Glyphs) -> list[Line]:
    found = [*_head(state, item, width, glyphs), *_sums(state, item, width, glyphs)]
    parts: list[tuple[str, list[str]]] = [
        ("BLOCKS", _blocks(state, item, glyphs)),
        ("ENTRIES", _entries(state, item, glyphs)),
        (_checks(item), list(item.checklist)),
        ("NOTES", _wrapped(item.notes, width - 2)),
        ("LOG", [_recent(line, state.today) for line in reversed(item.log)]),
        ("LINKS", list(item.links)),
    ]
    for title, body in parts:
        if body:
            found += [[("", "text")], [(title, "muted+bold")], *([("  " + line, "text")] for line in body)]
    return found


def _head(state: State, item: Item, width: int, glyphs: Glyphs) -> list[Line]:
    level = {"urgent": "  !! urgent", "high": "  ! high", "low": "  . low"}.get(item.priority, "")
    title: Line = [
        (f"{item.kind.upper()} ", "muted"),
        (f"{short(state.plan, item.id)} ", "muted"),
        (item.title, "text+bold"),
        (level, "warn+bold"),
    ]
    place = "  ".join(
        word
        for word in (
            f"/{item.list.partition('/')[2] or item.list}" if item.list else "inbox",
            " ".join(f"#{tag}" for tag in item.tags),
            f">{item.owner}" if item.owner else "",
            "with " + " ".join(f"@{person}" for person in item.people) if item.people else "",
            item.location,
        )
        if word
    )
    return [title, [(place, "muted")], *_joined(_states(state, item, glyphs), width, f" {glyphs.dot} ")]


def _joined(parts: Line, width: int, between: str) -> list[Line]:
    """`parts` in as many lines as they take."""
    found: list[Line] = [[]]
    used = 0
    for text, style in parts:
        cells = width_of(text)
        if found[-1] and used + len(between) + cells > width:
            found.append([])
            used = 0
        elif found[-1]:
            found[-1].append((between, "muted"))
            used += len(between)
        found[-1].append((text, style))
        used += cells
    return found


def _states(state: State, item: Item, glyphs: Glyphs) -> Line:
    """Deadline, what it waits for or blocks, status."""
    parts: Line = [(f"{glyphs.star} big three", "now")] if item.star else []
    if item.due is not None:
        day = day_of(item.due)
        away = (day - state.today).days
        late = away < 0 and item.status not in ("done", "dropped")
        words = f"OVERDUE {-away}d" if late else f"due {day_name(day)} {day_month(day).split()[1]} ({away}d)"
        parts.append((words, "clash+bold" if late else "text"))
    if item.follow_up is not None:
        parts.append((f"ask {near_day(item.follow_up, state.today)}", "text"))
    if item.repeat:
        from ctotui.core.holidays import spoken
        from ctotui.core.recurrence.words import describe

        parts.append((f"repeats {describe(item.repeat)}{spoken(item.holidays)}", "text"))
    if item.again:
        from ctotui.core.quickadd.repeat_words import after_done

        parts.append((f"again {after_done(item.again)}", "text"))
    if item.remind is not None:
        before = ", ".join(map(length_text, item.remind))
        parts.append((f"reminds {before} before" if before else "reminds never", "text"))
    if item.carried:
        parts.append((f"carried {glyphs.times}{item.carried}", "warn" if item.carried >= 3 else "text"))
    parts += [(f"blocked by {_named(state.plan, one)}", "warn") for one in dependencies.blockers(state.plan, item)]
    blocked = dependencies.dependents(state.plan).get(item.id, ())
    parts += [(f"blocks {_named(state.plan, one)}", "text") for one in blocked[:2]]
    parts += [(f"and {len(blocked) - 2} more", "text")] if len(blocked) > 2 else []
    return [*parts, (item.status, "done" if item.status == "done" else "text")]


def _named(plan: Plan, item: Item) -> str:
    return f"{short(plan, item.id)} {item.title}"


def _sums(state: State, item: Item, width: int, glyphs: Glyphs) -> list[Line]:
    actual = tracked(state.plan, item.id, state.now)
    # What is older than the months in memory is not loaded for a glance.
    known = f"{glyphs.at_least if unloaded(state.plan, item) else ''}{hours(actual)}"
    if item.estimate is None:
        return [[("", "text")], [(f"no estimate   act {known}", "text")]]
    here = item.status not in ("done", "dropped")
    left = f"  left {hours(max(item.estimate - actual, 0))}" if here else ""
    planned = f"  plan {hours(_planned(state, item))}"
    share = f"  {actual * 100 // item.estimate if item.estimate else 0} %"
    style = "warn" if actual > item.estimate else "running" if is_running(state.plan, item.id) else "text"
    bar = gauge(actual, item.estimate, max(width - len(share) - 1, 4), glyphs)
    sums = f"est {hours(item.estimate)}{planned}  act {known}{left}"
    return [[("", "text")], [(sums, "text")], [(bar, style), (share, "text")]]


def _planned(state: State, item: Item) -> int:
    """Minutes planned today."""
    found = agenda.on_day(state.plan, state.today, state.settings.zone)
    return sum(one.minutes for one in found if one.item == item.id and not one.all_day)


def _blocks(state: State, item: Item, glyphs: Glyphs) -> list[str]:
    """The blocks in the months that are loaded, those ahead first; of a series, its occurrences of the next week."""
    plan, zone, today = state.plan, state.settings.zone, state.today
    if item.repeat:
        own = [one for one in _this_week(plan, today, zone) if one.item == item.id]
    else:
        own = [agenda.of_block(block, plan, zone) for block in blocks_of(plan, item.id)]
    recent = [one for one in own if one.ends > state.now] or own[-ENTRIES:]
    texts: list[str] = []
    for one in recent[:ENTRIES]:
        when = near_day(day_of(one.start), today)
        if isinstance(one.start, datetime) and isinstance(one.end, datetime):
            when += f" {clock_face(one.start)}{glyphs.dash}{clock_face(one.end)}"
        there = abroad.local(one, zone)
        when += f"  ({there})" if there else ""
        on = one.begins <= state.now < one.ends and is_running(state.plan, item.id)
        texts.append(when + (f"  {glyphs.timer} running" if on else ""))
    return texts + ([f"+{len(recent) - ENTRIES}"] if len(recent) > ENTRIES else [])


def _this_week(plan: Plan, today: date, zone: str) -> list[Instance]:
    try:
        return agenda.instances(plan, today, today + timedelta(days=8), zone)
    except NotLoaded:
        return agenda.on_day(plan, today, zone)


def _entries(state: State, item: Item, glyphs: Glyphs) -> list[str]:
    """The last entries in the months that are loaded, newest first."""
    own: list[Entry] = []
    for _key, shard in sorted(state.plan.loaded("entries/"), reverse=True):
        own += shard.derive(_by_item).get(item.id, [])
        if len(own) >= ENTRIES:
            break
    texts = []
    for entry in sorted(own, key=lambda one: one.start, reverse=True)[:ENTRIES]:
        start = wall(entry.start, state.settings.zone)
        end = clock_face(wall(entry.end, state.settings.zone)) if entry.end else glyphs.ellipsis
        length = hours(minutes(entry, state.now))
        when = near_day(start.date(), state.today) if start.date() >= state.today else _past(start.date(), state.today)
        span = "correction" if entry.adjustment is not None else f"{clock_face(start)}{glyphs.dash}{end}"
        texts.append(f"{when} {span:<12} {length:>6}")
    return texts


def _by_item(shard: Shard) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in shard.values():
        if isinstance(entry, Entry):
            found.setdefault(entry.item, []).append(entry)
    return found


def _past(day: date, today: date) -> str:
    return day_name(day).split()[0] if (today - day).days < 7 else day_month(day)


def _recent(line: str, today: date) -> str:
    """A line of the log without the date of today, with the weekday of the last days."""
    try:
        day = date.fromisoformat(line[:10])
    except ValueError:
        return line
    rest = line[10:].lstrip("T ")
    return rest if day == today else f"{_past(day, today)} {rest}" if day < today else line


def _checks(item: Item) -> str:
    done = sum(line.startswith(("[x]", "[X]")) for line in item.checklist)
    return f"CHECKLIST {done}/{len(item.checklist)}"


def _wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` cells, broken at spaces where there are any."""
    found: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            if line and width_of(line) + 1 + width_of(word) > width:
                found.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        found.append(line)
    return found
