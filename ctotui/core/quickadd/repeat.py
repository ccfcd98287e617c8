"""The production *repeat*: words to the value of an RRULE (RFC 5545 3.3.10), its holidays, and repeats after done.

``every 2 weeks on Mon, Wed until 30 Jun``, ``varje månad sista fredagen``, ``every 3rd Tue 10 times``, ``not on
holidays``, ``shift to next working day``, ``3 weeks after done``; ``repeat:FREQ=…`` is any other rule. `repeat_words`
writes them back.
"""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from ctotui.core.quickadd import days, lexicon
from ctotui.core.quickadd.context import Reader, number

WORKDAYS = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
LETTERS = {"DAILY": "d", "WEEKLY": "w", "MONTHLY": "mo", "YEARLY": "y"}
"""Unit of a frequency in `Item.again`."""
_RULE_PARTS = {
    *("FREQ", "UNTIL", "COUNT", "INTERVAL", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY"),
    *("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST"),
}


class Repeat(NamedTuple):
    """How something comes again, as it was written."""

    rule: str = ""
    """Value of an RRULE."""
    holidays: str = ""
    """``skip`` or ``shift``, with the country where one was written: ``skip DE-BY``."""
    again: str = ""
    """``3w``: so long after it was done, and by no rule."""


NEVER = Repeat()


class _Bare(Reader):
    """The words of a line without the commas after them."""

    def key(self, index: int) -> str:
        return super().key(index).removesuffix(",")


def read(reader: Reader, index: int) -> tuple[Repeat, int] | None:
    """The repetition that starts with ``every``, ``varje``, ``varannan`` or ``var`` at word `index`."""
    bare = _Bare(reader.words, reader.context)
    first = reader.key(index)
    if first in lexicon.EVERY_OTHER:
        found = _each(reader.key, index + 1, 2)
    elif reader.key(index + 1) in lexicon.OTHER and first in lexicon.EVERY:
        found = _each(reader.key, index + 2, 2)
    else:
        found = _nth(bare, index + 1) or (_counted(bare.key, index + 1) if first in lexicon.EVERY else None)
        if found is None and first in lexicon.EVERY:
            found = _each(reader.key, index + 1, 1)
    if found is None:
        return None
    after = _after_done(bare, found[1])
    if after is not None and first in lexicon.EVERY and "BY" not in found[0]:
        return Repeat(again=_again(found[0])), after
    rule, last = _on(reader, bare, *found)
    return rest(reader, Repeat(rule), last)


def rest(reader: Reader, found: Repeat, index: int) -> tuple[Repeat, int]:
    """What may follow a rule, in any order: its end, and what it does on holidays."""
    bare = _Bare(reader.words, reader.context)
    while True:
        end = _until(bare, index) or _times(bare, index)
        if end is not None:
            found, index = found._replace(rule=_replaced(found.rule, end[0])), end[1]
            continue
        holidays = _holidays(bare, index)
        if holidays is None:
            return found, index
        found, index = found._replace(holidays=holidays[0]), holidays[1]


def after_done(reader: Reader, index: int) -> tuple[Repeat, int] | None:
    """``3 weeks after done``, ``3v efter klar`` at word `index`, and the index after it."""
    found = days.count(reader.key(index), reader.key(index + 1))
    if found is None or not found[0]:
        return None
    last = _after_done(_Bare(reader.words, reader.context), index + found[2])
    return None if last is None else (Repeat(again=f"{found[0]}{LETTERS[lexicon.UNITS[found[1]]]}"), last)


def word(text: str) -> str | None:
    """The rule of ``repeat:2w`` or ``repeat:FREQ=…``."""
    if "=" in text:
        return text if _is_rule(text) else None
    key = _lone(text.lower())
    found = _counted(key, 0) or _each(key, 0, 1)
    return found and found[0]


def _lone(text: str) -> Callable[[int], str]:
    return lambda index: "" if index else text


def first_day(rule: str, day: date) -> date:
    """The first day from `day` on that a rule means: a series starts on a day of its rule (RFC 5545 3.8.5.3)."""
    if "BY" not in rule:
        return day
    parts = dict(part.partition("=")[::2] for part in rule.upper().split(";"))
    plain = {name: value for name, value in parts.items() if name not in ("INTERVAL", "COUNT", "UNTIL", "BYHOUR")}
    from ctotui.core.errors import PlanError
    from ctotui.core.recurrence import next_occurrence

    try:
        found = next_occurrence(";".join(f"{name}={value}" for name, value in plain.items()), day, day - days.ONE)
    except (PlanError, OverflowError):
        return day
    return found if found is not None else day


def _nth(reader: Reader, index: int) -> tuple[str, int] | None:
    """``3rd tue`` and ``last fri`` of each month, ``15th``, ``3rd week``, ``tredje vecka``."""
    nth = _ordinal(reader.key(index))
    if nth is None:
        return None
    after = reader.key(index + 1)
    frequency, weekday = lexicon.UNITS.get(after), _weekday(after)
    if frequency is not None and nth > 0:
        return _rule(after, nth, index + 2)
    if weekday is not None and abs(nth) <= 5:
        return f"FREQ=MONTHLY;BYDAY={nth}{lexicon.WEEKDAY_CODES[weekday]}", index + 2
    if 0 < nth <= 31 and reader.key(index - 1) in lexicon.EVERY and reader.key(index)[0].isdigit():
        return f"FREQ=MONTHLY;BYMONTHDAY={nth}", index + 1
    return None


def _counted(key: Callable[[int], str], index: int) -> tuple[str, int] | None:
    """``3 days``, ``2w``, ``week``."""
    first = key(index)
    count = number(first)
    if count is not None:
        return _rule(key(index + 1), count, index + 2)
    digits = len(first) - len(first.lstrip("0123456789"))
    if digits:
        count = number(first[:digits])
        return None if count is None else _rule(first[digits:], count, index + 1)
    return _rule(first, 1, index + 1)


def _each(key: Callable[[int], str], index: int, interval: int) -> tuple[str, int] | None:
    """A unit, or weekdays: ``week``, ``weekday``, ``mon,wed``, ``mon, wed and fri``."""
    first = key(index).removesuffix(",")
    if first in lexicon.WORKDAY and interval == 1:
        return WORKDAYS, index + 1
    if first in lexicon.UNITS:
        return _rule(first, interval, index + 1)
    found = _weekdays(key, index)
    if found is None:
        return None
    every = "" if interval == 1 else f";INTERVAL={interval}"
    return f"FREQ=WEEKLY{every};BYDAY={found[0]}", found[1]


def _weekdays(key: Callable[[int], str], index: int) -> tuple[str, int] | None:
    """Weekdays in a row, as the value of BYDAY."""
    named: list[int] = []
    more = True
    while more and len(named) <= 7:
        text = key(index)
        found = [_weekday(part) for part in text.removesuffix(",").split(",", 7)]
        if None in found:
            break
        named += [day for day in found if day is not None]
        index += 1
        more = text.endswith(",")
        if key(index) in lexicon.AND and _weekday(key(index + 1).removesuffix(",")) is not None:
            index, more = index + 1, True
    return (",".join(lexicon.WEEKDAY_CODES[day] for day in sorted(set(named))), index) if named else None


def _on(reader: Reader, bare: Reader, rule: str, index: int) -> tuple[str, int]:
    """What follows a unit: ``on Mon, Wed``, ``on the last Fri``, ``den 15:e``, ``on 24 Dec``; else the rule itself."""
    if "BY" in rule:
        return rule, index
    frequency = rule.removeprefix("FREQ=").partition(";")[0]
    first = index
    while bare.key(first) in lexicon.ON_THE:
        first += 1
    found: tuple[str, int] | None = None
    if frequency == "WEEKLY" and first > index and (weekdays := _weekdays(reader.key, first)) is not None:
        found = f"BYDAY={weekdays[0]}", weekdays[1]
    elif frequency == "MONTHLY":
        found = _on_nth(bare, first) or (_month_days(reader, first) if first > index else None)
    elif frequency == "YEARLY" and first > index:
        found = _date_of_year(bare, first)
    return (f"{rule};{found[0]}", found[1]) if found is not None else (rule, index)


def _on_nth(reader: Reader, index: int) -> tuple[str, int] | None:
    """``last fri``, ``2nd tue``, ``last weekday``, ``last day``."""
    nth, after = _ordinal(reader.key(index)), reader.key(index + 1)
    if nth is None or abs(nth) > 5:
        return None
    weekday = _weekday(after)
    if weekday is not None:
        return f"BYDAY={nth}{lexicon.WEEKDAY_CODES[weekday]}", index + 2
    if after in lexicon.WORKDAY:
        return f"BYDAY=MO,TU,WE,TH,FR;BYSETPOS={nth}", index + 2
    return (
        ("BYMONTHDAY=-1", index + 2) if nth == -1 and lexicon.UNITS.get(after.removesuffix("en")) == "DAILY" else None
    )


def _month_days(reader: Reader, index: int) -> tuple[str, int] | None:
    """``15th``, ``1st and 15th``, ``1, 15``."""
    found: list[int] = []
    more = True
    while more:
        text = reader.key(index)
        day = number(text.removesuffix(","), 2) or _ordinal(text.removesuffix(","))
        if day is None or not 0 < day <= 31:
            break
        found.append(day)
        index += 1
        more = text.endswith(",")
        if reader.key(index) in lexicon.AND:
            index, more = index + 1, True
    return (f"BYMONTHDAY={','.join(map(str, sorted(set(found))))}", index) if found and not more else None


def _date_of_year(reader: Reader, index: int) -> tuple[str, int] | None:
    """``24 dec``, ``dec 24``, ``24th of december``."""
    first, second, used = reader.key(index), reader.key(index + 1), 2
    if second == "of":
        second, used = reader.key(index + 2), 3
    if first in lexicon.MONTHS:
        first, second = second, first
    day, month = number(first, 2) or _ordinal(first), lexicon.MONTHS.get(second)
    if not month or day is None or days.exact(2024, month, day) is None:
        return None
    return f"BYMONTH={month};BYMONTHDAY={day}", index + used


def _until(reader: Reader, index: int) -> tuple[str, int] | None:
    if reader.key(index) not in lexicon.UNTIL:
        return None
    day = days.read(reader, index + 1)
    return day and (f"UNTIL={day.day:%Y%m%d}", day.last)


def _times(reader: Reader, index: int) -> tuple[str, int] | None:
    """``10 times``, ``for 10 times``, ``10 gånger``."""
    if reader.key(index) in lexicon.FOR:
        index += 1
    count = number(reader.key(index))
    return (f"COUNT={count}", index + 2) if count and reader.key(index + 1) in lexicon.TIMES else None


def _replaced(rule: str, end: str) -> str:
    """A rule with one end, the last written."""
    kept = [part for part in rule.split(";") if part.partition("=")[0].upper() not in ("UNTIL", "COUNT")]
    return ";".join([*kept, end])


def _holidays(reader: Reader, index: int) -> tuple[str, int] | None:
    """``not on holidays``, ``not on DE-BY holidays``, ``ej helgdagar``, ``shift to next working day``."""
    for mode, phrases in (("skip", lexicon.SKIP_HOLIDAYS), ("shift", lexicon.SHIFT_HOLIDAYS)):
        for phrase in phrases:
            found = _phrase(reader, index, phrase)
            if found is not None:
                return f"{mode} {found[0]}".rstrip(), found[1]
    return None


def _phrase(reader: Reader, index: int, phrase: tuple[str, ...]) -> tuple[str, int] | None:
    """The country in a phrase, empty without one, and the index after it; ``*`` is where the country may stand."""
    country = ""
    for expected in phrase:
        key = reader.key(index)
        if expected == "*":
            code, _, region = key.partition("-")
            if len(code) == 2 and code.isalpha() and code.isascii() and reader.words[index].text[:2].isupper():
                country = f"{code}-{region}".upper().removesuffix("-")
                index += 1
            continue
        if key not in expected.split("|"):
            return None
        index += 1
    return country, index


def _after_done(reader: Reader, index: int) -> int | None:
    if reader.key(index) in lexicon.AFTER and reader.key(index + 1) in lexicon.DONE:
        return index + 2
    return None


def _again(rule: str) -> str:
    parts = dict(part.partition("=")[::2] for part in rule.split(";"))
    return f"{parts.get('INTERVAL', '1')}{LETTERS[parts['FREQ']]}"


def _ordinal(key: str) -> int | None:
    """``3rd``, ``third``, ``tredje``, ``3:e``, ``last``; a bare number is none."""
    if key in lexicon.ORDINALS:
        return lexicon.ORDINALS[key]
    for ending in ("st", "nd", "rd", "th", ":e", ":a"):
        if key.endswith(ending):
            return number(key.removesuffix(ending), 2) or None
    return None


def _weekday(key: str) -> int | None:
    """A weekday, also as ``fridays``, ``fredagen``, ``fredagar``."""
    for ending in ("", "s", "en", "ar"):
        if key.endswith(ending) and (found := lexicon.WEEKDAYS.get(key.removesuffix(ending))) is not None:
            return found
    return None


def _rule(unit: str, count: int, last: int) -> tuple[str, int] | None:
    frequency = lexicon.UNITS.get(unit)
    if frequency is None or not count:
        return None
    return (f"FREQ={frequency}" if count == 1 else f"FREQ={frequency};INTERVAL={count}"), last


def _is_rule(text: str) -> bool:
    """It has the shape of an RRULE: `core.recurrence` alone judges its values."""
    names = [part.partition("=")[0].upper() for part in text.split(";")]
    return "FREQ" in names and _RULE_PARTS.issuperset(names)
