"""Three-way merge by record and field (storage-and-time 2.3), as properties and as cases."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.merge import merge, one_timer, renamed
from ctotui.core.mergetext import RULE, merge_notes
from ctotui.core.model import Block, Entry, Item, Record

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
WORDS = st.lists(st.sampled_from("abcd"), max_size=4, unique=True).map(tuple)
LINES = st.lists(st.sampled_from(["[ ] a", "[x] a", "[ ] b", "[x] b", "[ ] c", "plain"]), max_size=4).map(tuple)
NOTES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n"]), max_size=6).map("".join)
CLOCK = st.integers(0, 3).map(lambda minutes: NOW + timedelta(minutes=minutes))
EXTRA = st.dictionaries(st.sampled_from("xyz"), st.integers(0, 2), max_size=3).map(lambda found: tuple(found.items()))


def items(key: str) -> st.SearchStrategy[Item]:
    return st.builds(
        Item,
        st.just(key),
        st.sampled_from(["one", "two", "three"]),
        status=st.sampled_from(["backlog", "next", "done"]),
        priority=st.sampled_from(["low", "high"]),
        tags=WORDS,
        blocked_by=WORDS,
        checklist=LINES,
        notes=NOTES,
        imported=st.dictionaries(st.sampled_from("ab"), st.sampled_from("12")).map(
            lambda found: tuple(f"{name}={value}" for name, value in found.items())
        ),
        estimate=st.sampled_from([None, 30, 60]),
        created=st.sampled_from([None, NOW, NOW - timedelta(days=1)]),
        modified=CLOCK,
        extra=EXTRA,
    )


def blocks(key: str) -> st.SearchStrategy[Block]:
    starts = st.integers(8, 12).map(lambda hour: datetime(2026, 3, 10, hour))
    return st.builds(
        lambda start, hours, item, note, modified: Block(
            key, item, start, start + timedelta(hours=hours), note=note, modified=modified
        ),
        starts, st.integers(0, 3), st.sampled_from(["ia", "ib"]), NOTES, CLOCK,
    )  # fmt: skip


def entries(key: str) -> st.SearchStrategy[Entry]:
    starts = st.integers(1, 5).map(lambda hour: NOW - timedelta(hours=hour))
    return st.builds(
        lambda start, hours, item, modified: Entry(
            key, item, start, start + timedelta(hours=hours) if hours else None, modified=modified
        ),
        starts, st.integers(0, 3), st.sampled_from(["ia", "ib"]), CLOCK,
    )  # fmt: skip


def sides() -> st.SearchStrategy[dict[str, Record]]:
    keys = [f"{letter}{n}" for letter in "ibn" for n in range(2)]
    made = {"i": items, "b": blocks, "n": entries}
    return st.fixed_dictionaries({}, optional={key: made[key[0]](key) for key in keys})


@st.composite
def histories(draw):
    """A base, and two sides that each changed some of it."""
    base = draw(sides())
    made = {"i": items, "b": blocks, "n": entries}

    def side() -> dict[str, Record]:
        found = dict(base)
        for key in draw(st.lists(st.sampled_from([f"{letter}{n}" for letter in "ibn" for n in range(2)]), max_size=3)):
            other = draw(made[key[0]](key))
            old = found.get(key)
            what = draw(st.integers(0, 3))
            if what == 0:
                found.pop(key, None)
            elif old is None or what == 1:
                found[key] = replace(other, created=old.created) if isinstance(old, Item) else other
            else:
                name = draw(st.sampled_from([f.name for f in fields(other) if f.name not in ("id", "created")]))
                changed = replace(old, **{name: getattr(other, name), "modified": other.modified})
                span = (getattr(changed, "start", None), getattr(changed, "end", None))
                found[key] = changed if None in span or span[0] <= span[1] else old
        return found

    return base, side(), side()


MODEST = settings(max_examples=50, deadline=None)


@MODEST
@given(histories())
def test_what_one_side_alone_changed_is_taken(history):
    base, ours, theirs = history
    merged = merge(base, ours, theirs).records
    assert merge(base, base, theirs).records == theirs
    assert merge(base, ours, base).records == ours
    for key in base.keys() & ours.keys() & theirs.keys():
        for field in fields(base[key]):
            if field.name in ("modified", "ended", "was") or (
                key[0] != "i" and field.name in ("start", "end", "zone", "item")
            ):
                continue
            old, one, two = (getattr(side[key], field.name) for side in (base, ours, theirs))
            if field.name == "status":
                names = ("status", "ended", "was")
                one, two, old, got = (tuple(getattr(s[key], n) for n in names) for s in (ours, theirs, base, merged))
            else:
                got = getattr(merged[key], field.name)
            if two == old:
                assert got == one
            elif one == old:
                assert got == two


@MODEST
@given(histories())
def test_the_sides_may_change_places(history):
    base, ours, theirs = history
    assert merge(base, ours, theirs).records == merge(base, theirs, ours).records


@MODEST
@given(histories())
def test_merging_twice_changes_nothing(history):
    base, ours, theirs = history
    merged = merge(base, ours, theirs).records
    for again in (
        merge(base, merged, theirs), merge(base, ours, merged), merge(merged, merged, merged),
        merge(base, theirs, merged), merge(ours, merged, ours), merge(theirs, theirs, merged),
    ):  # fmt: skip
        assert again.records == merged


@MODEST
@given(histories())
def test_no_id_is_lost(history):
    base, ours, theirs = history
    merged = merge(base, ours, theirs)
    for key in ours.keys() | theirs.keys():
        kept = [side[key] for side in (ours, theirs) if key in side]
        if len(kept) == 2 or kept[0] != base.get(key):
            assert key in merged.records
    added = [record for side in (ours, theirs) for key, record in side.items() if key not in base]
    created = {record.created for record in added if isinstance(record, Item)}
    assert created - {None} <= {getattr(record, "created", None) for record in merged.records.values()}


@MODEST
@given(histories())
def test_a_merged_record_is_valid(history):
    for record in merge(*history).records.values():
        if isinstance(record, Block | Entry) and record.end is not None:
            assert record.start <= record.end


def test_the_later_modified_wins_and_the_loser_is_named():
    base = Item("i1", "old", modified=NOW)
    ours = replace(base, title="ours", modified=NOW + timedelta(minutes=2))
    theirs = replace(base, title="theirs", estimate=30, modified=NOW + timedelta(minutes=1))
    merged = merge({"i1": base}, {"i1": ours}, {"i1": theirs})
    assert merged.records["i1"] == replace(ours, estimate=30)
    assert [(loss.field, loss.kept, loss.lost) for loss in merged.losses] == [("title", "ours", "theirs")]


def test_at_the_same_instant_both_sides_choose_the_same():
    base = Item("i1", "old", modified=NOW)
    ours, theirs = replace(base, title="ours"), replace(base, title="theirs")
    one, two = (merge({"i1": base}, {"i1": a}, {"i1": b}).records for a, b in ((ours, theirs), (theirs, ours)))
    assert one == two


@settings(max_examples=300, deadline=None)
@given(NOTES, NOTES, NOTES, st.sampled_from([-1, 0, 1]))
def test_notes_merge_the_same_from_both_sides_and_again(base, ours, theirs, clock):
    merged = merge_notes(base, ours, theirs, clock)
    assert merged == merge_notes(base, theirs, ours, -clock)
    if base not in (ours, theirs) and ours != theirs:
        for later in (0, 1):
            assert merge_notes(base, merged, ours, later) == merged == merge_notes(base, merged, theirs, later)


def test_tags_merge_as_a_set():
    base = Item("i1", "t", tags=("a", "b"), modified=NOW)
    ours = replace(base, tags=("b", "mine"))
    theirs = replace(base, tags=("a", "b", "yours"), modified=NOW + timedelta(minutes=1))
    assert merge({"i1": base}, {"i1": ours}, {"i1": theirs}).records["i1"].tags == ("b", "mine", "yours")


def test_a_checklist_merges_by_line():
    base = Item("i1", "t", checklist=("[ ] a", "[ ] b", "[ ] c"))
    ours = replace(base, checklist=("[x] a", "[ ] c", "[ ] d"))
    theirs = replace(base, checklist=("[ ] a", "[x] b", "[ ] c"))
    merged = merge({"i1": base}, {"i1": ours}, {"i1": theirs}).records["i1"]
    assert merged.checklist == ("[x] a", "[x] b", "[ ] c", "[ ] d")


def test_notes_merge_by_line_else_both_texts_stay():
    assert merge_notes("a\nb\nc\n", "A\nb\nc\n", "a\nb\nc\nd\n", 1) == "A\nb\nc\nd\n"
    assert merge_notes("a\n", "mine\n", "yours\n", 1) == f"yours\n{RULE}mine\n"


def test_an_edit_wins_over_a_deletion():
    base = Item("i1", "t")
    edited = replace(base, title="still wanted")
    merged = merge({"i1": base}, {}, {"i1": edited})
    assert merged.records == {"i1": edited}
    assert merged.revived == [edited]
    assert merge({"i1": base}, {}, {"i1": base}).records == {}


def test_two_records_of_one_id_both_stay():
    ours = Item("i1", "mine", created=NOW)
    theirs = Item("i1", "yours", created=NOW + timedelta(days=1))
    merged = merge({}, {"i1": ours}, {"i1": theirs})
    assert merged.records == {"i1": ours, renamed(theirs).id: renamed(theirs)}
    assert [record.title for record in merged.parted] == ["yours"]


def test_a_moved_block_moves_whole():
    base = Block("b1", "i1", datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 10), modified=NOW)
    ours = replace(base, start=datetime(2026, 3, 10, 14), end=datetime(2026, 3, 10, 15))
    theirs = replace(base, end=datetime(2026, 3, 10, 12), fixed=True, modified=NOW + timedelta(minutes=1))
    merged = merge({"b1": base}, {"b1": ours}, {"b1": theirs}).records["b1"]
    assert (merged.start, merged.end, merged.fixed) == (theirs.start, theirs.end, True)


def test_finishing_merges_whole():
    base = Item("i1", "t", status="doing", modified=NOW)
    ours = replace(base, status="done", ended=NOW, was="doing", modified=NOW + timedelta(minutes=1))
    theirs = replace(base, status="waiting", modified=NOW + timedelta(minutes=2))
    merged = merge({"i1": base}, {"i1": ours}, {"i1": theirs}).records["i1"]
    assert (merged.status, merged.ended, merged.was) == ("waiting", None, "")


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
def test_of_two_running_timers_the_latest_runs(order):
    three = [Entry(f"n{n}", "i1", NOW - timedelta(hours=n)) for n in range(3)]
    ended = Entry("n9", "i1", NOW - timedelta(hours=9), NOW)
    mended = one_timer([ended, *(three[n] for n in order)])
    assert {(one.id, one.end) for one in mended} == {("n1", three[0].start), ("n2", three[1].start)}
