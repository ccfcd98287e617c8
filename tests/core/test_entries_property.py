"""T1 over random days: whatever is done, entries never overlap, one at most runs, none is in the future."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core import entries
from ctotui.core.errors import PlanError
from ctotui.core.model import Entry, Item
from ctotui.core.plan import Plan

ITEMS = [Item(f"i{n}", f"Item {n}") for n in range(3)]
BEGIN = datetime(2026, 2, 28, 20, tzinfo=UTC)
MOMENTS = st.integers(0, 3 * 24 * 3600).map(lambda seconds: BEGIN + timedelta(seconds=seconds))
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["start", "stop", "back", "continue", "log", "cut", "change", "reach", "delete"]),
        st.integers(0, 2),
        st.integers(0, 20_000),
        MOMENTS,
        st.integers(-10, 20_000),
        st.booleans(),
    ),
    max_size=14,
)


def step(plan: Plan, what: str, item: str, now: datetime, start: datetime, end: datetime, key: str, pick: int) -> Plan:
    known = sorted(entry.id for entry in plan.records(Entry))
    entry = known[pick % len(known)] if known else "none"
    match what:
        case "start":
            return entries.start(plan, item, now, key, "UTC")
        case "stop":
            return entries.stop(plan, now)
        case "back":
            return entries.stop(plan, now, start)
        case "continue":
            return entries.stop_or_continue(plan, now, key, "UTC")
        case "log" | "cut":
            return entries.log(plan, item, start, end, now, key, "UTC", cut=what == "cut", rest_id=f"{key}r")
        case "change":
            return entries.change(plan, entry, start, end, now)
        case "reach":
            return entries.change(plan, entry, start, end if pick else None, now, cut=True)
        case _:
            return entries.delete(plan, entry)


def check(plan: Plan, now: datetime) -> None:
    found = sorted(plan.records(Entry), key=lambda entry: entry.start)
    assert sum(entry.end is None for entry in found) <= 1
    for entry in found:
        assert entry.start <= now
        assert entry.end is None or entry.start < entry.end <= now
    for before, after in pairwise(found):
        assert before.end is not None
        assert before.end <= after.start


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_no_sequence_of_edits_makes_entries_overlap(steps: list[tuple[str, int, int, datetime, int, bool]]) -> None:
    plan, now = Plan({}).put(*ITEMS), BEGIN
    for number, (what, item, wait, start, length, near) in enumerate(steps):
        now += timedelta(seconds=wait)
        begin = now - timedelta(seconds=abs(length)) if near else start
        end = begin + timedelta(seconds=length)
        try:
            plan = step(plan, what, ITEMS[item].id, now, begin, end, f"n{number}", length)
        except PlanError:
            continue
        check(plan, now)
