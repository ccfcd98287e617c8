"""Holidays of a country or region, over the `holidays` package: their names, and what a series does on them.

The days that a law or custom frees from work: categories *public* and *de facto*. For Sweden that adds the three eves
which the Annual Leave Act (Semesterlagen 7 §) counts as Sundays: midsommarafton, julafton, nyårsafton. The table of a
year is a constant, so it is computed once, and `use` may give a quicker source of the same tables.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from ctotui.core import areas
from ctotui.core.civil import DAY, day_of
from ctotui.core.errors import PlanError
from ctotui.core.model import Wall
from ctotui.core.state import Settings

Table = Mapping[date, str]
"""Names of the holidays of one year by day."""
Source = Callable[[str, int, str], Table]
"""From country, year and language (``en`` or ``sv``) to its table. Raises PlanError for a country it does not know."""

LONGEST = timedelta(days=31)
"""More than the longest run of days without work anywhere: how far a start can be shifted."""


class Policy(NamedTuple):
    """What a series does on a holiday (`Item.holidays`)."""

    mode: Literal["skip", "shift"]
    country: str


def computed(country: str, year: int, language: str) -> Table:
    """The table as the `holidays` package has it. Raises PlanError where it does not know the country or region."""
    from holidays import country_holidays

    code, _, region = country.partition("-")
    known: dict[str, object] = {"subdiv": region} if region else {}
    try:
        categories = country_holidays(code, **known).supported_categories  # type: ignore[arg-type]
        wanted = tuple(name for name in ("public", "de_facto") if name in categories)
        tongues = country_holidays(code, **known).supported_languages  # type: ignore[arg-type]
        tongue = {"sv": "sv", "en": "en_US"}.get(language, "")
        found = country_holidays(
            code,
            years=year,
            categories=wanted,
            language=tongue if tongue in tongues else None,
            **known,  # type: ignore[arg-type]
        )
    except (NotImplementedError, KeyError, ValueError):
        reason = f'There is no table of holidays for "{country}": write a country such as SE, or DE-BY.'
        raise PlanError(reason) from None
    return dict(found.items())


_source: list[Source] = [computed]


def use(source: Source) -> None:
    """Take tables from `source`, which must give what `computed` gives: the state folder keeps them."""
    _source[:] = [source]
    table.cache_clear()


@lru_cache(maxsize=128)
def table(country: str, year: int, language: str = "en") -> Table:
    """The holidays of one year. Raises PlanError where the country is not known."""
    return _source[0](country, year, language)


def name(day: date, settings: Settings) -> str:
    """Name of the holiday that `day` is for the user, in the language of dates; empty where it is none."""
    if not settings.holidays:
        return ""
    try:
        return table(settings.holidays, day.year, settings.language).get(day, "")
    except PlanError:
        return ""


def working_hours(day: date, settings: Settings, area: str = "") -> tuple[int, int]:
    """Working hours of a day, minutes since midnight: those of its weekday, or of a holiday; (0, 0) is a day off.

    An `area` with hours of its own has those, on holidays too; any other has the working hours.
    """
    own = areas.own_hours(area, settings)
    if own is not None:
        return own[day.weekday()]
    usual = settings.hours[day.weekday()]
    if usual[0] >= usual[1] or settings.holiday_hours is None or not name(day, settings):
        return usual
    return settings.holiday_hours


def is_bridge(day: date, settings: Settings) -> bool:
    """Whether a working day stands alone between days off of which one is a holiday: a *klämdag*."""
    if not settings.holidays or not _works(day, settings):
        return False
    before, after = day - DAY, day + DAY
    if _works(before, settings) or _works(after, settings):
        return False
    return bool(name(before, settings) or name(after, settings))


def _works(day: date, settings: Settings) -> bool:
    opens, closes = working_hours(day, settings)
    return opens < closes


def label(day: date, settings: Settings) -> str:
    """What the header of a day says besides its date: the name of the holiday, or that it is a bridge day."""
    found = name(day, settings)
    if found or not is_bridge(day, settings):
        return found
    return "klämdag" if settings.language == "sv" else "bridge day"


def policy(text: str) -> Policy | None:
    """What `Item.holidays` says. Raises PlanError where it says something else."""
    if not text:
        return None
    mode, _, country = text.partition(" ")
    if mode not in ("skip", "shift") or not country:
        raise PlanError(f'holidays = "{text[:40]}" is neither "skip SE" nor "shift SE".')
    return Policy("skip" if mode == "skip" else "shift", country)


def spoken(text: str) -> str:
    """What `Item.holidays` says, to stand after the words of a rule; empty for nothing."""
    mode, _, country = text.partition(" ")
    words = {"skip": ", not on holidays", "shift": ", moved to the next working day"}.get(mode, "")
    return f"{words} ({country})" if words else ""


def adjusted(text: str, starts: Callable[[Wall, Wall], list[Wall]], first: Wall, last: Wall) -> list[Wall]:
    """The starts in ``[first, last)`` that a series has once its rule about holidays is kept, in order, each once.

    `starts` gives those of its recurrence rule in a window. Raises PlanError as `policy` and `table`.
    """
    wanted = policy(text)
    if wanted is None:
        return starts(first, last)
    if wanted.mode == "skip":
        return [one for one in starts(first, last) if not _is_holiday(day_of(one), wanted.country)]
    earlier = max(day_of(first), date.min + LONGEST) - LONGEST
    moved = (shifted(one, wanted.country) for one in starts(earlier, last))
    low, high = day_of(first), day_of(last)
    near = {one for one in moved if low <= day_of(one) <= high}
    return sorted(one for one in near if _within(one, first, last))


def shifted(start: Wall, country: str) -> Wall:
    """`start` on the first working day, Monday to Friday and no holiday, from its own day on."""
    for _step in range(LONGEST.days):
        if day_of(start).weekday() < 5 and not _is_holiday(day_of(start), country):
            break
        start += DAY
    return start


def _within(one: Wall, first: Wall, last: Wall) -> bool:
    from ctotui.core.recurrence import aligned

    return aligned(first, one) <= one < aligned(last, one)


def _is_holiday(day: date, country: str) -> bool:
    return day in table(country, day.year)
