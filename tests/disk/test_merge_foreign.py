"""A foreign version of a file meets what we just wrote: merged by field, nothing lost, nothing revived (2.3)."""

from datetime import UTC, datetime, timedelta

import pytest

from ctotui.core.model import Entry, Item
from ctotui.disk import own_writes

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)
LATER = "2026-03-10T10:00:00Z"


@pytest.fixture
def inbox(box):
    return box.data / "items" / "inbox.toml"


def item(session, key: str) -> Item:
    return session.state.plan.get(Item, key)


def test_a_stale_version_of_a_record_merges_by_field(box, add, change, inbox):
    session = box.open()
    key = add(session, "Plan", notes="first")
    stale = inbox.read_text()
    change(session, key, title="Better plan", tags=("mine",))
    inbox.write_text(stale.replace('notes = "first"', 'notes = "theirs"\ntags = ["yours"]'))
    session.poll()
    found = item(session, key)
    assert (found.title, found.notes, set(found.tags)) == ("Better plan", "theirs", {"mine", "yours"})
    assert item(box.open(), key) == found
    assert session.history(1)[0].label == "Merge with what others wrote"


def test_both_changed_a_title_the_later_stays_and_the_other_is_said(box, add, change, inbox):
    session = box.open()
    key = add(session, "Plan")
    stale = inbox.read_text()
    change(session, key, title="Ours")
    inbox.write_text(stale.replace('"Plan"', '"Theirs"\nestimate = "1h"'))
    session.poll()
    assert (item(session, key).title, item(session, key).estimate) == ("Ours", 60)
    said = session.state.view.message.text
    assert '"Ours": title was "Theirs" on one side; "Ours", changed later, stays.' in said
    assert '"Theirs"' in inbox.read_text() + "".join(map(str, session.folder.log.steps()[-1].transaction().images))


def test_a_stale_file_with_news_does_not_lose_what_was_just_added(box, add, inbox):
    session = box.open()
    add(session, "old")
    stale = inbox.read_text()
    key = add(session, "just added")
    inbox.write_text(stale + '\n[[item]]\nid = "i9"\ntitle = "from elsewhere"\n')
    session.poll()
    titles = {one.title for one in session.state.plan.records(Item)}
    assert titles == {"old", "just added", "from elsewhere"}
    assert {one.title for one in box.open().state.plan.records(Item)} == titles
    assert 'lacked "just added", just saved here: it stays.' in session.state.view.message.text
    assert item(session, key)


def test_a_commit_merges_as_a_poll_does(box, add, change, inbox):
    session = box.open()
    key = add(session, "Plan", notes="first")
    stale = inbox.read_text()
    change(session, key, title="Ours")
    inbox.write_text(stale.replace('"first"', '"theirs"'))
    add(session, "another")
    for one in (session, box.open()):
        assert (item(one, key).title, item(one, key).notes) == ("Ours", "theirs")
        assert len(one.state.plan.records(Item)) == 2


def test_a_hand_edit_of_what_was_written_is_taken_as_it_is(box, add, change, inbox):
    session = box.open()
    key = add(session, "Plan", estimate=30)
    add(session, "other")
    change(session, key, title="Better", estimate=60)
    inbox.write_text(inbox.read_text().replace('"Better"', '"Plan"'))
    session.poll()
    assert (item(session, key).title, item(session, key).estimate) == ("Plan", 60)
    text = inbox.read_text()
    inbox.write_text(text[: text.rindex("\n[[item]]")] + '\n[[item]]\nid = "i9"\ntitle = "new"\n')
    session.poll()
    assert {one.title for one in session.state.plan.records(Item)} == {"Plan", "new"}


def test_a_file_that_is_put_back_as_it_was_takes_back_what_was_done(box, add, change, inbox):
    session = box.open()
    key = add(session, "Plan")
    old = inbox.read_text()
    change(session, key, title="Changed")
    inbox.write_text(old)
    session.poll()
    assert item(session, key).title == "Plan"
    assert inbox.read_text() == old


def test_a_record_deleted_by_hand_long_after_it_was_written_stays_deleted(box, add, inbox, monkeypatch):
    session = box.open()
    add(session, "old")
    stale = inbox.read_text()
    monkeypatch.setattr(own_writes, "FRESH", -1.0)
    add(session, "gone soon")
    inbox.write_text(stale + '\n[[item]]\nid = "i9"\ntitle = "new"\n')
    session.poll()
    assert {one.title for one in session.state.plan.records(Item)} == {"old", "new"}


def test_what_another_program_of_this_machine_took_back_stays_so(box, add):
    app, shell = box.open(), box.open()
    add(app, "old")
    add(app, "taken back")
    shell.poll()
    shell.undo()
    add(shell, "from the shell")
    app.poll()
    titles = {one.title for one in app.state.plan.records(Item)}
    assert titles == {"old", "from the shell"} == {one.title for one in box.open().state.plan.records(Item)}


def test_a_status_that_another_device_turned_back_is_not_turned_again(box, add, change, inbox):
    session = box.open()
    key = add(session, "Plan")
    before = inbox.read_text()
    change(session, key, star=True)
    inbox.write_text(before.replace("modified = 2026-03-10T09:42:00Z", f"modified = {LATER}"))
    session.poll()
    assert not item(session, key).star


def test_of_two_timers_that_came_together_the_latest_runs_and_that_is_said(box, add):
    session = box.open()
    key = add(session, "Plan")
    first = Entry("n1", key, NOW - timedelta(hours=1), zone="Europe/Stockholm")
    session.edit("Start", lambda plan: plan.put(first))
    path = box.data / "entries" / "2026-03.toml"
    path.write_text(path.read_text() + f'\n[[entry]]\nid = "n2"\nitem = "{key}"\nstart = 2026-03-10T09:00:00Z\n')
    session.poll()
    ends = {one.id: one.end for one in box.open().state.plan.records(Entry)}
    assert ends == {"n1": datetime(2026, 3, 10, 9, tzinfo=UTC), "n2": None}
    assert "Two timers ran" in session.state.view.message.text


def test_finished_here_and_renamed_there_becomes_one_record(box, add, monkeypatch):
    session = box.open()
    key = add(session, "Plan", tags=("a",))
    archive = box.data / "items" / "archive" / "2026-03.toml"
    archive.parent.mkdir()
    archive.write_text(
        f'schema = 1\n\n[[item]]\nid = "{key}"\nkind = "task"\ntitle = "Plan"\nstatus = "done"\ntags = ["b"]\n'
        f"created = 2026-03-10T09:42:00Z\nmodified = {LATER}\nended = {LATER}\n"
    )
    monkeypatch.setattr("ctotui.disk.files.YOUNG", -1)
    session.poll()
    session.poll()
    plan = box.open().state.plan
    assert [(one.id, one.status, set(one.tags)) for one in plan.records(Item)] == [(key, "done", {"a", "b"})]


def test_a_file_gone_for_a_moment_comes_back_with_both_changes(box, add, change, inbox):
    session = box.open()
    key = add(session, "Plan", notes="n")
    stale = inbox.read_text()
    change(session, key, title="Ours")
    inbox.unlink()
    session.poll()
    assert item(session, key).title == "Ours"
    inbox.write_text(stale.replace('"n"', '"theirs"'))
    session.poll()
    assert (item(session, key).title, item(session, key).notes) == ("Ours", "theirs")


def test_a_record_changed_between_log_and_file_is_merged_by_recovery(box, add, change, inbox, monkeypatch):
    session = box.open()
    key = add(session, "Plan", notes="n")
    real = session.folder.log.append

    def meanwhile(transaction: object) -> None:
        real(transaction)
        inbox.write_text(inbox.read_text().replace('"n"', '"theirs" # why'))

    monkeypatch.setattr(session.folder.log, "append", meanwhile)
    change(session, key, title="Ours")
    monkeypatch.undo()
    for one in (box.open(), session):
        one.poll()
        assert (item(one, key).title, item(one, key).notes) == ("Ours", "theirs")
    assert "# why" in inbox.read_text()


def test_an_undo_says_what_was_merged_before_it(box, add, change, inbox):
    session = box.open()
    key = add(session, "Plan")
    stale = inbox.read_text()
    change(session, key, title="Ours")
    inbox.write_text(stale.replace('"Plan"', '"Theirs"\nestimate = "1h"'))
    session.undo()
    assert '"Ours": title was "Theirs" on one side' in session.state.view.message.text
    session.redo()
    assert (item(session, key).title, item(session, key).estimate) == ("Ours", 60)
