"""An item as a line: reading it back gives the same fields, whatever its title and names hold."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctotui.core.model import KINDS, PRIORITIES, Block, Item
from ctotui.core.quickadd import write
from ctotui.core.quickadd.line import Parsed, parse

SLA = Item(
    id="i1",
    title="Review SLA contract",
    kind="contract",
    priority="high",
    list="work/business",
    tags=("legal",),
    people=("anna",),
    owner="johan",
    estimate=90,
    due=date(2026, 3, 13),
    repeat="FREQ=WEEKLY;INTERVAL=2",
    follow_up=date(2026, 3, 12),
)
BLOCK = Block(id="b1", item="i1", start=datetime(2026, 3, 11, 14), end=datetime(2026, 3, 11, 15, 30))


def as_item(parsed: Parsed) -> tuple[Item, Block | None]:
    """What a command would store of a line."""
    item = Item(
        id="i1",
        title=parsed.title,
        kind=parsed.kind,
        priority=parsed.priority or "normal",
        list=parsed.list or "",
        tags=parsed.tags,
        people=parsed.people,
        owner=parsed.owner or "",
        estimate=parsed.estimate,
        due=parsed.due,
        day=parsed.day,
        repeat=parsed.repeat,
        follow_up=parsed.follow_up,
        remind=parsed.remind,
        blocked_by=parsed.blocked_by,
    )
    if parsed.start is None or parsed.end is None:
        return item, None
    return item, Block(id="b1", item="i1", start=parsed.start, end=parsed.end)


def read(line: str, context) -> tuple[Item, Block | None]:
    return as_item(parse(line, replace(context, lean="written", needs_title=False)))


def test_the_canonical_order_is_title_time_amount_names(context) -> None:
    assert write.line(SLA, BLOCK, context) == (
        "con: Review SLA contract 2026-03-11 14:00-15:30 =1h30 <2026-03-13 every 2 weeks !high #legal @anna >johan "
        "follow:2026-03-12 /business"
    )


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Plain words", "Plain words"),
        ("Monday report", "Monday report"),
        ("Call fri", '"Call fri"'),
        ("Buy today", '"Buy today"'),
        ("bug: open", '"bug: open"'),
        ("#hash", '"#hash"'),
        ("two  spaces", '"two  spaces"'),
        (" edge ", '" edge "'),
        ('say "hi"', r"say \"hi\""),
        ('"fri"', r"\"fri\""),
        ("C:\\", "C:\\"),
        ("today C:\\", r'"today C:\\"'),
        ("line\nbreak", '"line\nbreak"'),
        ("", ""),
    ],
)
def test_a_title_is_quoted_only_where_it_would_be_read_as_something_else(context, title: str, line: str) -> None:
    assert write.line(Item(id="i1", title=title), None, context) == line


@pytest.mark.parametrize(
    ("block", "typed"),
    [
        ((datetime(2026, 3, 11, 22), datetime(2026, 3, 12, 1)), "2026-03-11 22:00-01:00"),
        ((datetime(2026, 3, 11, 7), datetime(2026, 3, 11, 22)), "2026-03-11 07:00-22:00"),
        ((datetime(2026, 3, 11, 7), datetime(2026, 3, 12, 0)), "2026-03-11T07:00/2026-03-12T00:00"),
        ((datetime(2026, 3, 11, 7), datetime(2026, 3, 13, 9)), "2026-03-11T07:00/2026-03-13T09:00"),
        ((datetime(2026, 3, 11, 7, 0, 30), datetime(2026, 3, 11, 8)), "2026-03-11 07:00:30-08:00"),
        ((date(2026, 3, 11), date(2026, 3, 12)), "2026-03-11/2026-03-11"),
        ((date(2026, 3, 11), date(2026, 3, 14)), "2026-03-11/2026-03-13"),
    ],
)
def test_a_block_is_written_with_iso_dates(context, block, typed: str) -> None:
    placed = Block(id="b1", item="i1", start=block[0], end=block[1])
    line = write.line(Item(id="i1", title="x"), placed, context)
    assert line == f"x {typed}"
    assert read(line, context) == (Item(id="i1", title="x"), placed)


def test_the_kind_is_written_only_where_the_line_would_say_another(context) -> None:
    people = Item(id="i1", title="x", people=("anna",))
    assert write.line(people, BLOCK, context).startswith("task: x ")
    assert write.line(replace(people, kind="meeting"), BLOCK, context).startswith("x ")
    assert write.line(replace(people, kind="meeting"), None, context) == "mtg: x @anna"


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("remind:10m", (10,)),
        ("påminn:10m", (10,)),
        ("remind:1h,10m", (60, 10)),
        ("remind:1d", (1440,)),
        ("remind:2v", (20160,)),
        ("remind:off", ()),
        ("påminn:aldrig", ()),
        ("remind:0m", (0,)),
        ("remind:10", None),
        ("remind:", None),
        ("remind:soon", None),
    ],
)
def test_lead_times_are_typed_in_both_languages(context, typed: str, leads) -> None:
    parsed = parse(f"Board meeting {typed}", context)
    assert parsed.remind == leads
    assert parsed.title == ("Board meeting" if leads is not None else f"Board meeting {typed}")
    assert ("remind" in parsed.given) == (leads is not None)


@pytest.mark.parametrize(
    ("typed", "waits"),
    [
        ("after:152", ("i15200000",)),
        ("efter:152", ("i15200000",)),
        ("after:152,142aaa,152", ("i15200000", "i142aaaaa")),
        ("after:152 after:zzz", ("i15200000", "izzzzzzzz")),
        ("AFTER:I15200000.", ("i15200000",)),
        ("after:151", ("i151",)),
        ("after:1519", ("i1519zzzz",)),
        ("after:off", ()),
        ("after:142", None),
        ("after:15", None),
        ("after:152,nobody", None),
        ("after:lunch", None),
        ("after:", None),
        ('after:"152"', None),
    ],
)
def test_what_an_item_waits_for_is_typed_by_the_ids_of_open_items(context, typed: str, waits) -> None:
    """A11: several with commas; an id that names no open item, or more than one, stays text."""
    parsed = parse(f"Plan it {typed}", replace(context, open_items=OPEN))
    assert parsed.blocked_by == (waits or ())
    assert ("blocked_by" in parsed.given) == (waits is not None)
    assert (parsed.title == "Plan it") == (waits is not None)
    assert any("no open item" in note for note in parsed.notes) == (waits is None and typed != "after:")


def test_a_line_names_what_it_waits_for_by_short_ids_and_leaves_out_what_has_ended(context) -> None:
    item = Item(id="i1", title="x", blocked_by=("i142aabbb", "idone0000", "i15200000"))
    assert write.line(item, None, replace(context, open_items=OPEN)) == "x after:142aab,152"


def test_changed_names_a_field_that_was_taken_out_of_the_line(context) -> None:
    edit = replace(context, lean="written")
    before = parse("x #a fri !high", edit)
    assert write.changed(before, parse("x fri !high", edit)) == {"tags"}
    assert write.changed(before, parse("y #a fri", edit)) == {"title", "priority"}
    assert write.changed(before, parse("#a x  !h fri", edit)) == frozenset()


_LOOKALIKES = [
    *("today", "fri", "14:00", "9-11", "#tag", "@anna", ">johan", "!high", "=90m", "~2h", "90m", "<fri", "/infra"),
    *("every", "2w", "varannan", "fredag", "bug:", "task:", "due", "by", "kl", "9", "at", "with", "anna,", "och", "i"),
    *("dag", "in", "3", "days", "v13", "12", "mars", "2/4", "2026-03-12", "2026-03-12T14:00", "due:fri", "tag:x", '"'),
    *('\\"', "\\", '"quoted', 'end"', "est:1h", "repeat:2w", "day:fri", "follow:fri", "-", "to", "pm", "list:infra"),
    *("remind:10m,1h", "after:151", "efter:15,142", "after:off", "  "),
    *("mon-wed", "12-14", "word", "a", "\n", "\u00a0", "²", "İ", "é", "🙂", "\x1b[31m", "\u202e", "\ud800"),
]
titles = st.lists(st.sampled_from(_LOOKALIKES), max_size=6).map(" ".join) | st.text(max_size=40)
names = st.text(min_size=1, max_size=12) | st.sampled_from(["legal", "151", "two words", 'q"', "\\", "a,b", "#x"])
days = st.dates()
moments = st.datetimes(timezones=st.none()).map(lambda moment: moment.replace(microsecond=0))
rules = st.sampled_from(
    [
        *("", "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2", "FREQ=WEEKLY;BYDAY=MO,WE", "FREQ=MONTHLY;BYDAY=1MO"),
        *("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "FREQ=YEARLY;COUNT=3"),
        *("FREQ=WEEKLY;BYDAY=WE,MO", "FREQ=DAILY;UNTIL=20260601T000000Z", "BYDAY=MO;FREQ=WEEKLY", "FREQ=YEARLY"),
        *("FREQ=DAILY;INTERVAL=1", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE"),
    ]
)
OPEN = ("142aaaaa", "142aabbb", "151", "1519zzzz", "15200000", "never000", "zzzzzzzz")
"""Ids of the open items, without their letter."""
PATHS = ("", "work/infra", "work/strategy", "goals/learn", "personal", "goals/infra", 'odd/two "words"', "odd/fri")


@st.composite
def items(draw: st.DrawFn) -> Item:
    return Item(
        id="i1",
        title=draw(titles),
        kind=draw(st.sampled_from(KINDS)),
        priority=draw(st.sampled_from(PRIORITIES)),
        list=draw(st.sampled_from(PATHS)),
        tags=draw(st.lists(names, max_size=3, unique=True).map(tuple)),
        people=draw(st.lists(names, max_size=2, unique_by=str.lower).map(tuple)),
        owner=draw(st.just("") | names),
        estimate=draw(st.none() | st.integers(1, 599_999)),
        due=draw(st.none() | days | moments),
        day=draw(st.none() | days),
        repeat=draw(rules),
        follow_up=draw(st.none() | days),
        remind=draw(st.none() | st.lists(st.integers(-90, 20_000), max_size=4).map(tuple)),
        blocked_by=tuple(
            draw(st.lists(st.sampled_from(OPEN), max_size=3, unique=True).map(lambda n: [f"i{k}" for k in n]))
        ),
    )


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    if draw(st.booleans()):
        first = draw(st.dates(max_value=date(9999, 1, 1)))
        return Block(id="b1", item="i1", start=first, end=first + timedelta(days=draw(st.integers(1, 9))))
    start = draw(st.datetimes(max_value=datetime(9998, 1, 1))).replace(microsecond=0)
    length = timedelta(seconds=draw(st.integers(1, 200_000) | st.sampled_from([3600, 43_200, 86_400])))
    return Block(id="b1", item="i1", start=start, end=start + length)


@settings(max_examples=100, deadline=None)
@given(items(), st.none() | blocks())
def test_an_item_written_and_read_again_is_the_same(context, item: Item, block: Block | None) -> None:
    context = replace(context, lists=tuple(path for path in PATHS if path), people=(), open_items=OPEN)
    assert read(write.line(item, block, context), context) == (item, block)


@settings(max_examples=100, deadline=None)
@given(titles)
def test_what_was_read_is_written_and_read_the_same_again(context, text: str) -> None:
    context = replace(context, open_items=OPEN)
    for lean in ("future", "past", "written"):
        parsed = parse(text, replace(context, lean=lean))
        item, block = as_item(parsed)
        if not parsed.problems:
            assert read(write.line(item, block, context), context) == (item, block)
