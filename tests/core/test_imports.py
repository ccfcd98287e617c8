"""Taking foreign records into a plan: idempotent, three-way, nothing of the user's is lost (M3, N4)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ctotui.core.groups import Group
from ctotui.core.imports import Counts, Imported, Refused, counts, imported_id, take_in
from ctotui.core.model import Block, Item, Occurrence, Person
from ctotui.core.plan import SERIES, Plan, differences, update

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
NINE, TEN = datetime(2026, 3, 10, 9), datetime(2026, 3, 10, 10)
ITEM = Item(imported_id(Item, "uid-1"), "Board meeting", kind="meeting", status="next", uid="uid-1", notes="Agenda")
BLOCK = Block(imported_id(Block, "uid-1"), ITEM.id, NINE, TEN, "Europe/Stockholm", fixed=True)
FILE = Imported((Group(ITEM, (BLOCK,)),), refused=(Refused(7, "x", "y"), Refused(8, "x", "a part", False)))


def changed(**fields: object) -> Imported:
    return Imported((Group(replace(ITEM, **fields), (BLOCK,)),))


def moved(start: datetime) -> Imported:
    return Imported((Group(ITEM, (replace(BLOCK, start=start, end=start + timedelta(hours=1)),)),))


def test_an_import_makes_the_records_and_counts_them() -> None:
    plan = take_in(Plan({}), FILE, NOW)
    assert counts(Plan({}), FILE, NOW) == Counts(new=1, refused=1)
    assert plan.get(Item, ITEM.id).title == "Board meeting"
    assert plan.get(Item, ITEM.id).modified == NOW
    assert plan.get(Block, BLOCK.id).fixed
    assert set(plan.shards) == {"calendar/2026-03"}


def test_an_id_is_the_same_everywhere_and_well_formed() -> None:
    assert imported_id(Item, "uid-1") == imported_id(Item, "uid-1")
    assert imported_id(Item, "uid-1")[1:] == imported_id(Block, "uid-1")[1:]
    assert imported_id(Item, "uid-1") != imported_id(Item, "uid-2")
    assert imported_id(Item, "uid-1")[0] == "i"
    assert len(imported_id(Item, "\ud800")) == 9


def test_a_second_import_gives_back_the_very_same_plan() -> None:
    plan = take_in(Plan({}), FILE, NOW)
    again = take_in(plan, FILE, LATER)
    assert again is plan
    assert counts(plan, FILE, LATER) == Counts(same=1, refused=1)


def test_a_field_that_changed_there_is_brought_up_to_date() -> None:
    plan = take_in(Plan({}), FILE, NOW)
    later = take_in(plan, changed(title="Board meeting, moved room"), LATER)
    assert later.get(Item, ITEM.id).title == "Board meeting, moved room"
    assert later.get(Item, ITEM.id).modified == LATER
    assert counts(plan, changed(title="Board meeting, moved room"), LATER) == Counts(changed=1)


def test_a_field_that_the_user_changed_stays_and_is_counted_as_kept() -> None:
    plan = take_in(Plan({}), FILE, NOW)
    plan = update(plan, plan.get(Item, ITEM.id), NOW, title="Board", list="work/business")
    assert counts(plan, FILE, LATER) == Counts(same=1, kept=1, refused=1)
    assert take_in(plan, FILE, LATER) is plan


def test_both_sides_changed_different_fields_and_both_changes_stand() -> None:
    plan = take_in(Plan({}), FILE, NOW)
    plan = update(plan, plan.get(Item, ITEM.id), NOW, title="Board")
    later = take_in(plan, changed(title="Board (new)", notes="New agenda"), LATER)
    item = later.get(Item, ITEM.id)
    assert (item.title, item.notes) == ("Board", "New agenda")
    assert take_in(later, changed(title="Board (new)", notes="New agenda"), LATER) is later


def test_a_moved_copy_stays_where_the_user_put_it() -> None:
    plan = take_in(Plan({}), FILE, NOW)
    plan = update(plan, plan.get(Block, BLOCK.id), NOW, start=NINE + timedelta(days=1), end=TEN + timedelta(days=1))
    later = take_in(plan, moved(datetime(2026, 3, 10, 14)), LATER)
    assert later.get(Block, BLOCK.id).start == NINE + timedelta(days=1)
    assert counts(plan, moved(datetime(2026, 3, 10, 14)), LATER).kept == 1


def test_a_meeting_that_moved_there_moves_here_also_across_a_month() -> None:
    plan = take_in(Plan({}), FILE, NOW)
    later = take_in(plan, moved(datetime(2026, 4, 2, 14)), LATER)
    assert later.get(Block, BLOCK.id).start == datetime(2026, 4, 2, 14)
    assert later.where(BLOCK.id) == later.where(ITEM.id) == "calendar/2026-04"


def test_a_block_that_the_user_deleted_does_not_come_back() -> None:
    plan = take_in(Plan({}), FILE, NOW).drop(BLOCK.id)
    assert take_in(plan, FILE, LATER).find(BLOCK.id) is None
    assert counts(plan, FILE, LATER).kept == 1


def test_a_finished_meeting_stays_finished() -> None:
    plan = take_in(Plan({}), FILE, NOW)
    plan = update(plan, plan.get(Item, ITEM.id), NOW, status="done", ended=NOW)
    assert take_in(plan, changed(title="New"), LATER).get(Item, ITEM.id).status == "done"


def test_an_override_that_is_gone_there_goes_here_unless_it_was_touched() -> None:
    series = replace(ITEM, repeat="FREQ=DAILY")
    override = Occurrence(f"{ITEM.id}@2026-03-11", ITEM.id, NINE + timedelta(days=1), title="Special")
    first = Imported((Group(series, (BLOCK,), (override,)),))
    plan = take_in(Plan({}), first, NOW)
    assert plan.where(ITEM.id) == plan.where(BLOCK.id) == SERIES
    without = Imported((Group(series, (BLOCK,)),))
    assert take_in(plan, without, LATER).find(override.id) is None
    touched = update(plan, override, NOW, title="Mine")
    assert take_in(touched, without, LATER).get(Occurrence, override.id).title == "Mine"


def test_a_person_is_known_by_address_and_the_user_is_not_a_guest() -> None:
    plan = Plan({}).put(
        Person("p1", "anna", "Anna Berg", email="anna@example.com"),
        Person("p2", "me", kind="me", email="me@example.com"),
    )
    people = (
        Person("p3", "anna-berg", "Anna Berg", "external", "Anna@example.com"),
        Person("p4", "myself", "", "external", "me@example.com"),
        Person("p5", "bo", "Bo", "external", "bo@example.com"),
    )
    group = Group(replace(ITEM, people=("anna-berg", "myself", "bo")), (BLOCK,))
    after = take_in(plan, Imported((group,), people), NOW)
    assert after.get(Item, ITEM.id).people == ("anna", "bo")
    assert {one.handle for one in after.records(Person)} == {"anna", "me", "bo"}


def test_an_import_is_one_set_of_differences() -> None:
    groups = tuple(
        Group(
            replace(ITEM, id=imported_id(Item, str(n)), uid=str(n)),
            (replace(BLOCK, id=imported_id(Block, str(n)), item=imported_id(Item, str(n))),),
        )
        for n in range(50)
    )
    plan = take_in(Plan({}), Imported(groups), NOW)
    assert len(differences(Plan({}), plan)) == 100
    assert len(plan.records(Item)) == 50


def test_an_imported_task_stands_with_the_open_items() -> None:
    task = Item(imported_id(Item, "t"), "Renew", status="next", due=date(2026, 3, 20), uid="t")
    plan = take_in(Plan({}), Imported((Group(task),)), NOW)
    assert plan.where(task.id) == "items/inbox"


def test_an_invitation_that_changes_one_date_joins_the_series_it_belongs_to() -> None:
    series = replace(ITEM, repeat="FREQ=DAILY")
    plan = take_in(Plan({}), Imported((Group(series, (BLOCK,)),)), NOW)
    lone = Group(
        replace(ITEM, id=imported_id(Item, "uid-1@x"), title="Board, off site"),
        (
            replace(
                BLOCK, id=imported_id(Block, "uid-1@x"), start=datetime(2026, 3, 12, 15), end=datetime(2026, 3, 12, 16)
            ),
        ),
        original=(datetime(2026, 3, 12, 8), "UTC", ()),
    )
    update_only = Imported((lone,))
    after = take_in(plan, update_only, LATER)
    one = after.get(Occurrence, f"{ITEM.id}@2026-03-12")
    assert (one.at, one.title, one.start) == (datetime(2026, 3, 12, 9), "Board, off site", datetime(2026, 3, 12, 15))
    assert len(after.records(Item)) == 1
    assert counts(plan, update_only, LATER) == Counts(changed=1)
    assert take_in(after, update_only, LATER) is after
    alone = take_in(Plan({}), update_only, NOW)
    assert alone.get(Item, lone.item.id).title == "Board, off site"
