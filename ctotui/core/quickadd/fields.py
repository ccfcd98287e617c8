"""What may start at a word: every field of the grammar, the longest first (A2)."""

from collections.abc import Callable

from ctotui.core import duration, ids
from ctotui.core.model import LETTERS, Item
from ctotui.core.quickadd import clocks, days, lexicon, names, repeat
from ctotui.core.quickadd.context import Match, Reader, number
from ctotui.core.quickadd.words import Word


def read(reader: Reader, index: int) -> Match | None:
    """The longest field that starts at word `index`."""
    word = reader.words[index]
    key = word.key
    if not key:
        return None
    field = lexicon.SIGILS.get(key[0])
    size = 1
    if field is None and ":" in key:
        size = key.index(":") + 1
        field = lexicon.WORD_FORMS.get(key[:size])
    if field is not None:
        return _SIGILS[field](reader, index, size)
    if word.value is not None:
        return None
    if key[0].isdigit():
        return _numeric(reader, index)
    starter = _STARTERS.get(key)
    if starter is not None:
        return starter(reader, index)
    if len(key) == 3 and key[0] in "wv":
        return _day(reader, index)
    return _span(reader, index) if "-" in key else None


def _numeric(reader: Reader, index: int) -> Match | None:
    """What starts with a digit; each reading is tried only where its mark is there, because numbers are common."""
    key, after = reader.key(index), reader.key(index + 1)
    dashed = any(dash in key for dash in lexicon.DASHES)
    found: list[Match | None] = []
    if key[-1].isalpha() or after in lexicon.UNITS:
        found.append(_after_done(reader, index))
    if dashed:
        found.append(_span(reader, index))
    if dashed or ":" in key or key[-2:] in lexicon.NOON or after in lexicon.NOON:
        found.append(_time(reader, index))
    if dashed or "/" in key or after in lexicon.MONTHS or reader.context.lean == "past":
        found.append(_day(reader, index))
    if key[-1].isalpha() or after in duration.UNITS:
        found.append(_estimate(reader, index))
    return max((match for match in found if match), key=lambda match: match.last, default=None)


def _span(reader: Reader, index: int) -> Match | None:
    found = clocks.interval(reader, index)
    if found is None:
        return None
    start, end, last = found
    return Match(index, last, "span", (start, end), reader.key(index)[4:5] == "-")


def _time(reader: Reader, index: int) -> Match | None:
    found = clocks.read(reader, index)
    return found and Match(index, found.last, "time", found, found.strong)


def _day(reader: Reader, index: int) -> Match | None:
    found = days.read(reader, index)
    return found and Match(index, found.last, "day", found.day, found.strong)


def _estimate(reader: Reader, index: int) -> Match | None:
    found = _duration(reader, index, reader.key(index))
    return found and Match(index, found[1], "est", found[0], False)


def _duration(reader: Reader, index: int, head: str, colon: bool = False) -> tuple[int, int] | None:
    """Minutes above nothing, in up to four words: ``90m``, ``45 min``, ``1 h 30 min``; several end in a unit."""
    best = None
    text = ""
    for used in range(4):
        key = reader.key(index + used) if used else head
        if not key or len(key) > 12 or (":" in key and not colon) or (used and not _goes_on(key)):
            break
        text = f"{text} {key}" if used else key
        minutes = duration.read(text) if not used or key[-1].isalpha() else None
        if minutes and minutes > 0:
            best = minutes, index + used + 1
    return best


def _goes_on(key: str) -> bool:
    """Whether `key` may be the second part of a duration: a unit, or minutes."""
    return key in duration.UNITS or number(key.rstrip("min"), 2) is not None


def _repeat(reader: Reader, index: int) -> Match | None:
    found = repeat.read(reader, index)
    return found and Match(index, found[1], "repeat", found[0], True)


def _after_done(reader: Reader, index: int) -> Match | None:
    found = repeat.after_done(reader, index)
    return found and Match(index, found[1], "repeat", found[0], True)


def _with(reader: Reader, index: int) -> Match | None:
    found = names.with_known(reader, index)
    return found and Match(index, found[1], "who", found[0], True)


def _due(reader: Reader, index: int) -> Match | None:
    """``due fri``, ``senast 2/4``, and with a lone clock after the word: ``by fri 14:00``, ``before 14:00``."""
    first = index + (2 if reader.key(index + 1) in lexicon.DUE else 1)
    if (moment := clocks.moment(reader.key(first))) is not None:
        return Match(index, first + 1, "due", moment, True)
    day = days.read(reader, first)
    last = first if day is None else day.last
    times = clocks.read(reader, last)
    if times is not None and times.strong and times.end is None:
        return Match(index, times.last, "due", (day and day.day, times), True)
    return day and Match(index, last, "due", day.day, True)


_STARTERS: dict[str, Callable[[Reader, int], Match | None]] = {
    **dict.fromkeys(lexicon.AT, _time),
    **dict.fromkeys((*lexicon.WEEKDAYS, *lexicon.MONTHS, *lexicon.RELATIVE, *lexicon.RELATIVE_PAST, "i"), _day),
    **dict.fromkeys((*lexicon.IN, *lexicon.ON, *lexicon.NEXT), _day),
    **dict.fromkeys(lexicon.DUE, _due),
    **dict.fromkeys((*lexicon.EVERY, *lexicon.EVERY_OTHER, *lexicon.EACH), _repeat),
    **dict.fromkeys(lexicon.WITH, _with),
}


def _rest(word: Word, size: int) -> str:
    """What stands after the sigil, as it was written."""
    return word.text[size:] if word.value is None else word.value


def _sigil_tag(reader: Reader, index: int, size: int) -> Match | None:
    word = reader.words[index]
    name = word.value if word.value is not None else names.tag(_rest(word, size))
    return Match(index, index + 1, "tag", name, True) if name else None


def _sigil_who(reader: Reader, index: int, size: int) -> Match | None:
    word = reader.words[index]
    if word.value is not None:
        people = [word.value]
    else:
        parts = word.text[size:].rstrip(",;.!?):").split(",")
        people = [names.handle(part.removeprefix("@")) for part in parts]
    if not all(people):
        return None
    handles = tuple(names.known(name, reader.context.people) or name for name in people)
    return Match(index, index + 1, "who", handles, True)


def _sigil_to(reader: Reader, index: int, size: int) -> Match | None:
    word = reader.words[index]
    name = word.value if word.value is not None else names.handle(word.text[size:].removeprefix("@"))
    if not name:
        return None
    return Match(index, index + 1, "to", names.known(name, reader.context.people) or name, True)


def _sigil_list(reader: Reader, index: int, size: int) -> Match | None:
    name = _rest(reader.words[index], size)
    path = names.listed(name, reader.context.lists) or names.listed(names.plain(name), reader.context.lists)
    return (path and Match(index, index + 1, "list", path, True)) or None


def _sigil_priority(reader: Reader, index: int, size: int) -> Match | None:
    priority = lexicon.PRIORITIES.get(reader.key(index)[size:])
    return priority and Match(index, index + 1, "prio", priority, True)


def _sigil_estimate(reader: Reader, index: int, size: int) -> Match | None:
    found = _duration(reader, index, reader.key(index)[size:], colon=True)
    return found and Match(index, found[1], "est", found[0], True)


def _sigil_due(reader: Reader, index: int, size: int) -> Match | None:
    head = reader.key(index)[size:]
    if (moment := clocks.moment(head)) is not None:
        return Match(index, index + 1, "due", moment, True)
    day = days.read(reader, index, head)
    return day and Match(index, day.last, "due", day.day, True)


def _sigil_day(reader: Reader, index: int, size: int) -> Match | None:
    found = days.read(reader, index, reader.key(index)[size:])
    return found and Match(index, found.last, "on", found.day, True)


def _sigil_follow(reader: Reader, index: int, size: int) -> Match | None:
    found = days.read(reader, index, reader.key(index)[size:])
    return found and Match(index, found.last, "follow", found.day, True)


def _sigil_repeat(reader: Reader, index: int, size: int) -> Match | None:
    rule = repeat.word(_rest(reader.words[index], size))
    if not rule:
        return None
    found, last = repeat.rest(reader, repeat.Repeat(rule), index + 1)
    return Match(index, last, "repeat", found, True)


def _sigil_remind(reader: Reader, index: int, size: int) -> Match | None:
    """``remind:10m``, ``remind:1h,10m``, ``remind:1d``, ``remind:off``: how long before."""
    body = reader.key(index)[size:]
    if body in lexicon.OFF:
        return Match(index, index + 1, "remind", (), True)
    found = [_lead(part) for part in body.split(",")] if len(body) < 200 else [None]
    leads = tuple(lead for lead in found if lead is not None)
    return Match(index, index + 1, "remind", leads, True) if len(leads) == len(found) else None


def _lead(text: str) -> int | None:
    """Minutes of a lead time, also in days and weeks: ``1d``, ``2w``."""
    unit = text.lstrip("0123456789")
    many = number(text[: len(text) - len(unit)], 2)
    days = {"DAILY": 1, "WEEKLY": 7}.get(lexicon.UNITS.get(unit, ""))
    return duration.read(text) if many is None or days is None else many * days * 1440


def _sigil_after(reader: Reader, index: int, size: int) -> Match | None:
    """``after:151``, ``after:151,142``: open items by their ids; ``after:off``: none."""
    body = reader.key(index)[size:].rstrip(",;.!?):")
    if body in lexicon.OFF:
        return Match(index, index + 1, "after", (), True)
    found = [ids.meant(part, reader.context.open_items) for part in body.split(",")]
    named = tuple(LETTERS[Item] + one for one in dict.fromkeys(found))
    return Match(index, index + 1, "after", named, True) if all(found) else None


_SIGILS: dict[str, Callable[[Reader, int, int], Match | None]] = {
    "tag": _sigil_tag,
    "who": _sigil_who,
    "to": _sigil_to,
    "list": _sigil_list,
    "prio": _sigil_priority,
    "est": _sigil_estimate,
    "due": _sigil_due,
    "day": _sigil_day,
    "follow": _sigil_follow,
    "repeat": _sigil_repeat,
    "remind": _sigil_remind,
    "after": _sigil_after,
}
