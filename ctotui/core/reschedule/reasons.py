"""The words of auto-plan: why a time is the one for an item, and why there is none."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from ctotui.core import duration
from ctotui.core.civil import DAY, WEEKDAYS, clock, day_month, day_name, instant, midnight, wall
from ctotui.core.model import PRIORITIES, Item
from ctotui.core.reschedule.fit import deadline
from ctotui.core.reschedule.order import Slack
from ctotui.core.reschedule.timetable import Found
from ctotui.core.state import Settings

NO_DAY = "none of the days is still to come: P on a later day"


class Reasons:
    """Why the `ordered` items have the times that they have."""

    def __init__(self, ordered: Sequence[Item], slacks: Slack) -> None:
        self.slacks, self.settings = slacks, slacks.settings
        self.now = wall(slacks.now, slacks.settings.zone)
        self._least = min((PRIORITIES.index(item.priority) for item in ordered), default=0)
        self._plain = any(not item.star for item in ordered)

    def placed(self, item: Item, found: Found, minutes: int, after: str = "", past: bool = False) -> str:
        """``first 90 free minutes before Fri, in a focus window, starred``; of `minutes`, where it is a part of them.

        `after` is the title of what it had to wait for, `past` whether the time is past the capacity line.
        """
        words = [f"first {found.minutes} free minutes{self._before(item, found.start.date())}"]
        if found.minutes < minutes:
            words.append(f"part of {duration.text(minutes)}, which nothing holds whole")
        if after:
            words.append(f"after {after}")
        if in_focus(found, self.settings):
            words.append("in a focus window")
        if self.slacks.negative(item):
            words.append("no time to spare")
        if item.priority in ("high", "urgent") and PRIORITIES.index(item.priority) > self._least:
            words.append(item.priority)
        if item.star and self._plain:
            words.append("starred")
        if past:
            words.append("past the capacity line")
        return ", ".join(words)

    def _before(self, item: Item, on: date) -> str:
        limit = deadline(item)
        if limit is None:
            return ""
        if limit <= self.now:
            return f" since it was due {named(limit, self.now.date())}"
        if limit == midnight(on + DAY):
            return " on the day it is due"
        return f" before {named(limit, self.now.date())}"


def past_line(day: date) -> str:
    """Why a time that is free was not taken."""
    return f"past the capacity line of {day_name(day)}: f or p adds it anyway"


def no_end(blocker: Item) -> str:
    """Why what waits for an item cannot be planned: no time says when that is over."""
    if blocker.repeat:
        return f"waits for {blocker.title}, which repeats and is never over: b frees this"
    return f"waits for {blocker.title}, which has no time: p plans that, b frees this"


def none_before(limit: datetime, minutes: int, after: str = "") -> str:
    """Why there is no time before a deadline; `after` is what had to be over before."""
    free = f"nothing is free{_once(after)} before it is due"
    return f"{duration.text(minutes)} left after {_dated(limit)}: {free}; rs spreads, < moves the deadline"


def none_through(day: date, minutes: int, after: str = "") -> str:
    """Why there is no time on the days that are planned, of which `day` is the last."""
    free = f"nothing is free{_once(after)} through {_dated(midnight(day + DAY))}"
    return f"{duration.text(minutes)} left: {free}; f looks further"


def in_focus(found: Found, settings: Settings) -> bool:
    """Whether a time reaches into a focus window."""
    day, zone = found.start.date(), settings.zone
    end = found.begin + timedelta(minutes=found.minutes)
    return any(
        weekday == day.weekday()
        and found.begin < instant(midnight(day) + timedelta(minutes=closes), zone)
        and instant(midnight(day) + timedelta(minutes=opens), zone) < end
        for weekday, opens, closes in settings.focus
    )


def named(limit: datetime, today: date) -> str:
    """A deadline in few words: ``Fri`` within a week, ``Thu 19 Mar``, ``Fri 12:00``."""
    day, time = _day_and_time(limit)
    near = timedelta() < day - today < 7 * DAY
    return (WEEKDAYS[day.weekday()] if near else f"{WEEKDAYS[day.weekday()]} {day_month(day)}") + time


def _dated(limit: datetime) -> str:
    day, time = _day_and_time(limit)
    return f"{WEEKDAYS[day.weekday()]} {day_month(day)}{time}"


def _day_and_time(limit: datetime) -> tuple[date, str]:
    """The day of a deadline, and its time if it is not the end of that day."""
    if limit == midnight(limit.date()):
        return limit.date() - DAY, ""
    return limit.date(), f" {clock(limit)}"


def _once(after: str) -> str:
    return f" once {after} is over" if after else ""
