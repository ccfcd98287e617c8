"""What the status row says over the week: what is selected and what it overlaps, and the week's sum (S1, S8)."""

from datetime import datetime

from ctotui.core import abroad, month
from ctotui.core.agenda import Instance, on_day
from ctotui.core.blocks import find
from ctotui.core.capacity import headline, load
from ctotui.core.civil import DAY, MONTHS, WEEKDAYS, clock_face, day_name, exactly, midnight, week_of_iso
from ctotui.core.duration import clock as hours
from ctotui.core.duration import spoken
from ctotui.core.state import State
from ctotui.core.week import Total, focused, free_until, rival, shown, total
from ctotui.ui.frame import Run, clip
from ctotui.ui.glyphs import Glyphs
from ctotui.ui.panes.figures import steady

WIDE = 140
CROWD = 3
"""Blocks at one time from which all are named: a column may not show them."""
SELECTED = 42
"""Cells that the selection keeps in a row of 80, so that the week's sum after it stands still."""


def parts(state: State, width: int, glyphs: Glyphs) -> list[list[Run]]:
    """The parts of the row, most important first. Raises NotLoaded."""
    wide = width >= WIDE
    here = _here(state, wide, glyphs)
    if wide:
        return [here, _week(state, wide, glyphs)]
    day = [_day(state, glyphs)] if state.view.zoom == "month" else []
    return [steady(here, SELECTED), *day, _week(state, wide, glyphs)]


def _day(state: State, glyphs: Glyphs) -> list[Run]:
    """Load of the cursor's day, which a small cell of a month has no room for."""
    day = focused(state)
    found = load(state.plan, day, state.settings)
    return [(headline(found, glyphs.dot), "warn+bold" if found.over else "text")]


def _here(state: State, wide: bool, glyphs: Glyphs) -> list[Run]:
    view, zone = state.view, state.settings.zone
    moment = view.moment if view.moment.year > 1970 else state.wall
    one = find(state.plan, view.block, zone) if view.block else None
    crowd = _crowd(state, moment) if one is None or not one.all_day else []
    if len(crowd) >= CROWD:
        names = ", ".join(other.title for other in crowd)
        return [(f"{_at(moment, wide)} ", "text+bold"), (f"{len(crowd)} here: {names}", "warn+bold")]
    if one is None and crowd:
        one = crowd[-1]
    if one is None:
        until = free_until(state.plan, moment, zone)
        end = "midnight" if until == midnight(moment.date() + DAY) else clock_face(until)
        return [(f"{_at(moment, wide)} ", "text+bold"), (f"free to {end}", "text")]
    if not isinstance(one.start, datetime):
        return [(f"{day_name(one.start)} ", "text+bold"), (f"{one.title} all day", "text")]
    return [(f"{_at(one.start, wide)} ", "text+bold"), *_block(state, one, wide, glyphs)]


def _crowd(state: State, moment: datetime) -> list[Instance]:
    at = exactly(moment, state.settings.zone)
    found = on_day(state.plan, moment.date(), state.settings.zone)
    return [one for one in found if not one.all_day and one.begins <= at < one.ends]


def _at(moment: datetime, wide: bool) -> str:
    return f"{day_name(moment) if wide else WEEKDAYS[moment.weekday()]} {clock_face(moment)}"


def _block(state: State, one: Instance, wide: bool, glyphs: Glyphs) -> list[Run]:
    found = rival(state.plan, one, state.settings.zone)
    if found is None or one.ends <= state.now:
        word = " fixed" if one.fixed else ""
        there = abroad.local(one, state.settings.zone)
        word += f" ({there})" if there else ""
        title = one.title if wide else clip(one.title, 22, glyphs.ellipsis)
        return [(title, "text"), (f" {hours(one.minutes)}{word}", "text")]
    other, minutes = found
    sign, role = (glyphs.clash, "clash+bold") if other.fixed else (glyphs.overlap, "warn+bold")
    if wide:
        words = f" {sign} {one.title} {_span(one, glyphs)} overlaps {other.title} {_span(other, glyphs)} by {minutes}m"
    else:
        words = f"{sign} {one.title} / {other.title} {minutes}m"
    return [(words, role)]


def _span(one: Instance, glyphs: Glyphs) -> str:
    if isinstance(one.start, datetime) and isinstance(one.end, datetime):
        return f"{clock_face(one.start)}{glyphs.dash}{clock_face(one.end)}"
    return ""


def _week(state: State, wide: bool, glyphs: Glyphs) -> list[Run]:
    name, sums = _shown(state)
    colon = ":" if wide else ""
    runs: list[Run] = [(f"{name}{colon} plan {spoken(sums.planned)} of {spoken(sums.capacity)}", "text")]
    if sums.over:
        runs.append((f" {glyphs.dot} {sums.over} {_days(sums.over) if wide else ''}over", "warn+bold"))
    if sums.hard and wide:
        runs.append((f" {glyphs.dot} {sums.hard} hard conflict{'s' if sums.hard > 1 else ''}", "clash+bold"))
    return runs


def _shown(state: State) -> tuple[str, Total]:
    """What the pane shows, and its sums."""
    if state.view.zoom == "month":
        day = focused(state)
        name = MONTHS[day.month - 1] + ("" if day.year == state.today.year else f" {day.year}")
        return name, month.total(month.of_month(state.plan, day, state.settings), day)
    days = shown(state)
    name = week_of_iso(days[0]) if len(days) == 7 else "3 days"
    return name, total(state.plan, days, state.settings)


def _days(count: int) -> str:
    return "days " if count > 1 else "day "
