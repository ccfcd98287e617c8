"""The days of one period of a recurrence rule: which a year, month, week or day of it holds (RFC 5545 3.3.10).

The parts that name days are tried from the narrowest on, so a common rule computes only the days it means.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from ctotui.core.civil import week_of
from ctotui.core.recurrence.rule import Rule


def period_starts(rule: Rule, start: date, first: date, last: date) -> Iterator[date]:
    """First day of every period in phase with `start`, from the one that holds `first` to `last`."""
    if rule.frequency in ("YEARLY", "MONTHLY"):
        step = rule.interval * (12 if rule.frequency == "YEARLY" else 1)
        origin = start.year * 12 + (start.month - 1 if step == rule.interval else 0)
        index = origin + max(0, (first.year * 12 + first.month - 1 - origin) // step) * step
        stop = last.year * 12 + last.month - 1
        for month in range(index, stop + 1, step):
            yield date(month // 12, month % 12 + 1, 1)
        return
    step = rule.interval * 7 if rule.frequency == "WEEKLY" else rule.interval if rule.frequency == "DAILY" else 1
    begin = (week_of(start, rule.week_start) if rule.frequency == "WEEKLY" else start).toordinal()
    begin += max(0, (first.toordinal() - begin) // step) * step
    for ordinal in range(begin, last.toordinal() + 1, step):
        yield date.fromordinal(ordinal)


def days_of_period(rule: Rule, start: date, period: date) -> list[date]:
    """The days that the rule means in the period which begins at `period`, in order."""
    if rule.frequency == "WEEKLY":
        return _week(rule, start, period)
    if rule.frequency == "MONTHLY":
        return _month(rule, start, period) if not rule.months or period.month in rule.months else []
    if rule.frequency == "YEARLY":
        return _year(rule, start, period.year)
    if rule.weekdays and all(weekday != period.weekday() for _nth, weekday in rule.weekdays):
        return []
    return [period] if _meets(rule, period, month_days=rule.month_days) else []


def _week(rule: Rule, start: date, period: date) -> list[date]:
    plain = bool(rule.month_days or rule.months or rule.year_days or rule.weeks)
    if rule.weekdays:
        offsets: Iterable[int] = sorted((weekday - rule.week_start) % 7 for _nth, weekday in rule.weekdays)
    elif rule.month_days or rule.year_days:
        offsets = range(7)
    else:
        offsets = ((start.weekday() - rule.week_start) % 7,)
    begin = period.toordinal()
    days = [date.fromordinal(begin + offset) for offset in offsets if begin + offset <= date.max.toordinal()]
    return [day for day in days if _meets(rule, day, month_days=rule.month_days)] if plain else days


def _month(rule: Rule, start: date, period: date) -> list[date]:
    if rule.month_days:
        days = _month_days(period, rule.month_days)
        if rule.weekdays:
            allowed = set(_weekdays(rule, period, _month_end(period)))
            days = [day for day in days if day in allowed]
    elif rule.weekdays:
        days = _weekdays(rule, period, _month_end(period))
    elif rule.year_days or rule.weeks:
        days = _span(period, _month_end(period))
    else:
        days = _month_days(period, (start.day,))
    return [day for day in days if _meets(rule, day)] if rule.year_days or rule.weeks else days


def _year(rule: Rule, start: date, year: int) -> list[date]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if not (rule.month_days or rule.weekdays or rule.year_days or rule.weeks):
        months = rule.months or (start.month,)
        return [day for month in months for day in _month_days(date(year, month, 1), (start.day,))]
    wanted = rule.months or range(1, 13)
    if rule.month_days:
        days = [day for month in wanted for day in _month_days(date(year, month, 1), rule.month_days)]
    elif rule.months and not rule.weekdays:
        days = [day for month in wanted for day in _span(date(year, month, 1), _month_end(date(year, month, 1)))]
    elif rule.weekdays:
        days = _year_weekdays(rule, year)
    else:
        days = _span(first, last)
    if rule.month_days and rule.weekdays:
        allowed = set(_year_weekdays(rule, year))
        days = [day for day in days if day in allowed]
    if rule.weeks and not (rule.weekdays or rule.month_days or rule.year_days):
        days = [day for day in days if day.weekday() == start.weekday()]  # BYWEEKNO alone: the weekday of the start
    return [day for day in days if _meets(rule, day)] if rule.year_days or rule.weeks else days


def _year_weekdays(rule: Rule, year: int) -> list[date]:
    """BYDAY of a yearly rule: numbered within each BYMONTH where there is one, else within the year."""
    if not rule.months:
        return _weekdays(rule, date(year, 1, 1), date(year, 12, 31))
    months = (date(year, month, 1) for month in rule.months)
    return [day for month in months for day in _weekdays(rule, month, _month_end(month))]


def _month_end(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _span(first: date, last: date) -> list[date]:
    return [date.fromordinal(ordinal) for ordinal in range(first.toordinal(), last.toordinal() + 1)]


def _month_days(month: date, wanted: tuple[int, ...]) -> list[date]:
    size = monthrange(month.year, month.month)[1]
    if len(wanted) == 1 and 0 < wanted[0] <= size:
        return [month.replace(day=wanted[0])]
    numbers = {number if number > 0 else size + 1 + number for number in wanted}
    return [month.replace(day=number) for number in sorted(numbers) if 1 <= number <= size]


def _weekdays(rule: Rule, first: date, last: date) -> list[date]:
    """The weekdays that the rule wants in ``[first, last]``: each of them, or the n-th from either end."""
    found: set[int] = set()
    begin, end = first.toordinal(), last.toordinal()
    for nth, weekday in rule.weekdays:
        earliest = begin + (weekday - first.weekday()) % 7
        if nth > 0:
            found.add(earliest + 7 * (nth - 1))
        elif nth < 0:
            found.add(end - (last.weekday() - weekday) % 7 + 7 * (nth + 1))
        else:
            found.update(range(earliest, end + 1, 7))
    return [date.fromordinal(ordinal) for ordinal in sorted(found) if begin <= ordinal <= end]


def _meets(rule: Rule, day: date, month_days: tuple[int, ...] = ()) -> bool:
    """Whether a day passes the parts that only limit."""
    if rule.months and day.month not in rule.months:
        return False
    if month_days and day.day not in month_days:
        size = monthrange(day.year, day.month)[1]
        if day.day - size - 1 not in month_days:
            return False
    if rule.year_days:
        number, size = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
        if number not in rule.year_days and number - size - 1 not in rule.year_days:
            return False
    return not rule.weeks or _in_weeks(rule, day)


def _in_weeks(rule: Rule, day: date) -> bool:
    """BYWEEKNO: week 1 is the first with four days in the year; it begins at WKST (RFC 5545 3.3.10)."""
    begin = week_of(day, rule.week_start)
    year = (begin + timedelta(days=3)).year
    first = week_of(date(year, 1, 4), rule.week_start)
    number = (begin - first).days // 7 + 1
    if number in rule.weeks:
        return True
    size = (week_of(date(year + 1, 1, 4), rule.week_start) - first).days // 7 if year < date.max.year else 52
    return number - size - 1 in rule.weeks
