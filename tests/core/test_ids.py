"""Ids and short ids (M9, storage-and-time 2.1)."""

from datetime import UTC, datetime

import pytest

from ctotui.core import ids
from ctotui.core.errors import NotLoaded, PlanError
from ctotui.core.model import Item
from ctotui.core.plan import Plan

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)


def plan_of(*items: Item) -> Plan:
    return Plan({}).put(*items)


def test_a_new_id_is_the_letter_and_forty_bits_in_crockford_base32():
    assert ids.form("i", bytes(5)) == "i00000000"
    assert ids.form("b", b"\xff" * 5) == "bzzzzzzzz"
    assert ids.form("i", b"\x00\x44\x32\x14\xc7") == "i01234567"


def test_a_short_id_has_three_characters_or_as_many_as_tell_it_from_other_open_items():
    plan = plan_of(Item("i4kq9x2m7", "a"), Item("i4kr00000", "b"), Item("i4kq8aaaa", "c"), Item("izzz00000", "d"))
    assert [ids.short(plan, key) for key in ("i4kq9x2m7", "i4kr00000", "i4kq8aaaa", "izzz00000")] == [
        "4kq9", "4kr", "4kq8", "zzz",
    ]  # fmt: skip


def test_every_short_id_of_many_names_its_own_item():
    keys = [ids.form("i", (number * 7919 % 1000).to_bytes(5)) for number in range(300)]
    plan = plan_of(*(Item(key, "x") for key in keys))
    for key in keys:
        assert ids.resolve(plan, ids.short(plan, key)) == key


def test_closed_items_take_no_prefix_from_open_ones_and_are_found_after_them():
    closed = Item("i4kq00000", "closed", status="done", ended=NOW)
    plan = plan_of(Item("i4kq9x2m7", "open"), closed)
    assert ids.short(plan, "i4kq9x2m7") == "4kq"
    assert ids.resolve(plan, "4kq") == "i4kq9x2m7"
    assert ids.resolve(plan, ids.short(plan, closed.id)) == closed.id
    assert not ids.is_open(plan, "4kq0")
    assert ids.is_open(plan, "4kq")


def test_what_no_open_item_matches_asks_for_the_archive():
    plan = Plan({"items/archive/2025-01": None})
    with pytest.raises(NotLoaded):
        ids.resolve(plan, "4kq")


def test_an_ambiguous_prefix_lists_its_candidates_cleaned():
    plan = plan_of(Item("i4kq9x2m7", "one\x1b[31m"), Item("i4kq8aaaa", "two"))
    with pytest.raises(PlanError, match="4kq9 one␛") as refused:
        ids.resolve(plan, "4kq")
    assert "4kq8 two" in str(refused.value)


@pytest.mark.parametrize("text", ["", "zz", "4k", "nothere", "\x1b[31m", "@"])
def test_what_names_nothing_is_a_sentence(text):
    with pytest.raises(PlanError, match="There is no item"):
        ids.resolve(plan_of(Item("i4kq9x2m7", "x")), text)


def test_an_occurrence_keeps_its_start():
    plan = plan_of(Item("i4kq9x2m7", "x", repeat="FREQ=DAILY"))
    assert ids.short(plan, "i4kq9x2m7@2026-03-10T09:00") == "4kq@2026-03-10T09:00"
    assert ids.resolve(plan, " 4KQ@2026-03-10t09:00") == "i4kq9x2m7@2026-03-10T09:00"


def test_a_hand_written_id_of_any_form_is_found_whole():
    plan = plan_of(Item("Budget", "x"), Item("i1", "y"))
    assert ids.resolve(plan, "budget") == "Budget"
    assert ids.resolve(plan, "1") == "i1"
    assert ids.short(plan, "i1") == "1"
