"""The one table of settings: it validates ``settings.toml`` and documents it (M12).

Each row has the key in the file, the form of its value, its default as it would be written, and what it does.
"""

from collections.abc import Callable
from dataclasses import dataclass

DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SVENSKA = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. `read` turns a TOML value into a field of `Settings`, or raises ValueError."""

    name: str
    form: str
    """What the value may be, for people: ends the sentence "slot is …"."""
    default: str
    """As it would stand in the file."""
    words: str
    """What it does, one sentence."""
    read: Callable[[object], object]


def _minutes(text: str) -> int:
    """Minutes since midnight of ``08:00`` or ``8``; 24:00 is the end of the day."""
    hours, _, rest = text.strip().replace(".", ":").partition(":")
    if not (hours.isascii() and hours.isdigit() and (rest or "00").isdigit() and len(rest or "00") == 2):
        raise ValueError
    total = int(hours) * 60 + int(rest or 0)
    if total > 1440 or int(rest or 0) > 59:
        raise ValueError
    return total


def _span(text: str) -> tuple[int, int]:
    """``12:00-12:45`` as minutes since midnight."""
    first, dash, last = text.replace("–", "-").partition("-")
    start, end = _minutes(first), _minutes(last)
    if not dash or end <= start:
        raise ValueError
    return start, end


def _weekday(text: str) -> int:
    """Monday is 0; any prefix of two letters or more, English or Swedish."""
    name = text.strip().lower()
    for names in (DAY_NAMES, _SVENSKA):
        found = [index for index, full in enumerate(names) if len(name) > 1 and full.startswith(name)]
        if len(found) == 1:
            return found[0]
    raise ValueError


def _days_and_span(line: object) -> tuple[list[int], tuple[int, int]]:
    """``Mon-Fri 08:00-17:00`` or ``Tue 9-11``: the weekdays, and the span of each."""
    if not isinstance(line, str):
        raise ValueError
    days, _, span = line.strip().rpartition(" ")
    first, _, last = days.replace("–", "-").partition("-")
    start, end = _weekday(first), _weekday(last or first)
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)], _span(span)


def _lines(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else [value]


def hours(value: object) -> tuple[tuple[int, int], ...]:
    """Hours Monday first of ``Mon-Fri 08:00-17:00, Sat 9-12``, or of a list of such lines. Raises ValueError."""
    week = [(0, 0)] * 7
    for line in _lines(value):
        for part in line.split(",") if isinstance(line, str) else [line]:
            days, span = _days_and_span(part)
            for day in days:
                week[day] = span
    return tuple(week)


def _focus(value: object) -> object:
    windows = [(day, *span) for line in _lines(value) for days, span in [_days_and_span(line)] for day in days]
    return tuple(sorted(windows))


def _lunch(value: object) -> object:
    if value == "":
        return (0, 0)
    if not isinstance(value, str):
        raise ValueError
    return _span(value)


def _holidays(value: object) -> object:
    from ctotui.disk.holidays import country_is_known

    if not isinstance(value, str) or (value and not country_is_known(value.strip().upper())):
        raise ValueError
    return value.strip().upper()


def _holiday_hours(value: object) -> object:
    if isinstance(value, str) and value.strip().lower() in ("", "usual"):
        return (0, 0) if not value.strip() else None
    if not isinstance(value, str):
        raise ValueError
    return _span(value)


def _whole(low: int, high: int) -> Callable[[object], object]:
    def read(value: object) -> object:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError
        return value

    return read


def _number(low: float, high: float) -> Callable[[object], object]:
    def read(value: object) -> object:
        if not isinstance(value, int | float) or isinstance(value, bool) or not low <= value <= high:
            raise ValueError
        return float(value)

    return read


def _one_of(*choices: object) -> Callable[[object], object]:
    def read(value: object) -> object:
        wanted = value.lower() if isinstance(value, str) else value
        if isinstance(wanted, bool) or wanted not in choices:
            raise ValueError
        return wanted

    return read


def _switch(value: object) -> object:
    known = {"on": True, "off": False}
    if isinstance(value, str):
        value = known.get(value.lower())
    if not isinstance(value, bool):
        raise ValueError
    return value


def _name(value: object) -> object:
    if not isinstance(value, str) or not value or len(value) > 60 or "/" in value or value.startswith("."):
        raise ValueError
    return value


def _zone(value: object) -> object:
    from zoneinfo import ZoneInfo

    if not isinstance(value, str) or not value:
        raise ValueError
    try:
        ZoneInfo(value)
    except (KeyError, OSError) as error:
        raise ValueError from error
    return value


def _zones(value: object) -> object:
    return tuple(str(_zone(name)) for name in _lines(value))


def _lead(value: object) -> object:
    """Minutes of a lead time, None for ``off``."""
    from ctotui.core import duration

    if value in ("off", ""):
        return None
    minutes = duration.read(value) if isinstance(value, str) else value
    return _whole(0, 40320)(minutes)


def _arguments(value: object) -> object:
    from shlex import split

    words = split(value) if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) and "\0" not in word for word in words):
        raise ValueError
    return tuple(words)


def _tables(value: object) -> object:
    """Calendars, which `disk.calendar_settings` reads one by one, so that a bad one costs only itself."""
    from ctotui.disk.calendar_settings import calendars

    return calendars(value, _refuse)


def _refuse(_key: str, what: str, _remedy: str) -> None:
    raise ValueError(what)


def _area_hours(value: object) -> object:
    """Hours of areas, which `disk.area_settings` reads one by one, so that a bad entry costs only itself."""
    from ctotui.disk.area_settings import area_hours

    return area_hours(value, _refuse)


def _week_start(value: object) -> object:
    if not isinstance(value, str):
        raise ValueError
    return _weekday(value)


TABLE: dict[str, Setting] = {
    row.name: row
    for row in (
        Setting(
            "slot",
            "5, 10, 15 or 30 (minutes)",
            "15",
            "Length of a calendar slot, and of a step.",
            _one_of(5, 10, 15, 30),
        ),
        Setting(
            "hours",
            'days and a span such as "Mon-Fri 08:00-17:00", or several with commas, or a list of them',
            '"Mon-Fri 08:00-17:00"',
            "Working hours; a day that is not named is off.",
            hours,
        ),
        Setting(
            "area_hours",
            'a table of hours, `[area_hours]` with `personal = "Mon-Fri 17:00-21:00, Sat-Sun 09:00-20:00"`',
            "{}",
            "Areas with hours, and so a capacity, of their own, on holidays too; all others have `hours`.",
            _area_hours,
        ),
        Setting(
            "holidays",
            'a country or region such as "SE" or "DE-BY", or "" for none',
            "SE in Sweden",
            "Whose holidays are shown and free of work; the eves are among Sweden's.",
            _holidays,
        ),
        Setting(
            "holiday_hours",
            '"" (a day off), a span such as "08:00-12:00", or "usual"',
            '""',
            "Working hours on a holiday.",
            _holiday_hours,
        ),
        Setting(
            "lunch",
            'a span such as "12:00-12:45", or "" for none',
            '"12:00-12:45"',
            "Kept free of work every day.",
            _lunch,
        ),
        Setting(
            "reserve",
            "a share from 0 to 0.9",
            "0.15",
            "Share of the free working time that is left unplanned.",
            _number(0, 0.9),
        ),
        Setting(
            "buffer",
            "0 to 60 (minutes)",
            "5",
            "Minutes kept free beside each fixed block when a task is fitted in.",
            _whole(0, 60),
        ),
        Setting(
            "focus",
            'a list of windows such as "Tue 09:00-11:00"',
            "[]",
            "Windows kept for long or important items.",
            _focus,
        ),
        Setting("week_start", "the name of a weekday", '"monday"', "First day of a week on the screen.", _week_start),
        Setting(
            "language",
            '"en" or "sv"',
            "from LANG",
            "Language of dates; quick-add always reads both.",
            _one_of("en", "sv"),
        ),
        Setting(
            "zone",
            'the name of a time zone such as "Europe/Stockholm"',
            "the system's",
            "Time zone that you live in.",
            _zone,
        ),
        Setting(
            "zones",
            'a list of time zones such as ["America/New_York"]',
            "[]",
            "Zones whose hours stand beside your own on the calendar; `o` changes to the next, and to none.",
            _zones,
        ),
        Setting(
            "wip_doing", "1 to 99 (cards)", "3", "Cards that Doing may hold before the board warns.", _whole(1, 99)
        ),
        Setting(
            "theme",
            "the name of a theme, shipped or in the themes folder",
            '"okabe-ito"',
            "Colours of the screen.",
            _name,
        ),
        Setting("ascii", "true or false", "false", "Draw with ASCII only.", _switch),
        Setting("mouse", "true or false", "true", "Let the mouse select, open, drag and scroll.", _switch),
        Setting(
            "cursor",
            '"hidden" or "real"',
            '"hidden"',
            "Park the terminal's own cursor on the focused cell, for screen readers.",
            _one_of("hidden", "real"),
        ),
        Setting(
            "which_key_delay",
            "0 to 10 (seconds)",
            "0.4",
            "Wait before the menu of a pending key opens.",
            _number(0, 10),
        ),
        Setting(
            "color",
            '"auto", "truecolor", "256", "16" or "mono"',
            '"auto"',
            "Colours that the terminal is trusted with.",
            _one_of("auto", "truecolor", "256", "16", "mono"),
        ),
        Setting(
            "remind_meeting",
            'minutes, a duration such as "10m", or "off"',
            "5",
            "How long before a meeting to remind of it; `remind` of an item and alarms of a calendar win.",
            _lead,
        ),
        Setting(
            "remind_task",
            'minutes, a duration such as "10m", or "off"',
            '"off"',
            "The same for blocks without other people.",
            _lead,
        ),
        Setting(
            "remind_due",
            'minutes, a duration such as "2h", or "off"',
            "60",
            "The same for deadlines; one without a time reminds when its day begins, and so do follow-ups.",
            _lead,
        ),
        Setting(
            "notify",
            '"off", "bell", "osc9", "osc777", "osc99" or "command"',
            '"bell"',
            "What a reminder does besides its line: the bell, a notification of the terminal, or `notify_command`.",
            _one_of("off", "bell", "osc9", "osc777", "osc99", "command"),
        ),
        Setting(
            "notify_command",
            'a program with its arguments, such as "notify-send ctotui"',
            '""',
            "Gets a reminder as its last argument; no shell reads it. `ctotui due --notify` uses it too.",
            _arguments,
        ),
        Setting(
            "calendars",
            'a table a calendar, `[calendars.work]`, with `path = "~/.calendars/work"`',
            "{}",
            "Folders of vdirsyncer and khal (both ways) and .ics files; also `color`, `shown`, `readonly`.",
            _tables,
        ),
    )
}
"""Every setting by its key, in the order of the documentation."""


def markdown() -> str:
    """The table of settings as the README shows it."""
    rows = [f"| `{row.name}` | {row.form} | `{row.default}` | {row.words} |" for row in TABLE.values()]
    return "\n".join(["| key | value | default | meaning |", "|---|---|---|---|", *rows]) + "\n"
