"""An item, with its block, as a line that reads back as the same fields (`e` edits an item as such a line).

Title first, then when, how long, due, how often, after what, priority, tags, people, owner, list: as sigils and ISO
dates, which mean the same in either language and on any day.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from ctotui.core import duration, ids
from ctotui.core.model import Block, Item, Wall
from ctotui.core.quickadd import lexicon, names, repeat_words
from ctotui.core.quickadd.context import Context
from ctotui.core.quickadd.line import Parsed, parse
from ctotui.core.quickadd.words import escape, quote

FIELDS = (
    *("title", "kind", "priority", "list", "tags", "people", "owner", "follow_up", "estimate"),
    *("due", "day", "start", "end", "repeat", "remind", "blocked_by"),
)
"""The fields of `Parsed` that a line holds."""


def line(item: Item, block: Block | None, context: Context) -> str:
    """The line of an item; it reads back under `context` with lean *written*, which must know the item's list.

    The title stands bare where that reads back, else in quotes.
    """
    context = replace(context, lean="written", needs_title=False)
    kind = "" if item.kind == _derived(item, block) else f"{lexicon.KIND_WORDS[item.kind]}: "
    fields = "".join(f" {field}" for field in _fields(item, block, context))
    bare = kind + escape(item.title) + fields
    quoted = kind + quote(item.title) + fields
    return quoted if changed(parse(quoted, context), parse(bare, context)) else bare


def changed(before: Parsed, after: Parsed) -> frozenset[str]:
    """The fields in which two readings differ: what `e` changes, a field that was deleted from the line included."""
    return frozenset(name for name in FIELDS if getattr(before, name) != getattr(after, name))


def _derived(item: Item, block: Block | None) -> str:
    """A7, as `parse` does it."""
    return "meeting" if block and not block.all_day and item.people else "task"


def _fields(item: Item, block: Block | None, context: Context) -> Iterator[str]:
    if block is not None:
        yield _block(block)
    if item.day is not None:
        yield f"day:{item.day}" if block or item.owner else str(item.day)
    if item.estimate:
        yield f"={duration.text(item.estimate)}"
    if item.due is not None:
        yield f"<{_wall(item.due)}"
    if item.repeat:
        yield _repeat(item.repeat) + repeat_words.holidays(item.holidays, context.holidays)
    if item.again:
        yield repeat_words.after_done(item.again)
    if item.remind is not None:
        yield f"remind:{','.join(map(duration.text, item.remind)) or 'off'}"
    if waits := [_short(key, context) for key in item.blocked_by if _is_open(key, context)]:
        yield f"after:{','.join(waits)}"
    if item.priority != "normal":
        yield f"!{item.priority}"
    yield from _named(item)
    if item.list:
        name = names.shortest(item.list, context.lists)
        yield f"/{name if names.plain(name) == name else quote(name)}"


def _named(item: Item) -> Iterator[str]:
    for tag in item.tags:
        yield f"#{tag if names.tag(tag) == tag else quote(tag)}"
    for person in item.people:
        yield f"@{_handle(person)}"
    if item.owner:
        yield f">{_handle(item.owner)}"
    if item.follow_up is not None:
        yield f"follow:{item.follow_up}"


def _is_open(key: str, context: Context) -> bool:
    return ids.meant(key, context.open_items) == key[1:]


def _short(key: str, context: Context) -> str:
    return ids.shortened(key[1:], context.open_items)


def _handle(person: str) -> str:
    return person if names.handle(person) == person else quote(person)


def _block(block: Block) -> str:
    """``2026-03-11 14:00-15:30``; an ISO 8601 interval where it is longer than half a day, or has whole days."""
    start, end = block.start, block.end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return f"{start}/{end - timedelta(days=1)}"
    if timedelta() < end - start <= timedelta(hours=12) or (end > start and end.date() == start.date()):
        return f"{start.date()} {_clock(start)}-{_clock(end)}"
    return f"{_wall(start)}/{_wall(end)}"


def _wall(wall: Wall) -> str:
    return f"{wall.date()}T{_clock(wall)}" if isinstance(wall, datetime) else str(wall)


def _clock(moment: datetime) -> str:
    seconds = f":{moment.second:02}" if moment.second else ""
    return f"{moment.hour:02}:{moment.minute:02}{seconds}"


def _repeat(rule: str) -> str:
    """In words where they read back as the same rule, else the rule itself."""
    words = repeat_words.written(rule)
    if words is not None:
        read = parse(f"x {words}", Context(now=datetime(2000, 1, 1), lean="written"))
        if read.repeat == rule:
            return words
    return f"repeat:{rule if _plain(rule) else quote(rule)}"


def _plain(text: str) -> bool:
    return '"' not in text and len(text.split()) == 1
