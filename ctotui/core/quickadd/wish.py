"""The grammar of a wish for free time: ``90m before thu, mornings, 15m off meetings``, in English and Swedish.

It stands on the days, times and durations of quick-add (A8). ``before`` ends where its day begins, ``by`` where it
ends.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ctotui.core import duration
from ctotui.core.civil import DAY, WEEKDAYS, clock, day_month, day_name, midnight
from ctotui.core.errors import PlanError
from ctotui.core.quickadd import clocks, days, lexicon
from ctotui.core.quickadd.context import Context, Reader, number
from ctotui.core.quickadd.words import split

BEFORE = frozenset(("before", "innan", "före"))
BY = frozenset(("by", "due", "senast", "until", "till", "within", "deadline"))
AFTER = frozenset(("after", "efter"))
SINCE = frozenset(("from", "från", "since"))
OFF = frozenset(("off", "from", "från", "ifrån", "clear", "away", "buffer", "margin", "marginal", "luft"))
MEETINGS = frozenset(("meetings", "meeting", "möten", "möte", "mötena", "fixed", "of", "to", "till"))
FILLERS = frozenset(("and", "och", "or", "eller", "in", "the", "on", "på", "i", "between", "mellan", "only", "bara"))
NOON = 720
WINDOWS = {
    **dict.fromkeys(("morning", "mornings", "förmiddag", "förmiddagar", "förmiddagen", "fm"), (0, NOON)),
    **dict.fromkeys(("afternoon", "afternoons", "eftermiddag", "eftermiddagar", "eftermiddagen", "em"), (NOON, 1440)),
}
_WEEK = frozenset(("week", "vecka", "veckan"))
_THIS = frozenset(("this", "denna", "den"))
_TRY = "try 90m before thu, mornings, 15m off meetings"


@dataclass(frozen=True, slots=True)
class Wish:
    """What kind of free time is wanted; None and () stand for what was not said. Times are naive wall times."""

    minutes: int | None = None
    earliest: datetime | None = None
    latest: datetime | None = None
    """By which it must be over."""
    days: tuple[date, date] | None = None
    """The days ``[first, last]``."""
    weekdays: frozenset[int] = frozenset()
    windows: tuple[tuple[int, int], ...] = ()
    """Minutes of the day that it must lie within one of."""
    off: int | None = None
    """Minutes between it and what is fixed."""


def read(text: str, context: Context) -> Wish:
    """What `text` asks for; no text asks for nothing. Raises PlanError naming the word that is not understood."""
    reader = Reader(split(_without_commas(text[:400])), replace(context, lean="future"))
    wish, index = Wish(), 0
    while index < len(reader.words):
        found = next((step for part in _PARTS if (step := part(reader, index, wish)) is not None), None)
        if found is None:
            raise PlanError(f'"{reader.words[index].text[:30]}" says nothing about a time: {_TRY}.')
        wish, index = found
    if wish.earliest and wish.latest and wish.latest <= wish.earliest:
        raise PlanError(f"It would have to end before it may start: {_TRY}.")
    return wish


def spoken(wish: Wish) -> str:
    """The wish in words, as it was understood: ``1:30, before Thu 12 Mar, before 12:00, 15m off meetings``."""
    parts = [duration.clock(wish.minutes)] if wish.minutes else []
    if wish.days is not None:
        first, last = wish.days
        parts.append(_day(first) if first == last else f"{_day(first)}–{_day(last)}")
    parts += [f"from {_moment(wish.earliest)}"] if wish.earliest else []
    parts += [f"before {_moment(wish.latest)}"] if wish.latest else []
    parts += ["/".join(WEEKDAYS[day] for day in sorted(wish.weekdays))] if wish.weekdays else []
    names = {(0, NOON): "mornings", (NOON, 1440): "afternoons"}
    parts += [names.get(one) or f"{_hour(one[0])}–{_hour(one[1])}" for one in wish.windows]
    parts += [f"{wish.off}m off meetings"] if wish.off is not None else []
    return ", ".join(parts)


_Step = tuple[Wish, int] | None
"""The wish with what a part said, and the index of the next word."""


def _without_commas(text: str) -> str:
    """Commas part the wishes, but for those inside a number: ``1,5h``."""
    kept = [
        char if char != "," or (text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()) else " "
        for place, char in enumerate(text)
    ]
    return "".join(kept)


def _bound(reader: Reader, index: int, wish: Wish) -> _Step:
    """``before thu``, ``by fri 14:00``, ``after 12 mars``, ``från imorgon``."""
    word = reader.key(index)
    if word not in BEFORE | BY | AFTER | SINCE:
        return None
    day = days.read(reader, index + 1)
    last = day.last if day else index + 1
    times = clocks.read(reader, last)
    if day is None and times is None:
        return None
    on = day.day if day else reader.today
    if times is not None and times.end is None:
        moment = midnight(on) + timedelta(seconds=times.start)
        last = times.last
    else:
        moment = midnight(on + DAY if word in BY | AFTER else on)
    return (replace(wish, latest=moment) if word in BEFORE | BY else replace(wish, earliest=moment)), last


def _week(reader: Reader, index: int, wish: Wish) -> _Step:
    """``this week``, ``nästa vecka``, ``v13``."""
    key, after = reader.key(index), reader.key(index + 1)
    monday = reader.today - timedelta(days=reader.today.weekday())
    if after in _WEEK and (key in _THIS or key in lexicon.NEXT):
        first = monday + 7 * DAY if key in lexicon.NEXT else monday
        return replace(wish, days=(first, first + 6 * DAY)), index + 2
    if len(key) == 3 and key[0] in "wv" and number(key[1:]) is not None:
        found = days.read(reader, index)
        if found is not None and found.last == index + 1:
            first = found.day - timedelta(days=found.day.weekday())
            return replace(wish, days=(first, first + 6 * DAY)), found.last
    return None


def _weekday(reader: Reader, index: int, wish: Wish) -> _Step:
    """``thu``, ``tuesdays``, ``tisdagar``; several are all meant."""
    key = reader.key(index)
    for name in (key, key.removesuffix("s"), key.removesuffix("ar")):
        if name in lexicon.WEEKDAYS:
            return replace(wish, weekdays=wish.weekdays | {lexicon.WEEKDAYS[name]}), index + 1
    return None


def _day_named(reader: Reader, index: int, wish: Wish) -> _Step:
    found = days.read(reader, index)
    return None if found is None else (replace(wish, days=(found.day, found.day)), found.last)


def _window(reader: Reader, index: int, wish: Wish) -> _Step:
    """``mornings``, ``fm``, ``9-12``."""
    key = reader.key(index)
    if key in WINDOWS:
        return replace(wish, windows=(*wish.windows, WINDOWS[key])), index + 1
    found = clocks.read(reader, index)
    if found is None or found.end is None or not found.start < found.end <= clocks.DAY:
        return None
    span = (-(-found.start // 60), found.end // 60)
    return replace(wish, windows=(*wish.windows, span)), found.last


def _length(reader: Reader, index: int, wish: Wish) -> _Step:
    """``90m``; with ``off meetings`` after it, how far from them."""
    found = next((step for used in (3, 2, 1) if (step := _duration(reader, index, used)) is not None), None)
    if found is None:
        return None
    minutes, index = found
    if reader.key(index) not in OFF or days.read(reader, index + 1) is not None:
        return replace(wish, minutes=minutes), index
    index += 1
    while reader.key(index) in MEETINGS:
        index += 1
    return replace(wish, off=minutes), index


def _duration(reader: Reader, index: int, used: int) -> tuple[int, int] | None:
    words = [reader.key(index + place) for place in range(used)]
    if not all(words) or not words[-1][-1:].isalpha():
        return None
    minutes = duration.read(" ".join(words).lstrip("=~"))
    return (minutes, index + used) if minutes and minutes > 0 else None


def _filler(reader: Reader, index: int, wish: Wish) -> _Step:
    return (wish, index + 1) if reader.key(index) in FILLERS else None


_PARTS = (_bound, _week, _weekday, _length, _window, _day_named, _filler)


def _day(day: date) -> str:
    return f"{day_name(day)} {day_month(day).split()[1]}"


def _whole(moment: datetime) -> bool:
    return not (moment.hour or moment.minute)


def _moment(moment: datetime) -> str:
    return _day(moment.date()) if _whole(moment) else f"{_day(moment.date())} {clock(moment)}"


def _hour(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
