"""Random questions to auto-plan: a random day (`days`) with tasks to plan on it and the days around it."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import strategies as st

from ctotui.core.civil import DAY, at_minute
from ctotui.core.model import Item
from ctotui.core.reschedule.autoplan import candidates
from tests.core.reschedule.days import days
from tests.core.reschedule.rules import Problem

ESTIMATES = (15, 30, 45, 60, 60, 90, 120, 150, 240, 420, 20, 100, None)
PRIORITIES = ("normal", "normal", "low", "high", "urgent")
PERSONAL = (("personal", ((360, 540),) * 2 + ((1020, 1200),) * 5),)


@st.composite
def problems(draw: st.DrawFn, most: int = 8, blocks: int = 8) -> Problem:
    """At most `most` tasks, some of which wait for others, or for what is on the calendar, over one day or several."""
    case = draw(days(blocks))
    settings = replace(case.settings, area_hours=draw(st.sampled_from(((), (), PERSONAL))))
    tasks = [_task(draw, number, case.day) for number in range(draw(st.integers(1, most)))]
    plan = case.plan.put(*tasks)
    until = case.day + draw(st.sampled_from((0, 0, 1, 3))) * DAY
    wanted = [case.day + number * DAY for number in range(-1, (until - case.day).days + 1)]
    return Problem(plan, candidates(plan, settings, case.now, until), wanted, settings, case.now)


def _task(draw: st.DrawFn, number: int, day: date) -> Item:
    estimate, priority = draw(st.sampled_from(ESTIMATES)), draw(st.sampled_from(PRIORITIES))
    due = draw(st.sampled_from((None, None, -1, 0, 1, 2)))
    limit: date | None = None if due is None else day + due * DAY
    if limit is not None and draw(st.integers(0, 3)) == 0:
        limit = at_minute(limit, draw(st.integers(8, 18)) * 60) + timedelta(minutes=draw(st.sampled_from((0, 10))))
    before = [f"t{draw(st.integers(0, number - 1))}"] if number and draw(st.integers(0, 2)) == 0 else []
    if draw(st.integers(0, 7)) == 0:
        before.append(f"i{draw(st.integers(0, 7))}")
    return Item(
        f"t{number}",
        f"Task {number}",
        status="next",
        priority=priority,  # type: ignore[arg-type]
        list=draw(st.sampled_from(("work/infra", "work/infra", "personal", ""))),
        estimate=estimate,
        due=limit,
        day=day + draw(st.sampled_from((-1, 0, 1))) * DAY if draw(st.integers(0, 3)) == 0 else None,
        rank=float(draw(st.integers(0, 2))),
        star=draw(st.booleans()),
        blocked_by=tuple(before),
    )
