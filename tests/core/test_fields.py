"""The one field table: complete, and a record survives the way to TOML values and back."""

from dataclasses import FrozenInstanceError, fields
from datetime import UTC, date, datetime

import pytest

from ctotui.core.errors import PlanError
from ctotui.core.fields import FIELDS, Table, from_toml, table_rows, to_json, to_toml
from ctotui.core.model import TABLES, Block, Entry, Item, Occurrence

STAMP = datetime(2026, 3, 10, 9, 5, 11, tzinfo=UTC)


def test_every_field_of_every_record_has_a_row():
    for kind in TABLES.values():
        assert {row.name for row in FIELDS[kind]} | {"extra"} == {field.name for field in fields(kind)}


def test_every_row_says_what_the_field_means():
    assert all(meaning.endswith((".", "`")) or ":" in meaning for *_rest, meaning in table_rows())


def test_a_new_item_is_written_as_in_the_design_defaults_left_out():
    item = Item(
        "i4kq9x2m7", "Review SLA contract", list="work/business", priority="high", estimate=90,
        due=date(2026, 3, 13), tags=("legal",), people=("anna",), modified=STAMP,
    )  # fmt: skip
    assert list(to_toml(item).items()) == [
        ("id", "i4kq9x2m7"), ("kind", "task"), ("title", "Review SLA contract"), ("list", "work/business"),
        ("priority", "high"), ("estimate", "1h30"), ("due", date(2026, 3, 13)), ("tags", ["legal"]),
        ("people", ["anna"]), ("modified", STAMP),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "record",
    [
        Item("i1", "x", exdates=(date(2026, 1, 1), datetime(2026, 1, 2, 9)), rank=1.5, star=True, created=STAMP),
        Block("b1", "i1", datetime(2026, 3, 10, 10), datetime(2026, 3, 10, 11, 30), "Europe/Stockholm", True),
        Block("b2", "i1", date(2026, 3, 10), date(2026, 3, 12)),
        Occurrence("i1@2026-03-10", "i1", datetime(2026, 3, 10, 9), True, people=()),
        Entry("n1", "i1", STAMP, billable=False, adjustment=-30),
    ],
)
def test_a_record_comes_back_the_same(record):
    assert from_toml(type(record), to_toml(record)) == record


def test_unknown_keys_are_kept_in_extra_hashable_and_written_back_as_they_were():
    table = {
        "id": "i1",
        "kind": "task",
        "title": "x",
        "colour": "red",
        "deep": {"a": [1, {"b": 2}]},
        "odd": float("nan"),
    }
    item = from_toml(Item, table)
    assert item.extra[1] == ("deep", Table((("a", (1, Table((("b", 2),)))),)))
    assert hash(item) == hash(from_toml(Item, dict(table)))
    assert repr(to_toml(item)) == repr(table)


def test_an_instant_with_an_offset_is_read_as_utc():
    from datetime import timedelta, timezone

    at = datetime(2026, 3, 10, 10, tzinfo=timezone(timedelta(hours=1)))
    entry = from_toml(Entry, {"id": "n1", "item": "i1", "start": at})
    assert entry.start == at
    assert entry.start.tzinfo is UTC


def test_a_duration_that_is_none_is_refused_with_a_sentence():
    with pytest.raises(PlanError, match="no unit"):
        from_toml(Item, {"id": "i1", "title": "x", "estimate": "90"})


def test_json_has_seconds_offsets_and_only_keys_with_a_value():
    item = Item("i1", "x", estimate=90, due=datetime(2026, 3, 13, 17))
    assert to_json(item, "Europe/Stockholm")["due"] == "2026-03-13T17:00:00+01:00"
    assert to_json(item)["estimate"] == 5400
    assert "tags" not in to_json(item)
    block = Block("b1", "i1", datetime(2026, 7, 1, 10), datetime(2026, 7, 1, 11), "Europe/Stockholm")
    assert to_json(block)["start"] == "2026-07-01T10:00:00+02:00"
    floating = Block("b1", "i1", datetime(2026, 7, 1, 10), datetime(2026, 7, 1, 11))
    assert to_json(floating, "Europe/Stockholm")["start"] == "2026-07-01T10:00:00"
    entry = Entry("n1", "i1", STAMP, zone="Europe/Stockholm", adjustment=-30)
    assert to_json(entry) | {"start": 0} == {
        "id": "n1",
        "item": "i1",
        "start": 0,
        "tz": "Europe/Stockholm",
        "adjustment": -1800,
    }


@pytest.mark.parametrize("kind", TABLES.values())
def test_a_record_that_was_read_is_as_frozen_as_any(kind):
    table = {row.name: "2026-03-10" if row.form == "day" else "x1" for row in FIELDS[kind] if row.always}
    read, made = from_toml(kind, table), kind(**table)
    assert type(read) is kind
    assert (read, hash(read), repr(read)) == (made, hash(made), repr(made))
    with pytest.raises(FrozenInstanceError):
        read.id = "x2"
    with pytest.raises(TypeError):
        from_toml(kind, {})
