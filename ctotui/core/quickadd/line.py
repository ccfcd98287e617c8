"""The grammar of a line: an item, with its block, in one line of text (interaction.md 5)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from ctotui.core import civil, duration
from ctotui.core.model import Kind, Priority, Status, Wall
from ctotui.core.quickadd import fields, lexicon, repeat_words
from ctotui.core.quickadd.clocks import Times
from ctotui.core.quickadd.context import Context, Match, Reader
from ctotui.core.quickadd.days import label
from ctotui.core.quickadd.names import known
from ctotui.core.quickadd.repeat import Repeat
from ctotui.core.quickadd.resolve import Found, Resolved, resolve
from ctotui.core.quickadd.words import Word, split

__all__ = ["Context", "Parsed", "Token", "last_token", "parse"]

READ = 300
"""Fields are looked for in the last so many words, so that any text is read within a keystroke (A10)."""

_SLOTS = {"span": ("day", "time"), "tag": (), "who": (), "after": ()}
"""Fields that a match fills, where they are not its own name alone: of one-valued ones the last wins (A2)."""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch ``[start, end)`` of the text and what it was read as."""

    start: int
    end: int
    field: str
    """``title``, ``kind``, ``day``, ``time``, ``tag``, ``prio``, ``who``, ``to``, ``est``, ``repeat``, ``list``,
    ``remind``, ``after``, ``due`` or ``follow``."""
    label: str
    """The value, for people: ``Wed 11 Mar``."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A line as it was read. None, "" or () stands for a field that was not written."""

    title: str
    kind: Kind
    status: Status | None
    """M10: *waiting* where delegated; else, in lean *future*, *next* where dated and *backlog* where not."""
    priority: Priority | None
    list: str | None
    tags: tuple[str, ...]
    people: tuple[str, ...]
    owner: str | None
    follow_up: date | None
    estimate: int | None
    """Minutes."""
    due: Wall | None
    day: date | None
    """Planned day, of what has no time."""
    start: Wall | None
    end: Wall | None
    """The block, naive wall times; days, `end` exclusive, where whole days were written."""
    repeat: str
    """RRULE value."""
    holidays: str
    """What the rule does on holidays, and whose: ``skip SE``."""
    again: str
    """How long after it was done it comes again: ``3w``."""
    remind: tuple[int, ...] | None
    """Minutes before; none of them: never."""
    blocked_by: tuple[str, ...]
    """Ids of what it waits for."""
    fixed: bool
    given: frozenset[str]
    """Names of the fields that the text gives: `ctotui edit` changes these only."""
    tokens: tuple[Token, ...]
    notes: tuple[str, ...]
    """Sentences for the preview."""
    problems: tuple[str, ...]
    """Sentences that forbid to accept the line (A9)."""
    unknown_people: tuple[str, ...]
    """Handles that nobody has yet (A8)."""


def parse(text: str, context: Context, *, as_text: frozenset[int] = frozenset(), flip_kind: bool = False) -> Parsed:
    """Read any `text`, in linear time; never raises.

    `as_text` holds the starts of tokens that were turned back into text (A8, ``^T``); `flip_kind` is `tab` (A7).
    """
    reader = Reader(split(text), context)
    matches = _matches(reader, as_text)
    kept = _accepted(matches, len(reader.words))
    found = Found()
    for match in kept:
        _fill(found, match)
    resolved = resolve(found, context, flip_kind)
    title, tokens = _title(reader, kept)
    if context.needs_title and not title.strip():
        fields_only = 'Add a title: every word was read as a field ("quotes" keep words as text).'
        resolved.problems.insert(0, fields_only if kept else "Type a title.")
    resolved.notes += _kept_as_text(reader, kept)
    return _parsed(found, resolved, title, tuple(tokens), context, flip_kind)


def last_token(parsed: Parsed) -> Token | None:
    """The last recognised token: the one that ``^T`` turns into text, by its start (A8)."""
    return next((token for token in reversed(parsed.tokens) if token.field != "title"), None)


def _matches(reader: Reader, as_text: frozenset[int]) -> list[Match]:
    """What each word starts, left to right, strong and weak."""
    words = reader.words
    found: list[Match] = []
    index = 0
    if words and (kind := lexicon.KINDS.get(words[0].key[:-1])) and words[0].key[-1:] == ":":
        index = 1
        if words[0].start not in as_text:
            found.append(Match(0, 1, "kind", kind, True))
    lead = index
    index = max(index, len(words) - READ)
    past = reader.context.lean == "past"
    while index < len(words):
        match = fields.read(reader, index)
        if match is None:
            index += 1
            continue
        if words[index].start not in as_text:
            leads = past and index == lead and match.field in ("time", "est")  # A10: what leads in T is strong
            found.append(match._replace(strong=True) if leads else match)
            if index == lead and match.field == "day" and match.strong:
                lead = match.last  # 2026-03-09 9-10: the range still leads
        index = match.last
    return found


def _accepted(matches: list[Match], words: int) -> list[Match]:
    """A1 and A2: weak matches only in the trailing run, and of one-valued fields the last."""
    kept: list[Match] = []
    filled: set[str] = set()
    edge = words
    for match in reversed(matches):
        if match.last == edge:
            edge = match.first
        elif not match.strong:
            continue
        else:
            edge = -1
        slots = _SLOTS.get(match.field, (match.field,))
        if filled.isdisjoint(slots):
            filled.update(slots)
            kept.append(match)
    kept.reverse()
    return kept


def _fill(found: Found, match: Match) -> None:
    if match.field == "tag":
        found.tag.append(str(match.value))
    elif match.field == "who" and isinstance(match.value, tuple):
        found.who.extend(match.value)
    elif match.field == "after" and isinstance(match.value, tuple):
        found.after = (*(found.after or ()), *match.value)
    else:
        setattr(found, match.field, match.value)


def _title(reader: Reader, kept: list[Match]) -> tuple[str, list[Token]]:
    """What is left, joined by single spaces, and all tokens in the order of the text."""
    words, today = reader.words, reader.today
    parts: list[str] = []
    tokens: list[Token] = []
    index = 0
    for match in [*kept, None]:
        stop = len(words) if match is None else match.first
        if index < stop:
            tokens.append(Token(words[index].start, words[stop - 1].end, "title", ""))
        for position in range(index, stop):
            word = words[position]
            parts.append(word.text if not parts or (word.glued and position > index) else " " + word.text)
        if match is not None:
            field = {"span": "time", "on": "day"}.get(match.field, match.field)
            tokens.append(Token(words[match.first].start, words[match.last - 1].end, field, _label(match, today)))
            index = match.last
    return "".join(parts), tokens


def _label(match: Match, today: date) -> str:
    """The value of a match, for people."""
    value = match.value
    if match.field == "est" and isinstance(value, int):
        return duration.clock(value)
    if isinstance(value, Times):
        return _times_label(value)
    if isinstance(value, Repeat):
        return repeat_words.spoken(value)
    if match.field in ("who", "after") and isinstance(value, tuple):
        return ", ".join(value) or "nothing"
    if match.field == "remind" and isinstance(value, tuple):
        return ", ".join(map(duration.text, value)) or "never"
    if match.field == "span" and isinstance(value, tuple):
        return _span_label(value[0], value[1], today)
    if isinstance(value, tuple):
        return " ".join(_times_label(part) if isinstance(part, Times) else label(part, today) for part in value if part)
    if isinstance(value, date):
        return _wall_label(value, today)
    return str(value)


def _times_label(times: Times) -> str:
    moments = [moment for moment in (times.start, times.end) if moment is not None]
    return "–".join(f"{moment // 3600 % 24:02}:{moment // 60 % 60:02}" for moment in moments)


def _span_label(start: Wall, end: Wall | None, today: date) -> str:
    """Whole days name the last one that they include."""
    if end is not None and not isinstance(end, datetime):
        end -= timedelta(days=1)
    return "–".join(_wall_label(wall, today) for wall in dict.fromkeys((start, end)) if wall)


def _wall_label(wall: Wall, today: date) -> str:
    if isinstance(wall, datetime):
        return f"{label(wall.date(), today)} {civil.clock(wall)}"
    return label(wall, today)


def _kept_as_text(reader: Reader, kept: list[Match]) -> list[str]:
    """Why words that look like a field are text; at most three."""
    read = {match.first for match in kept}
    notes: list[str] = []
    for index, word in enumerate(reader.words):
        if len(notes) == 3:
            break
        if index not in read and (":" in word.key or word.key[:1] in ("=", "~")):
            notes += _why(word)
    return notes


def _why(word: Word) -> list[str]:
    field = lexicon.WORD_FORMS.get(word.key.partition(":")[0] + ":")
    shown = word.text[:30]
    number = word.text[1:]
    if word.key[0] in "=~" and number.isascii() and number.isdigit() and len(number) < 5:
        return [f"{shown} is text: a duration needs a unit, like ={number}m"]
    if field is None or word.text.endswith(":"):
        return []
    return [f"{shown} is text: {_NOT[field]}"]


_NOT = {
    "tag": "a tag is more than digits",
    "who": "that is no handle",
    "to": "that is no handle",
    "list": "no list, or more than one, is called so",
    "prio": "a priority is urgent, high, normal or low",
    "est": "an estimate is like 45m or 1h30",
    "due": "that is no day",
    "day": "that is no day",
    "follow": "that is no day",
    "repeat": "that is no repetition",
    "after": "no open item, or more than one, has such an id",
    "remind": "a reminder is like remind:10m, remind:1h,10m or remind:off",
}


def _parsed(
    found: Found, resolved: Resolved, title: str, tokens: tuple[Token, ...], context: Context, flip_kind: bool
) -> Parsed:
    people = tuple(dict.fromkeys(found.who))
    named = dict.fromkeys((*people, *([found.to] if found.to else [])))
    return Parsed(
        title=title,
        kind=resolved.kind,
        status=_status(found, resolved, context),
        priority=found.prio,
        list=found.list,
        tags=tuple(dict.fromkeys(found.tag)),
        people=people,
        owner=found.to,
        follow_up=resolved.follow_up,
        estimate=found.est,
        due=resolved.due,
        day=resolved.day,
        start=resolved.start,
        end=resolved.end,
        repeat=found.repeat.rule,
        holidays=resolved.holidays,
        again=found.repeat.again,
        remind=found.remind,
        blocked_by=tuple(dict.fromkeys(found.after or ())),
        fixed=resolved.kind == "meeting" and resolved.start is not None,
        given=_given(found, resolved, title, flip_kind),
        tokens=tokens,
        notes=tuple(resolved.notes),
        problems=tuple(resolved.problems),
        unknown_people=tuple(name for name in named if known(name, context.people) is None),
    )


def _status(found: Found, resolved: Resolved, context: Context) -> Status | None:
    if found.to:
        return "waiting"
    if context.lean != "future":
        return None
    return "next" if resolved.due or resolved.day or resolved.start else "backlog"


def _given(found: Found, resolved: Resolved, title: str, flip_kind: bool) -> frozenset[str]:
    written = {
        "title": title,
        "kind": found.kind or flip_kind,
        "priority": found.prio,
        "list": found.list,
        "tags": found.tag,
        "people": found.who,
        "owner": found.to,
        "estimate": found.est,
        "due": found.due,
        "repeat": found.repeat.rule,
        "holidays": found.repeat.holidays,
        "again": found.repeat.again,
        "remind": found.remind is not None,
        "blocked_by": found.after is not None,
        "day": resolved.day if found.on or found.day else None,
        "follow_up": resolved.follow_up,
        "start": resolved.start,
        "end": resolved.end,
    }
    return frozenset(name for name, value in written.items() if value)
