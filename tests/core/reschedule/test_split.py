"""split and join: the parts lie end to end, and come together as the block that they were (I5, I10)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ctotui.core.agenda import Instance, by_id
from ctotui.core.civil import instant, wall
from ctotui.core.errors import PlanError
from ctotui.core.model import Block, Item
from ctotui.core.plan import Plan
from ctotui.core.reschedule.join import following, join
from ctotui.core.reschedule.split import split
from ctotui.core.state import Settings
from tests.core.reschedule.days import Day, cases, days, held

ZONE = "Europe/Stockholm"
PLAIN = Settings(zone=ZONE)
NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
NEW = ("bnew1", "bnew2", "bnew3", "bnew4", "bnew5")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute)


def planned(start: datetime, end: datetime, **fields: object) -> Plan:
    block = Block("bone", "ione", start, end, zone=ZONE, **fields)  # type: ignore[arg-type]
    return Plan({}).put(Item("ione", "SLA contract"), block)


def spans(plan: Plan) -> list[tuple[str, str, str]]:
    found = sorted(plan.records(Block), key=lambda block: block.start.isoformat())
    return [(block.id, f"{block.start:%H:%M}", f"{block.end:%H:%M}") for block in found]


def unstamped(plan: Plan) -> dict[str, Block]:
    return {block.id: replace(block, modified=None) for block in plan.records(Block)}


def stored_and_flexible(day: Day, key: str) -> bool:
    one = by_id(day.plan, key, day.zone)
    return one is not None and isinstance(day.plan.find(key), Block) and not one.fixed


def cuttable(day: Day, block: Block, moments: list[datetime]) -> bool:
    """Whether a wall time of the block's zone names each of some instants."""
    zone = block.zone or day.zone
    return all(instant(wall(moment, zone), zone) == moment for moment in moments)


# --- split -----------------------------------------------------------------------------------------------------------


def test_a_block_is_cut_in_halves_of_whole_slots_the_longer_first() -> None:
    plan = split(planned(at(10, 13), at(10, 14, 45)), "bone", PLAIN, NOW, NEW)
    assert spans(plan) == [("bone", "13:00", "14:00"), ("bnew1", "14:00", "14:45")]


def test_it_is_cut_in_as_many_parts_as_are_asked_for_and_the_last_has_what_is_left_over() -> None:
    plan = split(planned(at(10, 13), at(10, 15, 20)), "bone", PLAIN, NOW, NEW, parts=4)
    assert [(start, end) for _key, start, end in spans(plan)] == [
        ("13:00", "13:45"),
        ("13:45", "14:15"),
        ("14:15", "14:45"),
        ("14:45", "15:20"),
    ]


def test_it_is_cut_at_a_typed_time() -> None:
    plan = split(planned(at(10, 9), at(10, 12)), "bone", PLAIN, NOW, NEW, at=at(10, 10, 42))
    assert spans(plan) == [("bone", "09:00", "10:42"), ("bnew1", "10:42", "12:00")]


def test_a_block_of_another_zone_keeps_it_in_every_part() -> None:
    block = Block("bone", "ione", at(10, 9), at(10, 11), zone="America/New_York")
    plan = split(Plan({}).put(Item("ione", "Call"), block), "bone", PLAIN, NOW, NEW, at=at(10, 15))
    assert spans(plan) == [("bone", "09:00", "10:00"), ("bnew1", "10:00", "11:00")]
    assert {one.zone for one in plan.records(Block)} == {"America/New_York"}


def test_the_note_stays_with_the_first_part() -> None:
    plan = split(planned(at(10, 13), at(10, 15), note="room 4"), "bone", PLAIN, NOW, NEW)
    assert [plan.get(Block, key).note for key in ("bone", "bnew1")] == ["room 4", ""]


@pytest.mark.parametrize(
    ("plan", "options", "sentence"),
    [
        (
            planned(at(10, 13), at(10, 13, 45)),
            {"parts": 4},
            "SLA contract lasts 45m, and a part is no shorter than a slot, 15m; it makes 3 parts at most.",
        ),
        (
            planned(at(10, 13), at(10, 13, 20)),
            {},
            "SLA contract lasts 20m, and a part is no shorter than a slot, 15m.",
        ),
        (planned(at(10, 13), at(10, 14)), {"parts": 1}, "A block is split into two parts or more."),
        (
            planned(at(10, 13), at(10, 14)),
            {"at": at(10, 14)},
            "14:00 is not inside SLA contract, 13:00–14:00: type a time there.",
        ),
        (
            planned(at(10, 13), at(10, 14)),
            {"at": at(10, 13, 50)},
            "SLA contract lasts 1h; cut at 13:50 a part of it is shorter than a slot, 15m.",
        ),
        (
            planned(at(10, 13), at(10, 14), fixed=True),
            {},
            "SLA contract is fixed, and verbs leave it where it is: m moves your copy of it.",
        ),
        (
            Plan({}).put(Item("ione", "Retreat"), Block("bone", "ione", date(2026, 3, 10), date(2026, 3, 11))),
            {},
            "Retreat has no hours there: m, t and a time give it some.",
        ),
        (Plan({}), {}, "That block is gone: it was deleted, here or elsewhere."),
    ],
)
def test_what_cannot_be_split_is_refused_with_a_reason(plan: Plan, options: dict[str, object], sentence: str) -> None:
    with pytest.raises(PlanError) as refused:
        split(plan, "bone", PLAIN, NOW, NEW, **options)  # type: ignore[arg-type]
    assert str(refused.value) == sentence


@pytest.mark.parametrize("key", ["ione@2026-03-10", "bone"])
def test_an_occurrence_is_refused_with_the_way_out(key: str) -> None:
    plan = planned(at(9, 13), at(9, 15)).put(Item("ione", "Triage", repeat="FREQ=DAILY"))
    with pytest.raises(PlanError, match="An occurrence of a series stays in one piece: m and K shorten it"):
        split(plan, key, PLAIN, NOW, NEW)


def test_no_part_begins_in_an_hour_that_clocks_show_again() -> None:
    """25 October: 01:00 to 05:00 lasts five hours, half of which end at 02:30 for the second time."""
    night = datetime(2026, 10, 25)
    plan = planned(night.replace(hour=1), night.replace(hour=5))
    with pytest.raises(PlanError, match="cut at 02:30 when clocks show that again"):
        split(plan, "bone", PLAIN, NOW, NEW)
    assert spans(split(plan, "bone", PLAIN, NOW, NEW, at=night.replace(hour=3)))[1] == ("bnew1", "03:00", "05:00")


@cases()
@given(data=st.data(), day=days(), parts=st.integers(2, 6))
def test_i10_split_gives_contiguous_parts_of_the_same_sum_that_differ_by_a_slot(
    data: st.DataObject, day: Day, parts: int
) -> None:
    """I5, I10; refused is exactly what is fixed, repeats, is too short, or would be cut in an hour without a name."""
    key = data.draw(held(day))
    one = day.one(key)
    assert one is not None
    slot = timedelta(minutes=day.settings.slot)
    try:
        after = split(day.plan, key, day.settings, day.now, NEW, parts)
    except PlanError:
        block = day.plan.find(key)
        if stored_and_flexible(day, key) and isinstance(block, Block) and one.ends - one.begins >= parts * slot:
            steps = [one.begins + n * slot for n in range(1, one.minutes // day.settings.slot + 1)]
            assert not cuttable(day, block, steps)
        return
    assert stored_and_flexible(day, key)
    found = [part for name in (key, *NEW[: parts - 1]) if (part := day.one(name, after)) is not None]
    assert len(found) == parts
    assert (found[0].begins, found[-1].ends) == (one.begins, one.ends)
    assert all(before.ends == then.begins for before, then in pairwise(found))
    lengths = [part.ends - part.begins for part in found]
    assert min(lengths) >= slot
    assert max(lengths) - min(lengths) <= slot
    others = [other for other in day.plan.records(Block) if other.id != key]
    assert [other for other in after.records(Block) if other.id not in (key, *NEW)] == others


@cases()
@given(data=st.data(), day=days(), parts=st.integers(2, 6))
def test_i10_join_after_split_is_the_block_as_it_was(data: st.DataObject, day: Day, parts: int) -> None:
    """The same id too; only when it was changed differs."""
    keys = [one.id for one in day.timed() if stored_and_flexible(day, one.id)]
    assume(keys)
    key = data.draw(st.sampled_from(keys))
    try:
        cut = split(day.plan, key, day.settings, day.now, NEW, parts)
    except PlanError:
        return
    names = (key, *NEW[: parts - 1])
    again = join(cut, names[::-1] if data.draw(st.booleans()) else names, day.settings, day.now)
    assert unstamped(again) == unstamped(day.plan)


# --- join ------------------------------------------------------------------------------------------------------------


def two(*extra: Block) -> Plan:
    first = Block("bone", "ione", at(10, 13), at(10, 14), zone=ZONE, note="draft")
    later = Block("btwo", "ione", at(10, 15, 30), at(10, 16), zone=ZONE, note="send", extra=(("mood", "good"),))
    return Plan({}).put(Item("ione", "SLA contract"), Item("iother", "Budget"), first, later, *extra)


def test_the_joined_block_begins_with_the_first_and_lasts_as_long_as_all() -> None:
    plan = join(two(), ("btwo", "bone"), PLAIN, NOW)
    assert spans(plan) == [("bone", "13:00", "14:30")]
    joined = plan.get(Block, "bone")
    assert (joined.note, joined.extra, joined.modified) == ("draft; send", (("mood", "good"),), NOW)


def test_the_next_block_of_the_same_day_is_what_join_takes() -> None:
    plan = two(
        Block("bpin", "ione", at(10, 14), at(10, 14, 30), zone=ZONE, fixed=True),
        Block("bnot", "iother", at(10, 14), at(10, 15), zone=ZONE),
        Block("bmore", "ione", at(10, 16, 30), at(10, 17), zone=ZONE),
    )
    assert following(plan, "bone", PLAIN) == "btwo"
    assert following(plan, "btwo", PLAIN) == "bmore"


def test_without_a_next_block_that_day_join_says_when_there_is_one() -> None:
    plan = two(Block("bthu", "ione", at(12, 9), at(12, 10), zone=ZONE))
    with pytest.raises(PlanError) as refused:
        following(plan, "btwo", PLAIN)
    sentence = "No block of SLA contract follows on Tue 10 Mar; the next is on Thu 12 Mar 09:00: "
    assert str(refused.value) == sentence + "mark both with space to join them."
    with pytest.raises(PlanError, match="and none later: there is nothing to join it with"):
        following(two(), "btwo", PLAIN)


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (("bone", "bother"), "SLA contract and Budget are two items: only blocks of one are joined."),
        (("bone", "bone"), "Two blocks or more are joined: mark them with space, or stand on one that has a next one."),
        (("bone", "bpin"), "SLA contract is fixed, and verbs leave it where it is: m moves your copy of it."),
        (
            ("bone", "iser@2026-03-10"),
            "Occurrences of a series are not joined: each comes from its rule; e edits that.",
        ),
        (
            ("bearly", "btwo"),
            "SLA contract began too long ago: 30m still to come would be moved into the past. "
            "Join the blocks that are to come.",
        ),
    ],
)
def test_what_cannot_be_joined_is_refused_with_a_reason(keys: tuple[str, ...], sentence: str) -> None:
    plan = two(
        Block("bother", "iother", at(10, 14), at(10, 15), zone=ZONE),
        Block("bpin", "ione", at(10, 14), at(10, 14, 30), zone=ZONE, fixed=True),
        Block("bearly", "ione", at(10, 8), at(10, 9), zone=ZONE),
    ).put(Item("iser", "Triage", repeat="FREQ=DAILY"), Block("bser", "iser", at(9, 8), at(9, 9), zone=ZONE))
    with pytest.raises(PlanError) as refused:
        join(plan, keys, PLAIN, NOW)
    assert str(refused.value) == sentence


def test_what_is_on_can_be_joined_with_what_is_to_come() -> None:
    plan = join(two(Block("bon", "ione", at(10, 10), at(10, 11), zone=ZONE)), ("bon", "bone"), PLAIN, NOW)
    assert spans(plan)[0] == ("bon", "10:00", "12:00")


@cases()
@given(data=st.data(), day=days())
def test_i5_join_conserves_what_is_planned_and_begins_with_the_first(data: st.DataObject, day: Day) -> None:
    """I3 and I5, for any blocks of one item; no time to come is moved into the past."""
    blocks = [day.plan.get(Block, one.id) for one in day.timed() if stored_and_flexible(day, one.id)]
    assume(len(blocks) > 1)
    day = replace(day, plan=day.plan.put(*(replace(block, item="ishared") for block in blocks)))
    count = data.draw(st.integers(2, len(blocks)))
    keys = tuple(block.id for block in blocks[:count])
    before = [one for one in day.all if one.id in keys]
    first = min(before, key=lambda one: (one.begins, one.id))
    end = first.begins + sum((one.ends - one.begins for one in before), timedelta())
    try:
        after = join(day.plan, keys, day.settings, day.now)
    except PlanError:
        lost = max(end - max(first.begins, day.now), timedelta()) < ahead(before, day.now)
        assert lost or not cuttable(day, day.plan.get(Block, first.id), [end])
        return
    joined = day.one(first.id, after)
    assert joined is not None
    assert (joined.begins, joined.ends) == (first.begins, end)
    assert ahead([joined], day.now) >= ahead(before, day.now)
    kept = [block for block in day.plan.records(Block) if block.id not in keys]
    assert [block for block in after.records(Block) if block.id != first.id] == kept


def ahead(found: list[Instance], now: datetime) -> timedelta:
    return sum((max(one.ends - max(one.begins, now), timedelta()) for one in found), timedelta())
