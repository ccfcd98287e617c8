"""The demo day is sound: what the screens, the README and other tests rely on (N2)."""

from collections import Counter
from itertools import pairwise

import pytest

from ctotui import demo
from ctotui.core import ids
from ctotui.core.model import LETTERS, Block, Entry, Item
from ctotui.core.plan import Plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return demo.build()


def test_it_is_the_same_each_time(plan: Plan) -> None:
    again = demo.build()
    assert {key: list(shard.items()) for key, shard in plan.loaded()} == {k: list(s.items()) for k, s in again.loaded()}


def test_ids_have_their_letter_and_eight_characters_and_show_as_numbers(plan: Plan) -> None:
    for kind, letter in LETTERS.items():
        for record in plan.records(kind):
            assert record.id[0] == letter
            assert len(record.id) == 9
            assert set(record.id[1:]) <= set(ids.ALPHABET)
    assert ids.short(plan, demo.item_id(142)) == "142"


def test_the_columns_hold_what_the_board_of_the_screens_does(plan: Plan) -> None:
    cards = [item for item in plan.records(Item) if item.kind != "meeting" and not item.repeat and item.list]
    assert Counter(item.status for item in cards) == {"backlog": 14, "next": 5, "doing": 2, "waiting": 4, "done": 7}


def test_entries_never_overlap_nor_lie_ahead_and_one_runs(plan: Plan) -> None:
    entries = sorted(plan.records(Entry), key=lambda entry: entry.start)
    assert [entry.end is None for entry in entries].count(True) == 1
    assert entries[-1].end is None
    assert entries[-1].start < demo.now()
    assert all(one.end is not None and one.end <= two.start for one, two in pairwise(entries))


def test_every_block_and_entry_has_its_item(plan: Plan) -> None:
    for record in (*plan.records(Block), *plan.records(Entry)):
        assert isinstance(plan.find(record.item), Item)


def test_it_is_10_42_wherever_it_is_shown() -> None:
    assert demo.now("America/New_York") != demo.now()
    assert demo.build("America/New_York").get(Block, next(b.id for b in demo.build().records(Block))).zone
