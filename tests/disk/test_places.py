"""Folders, and the cache of `ctotui status` (cli.md)."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import platformdirs
import pytest

from ctotui.core.model import Entry
from ctotui.core.plan import update
from ctotui.disk import status
from ctotui.disk.places import data_id, paths

NOW = datetime(2026, 3, 10, 9, 42, tzinfo=UTC)


@pytest.mark.parametrize("base", ["", "/somewhere/else", " "])
def test_the_defaults_are_those_of_platformdirs(monkeypatch, base):
    for kind in ("DATA", "CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", base)
    found = paths(os.environ)
    assert found.data == platformdirs.user_data_dir("ctotui")
    assert found.config == platformdirs.user_config_dir("ctotui")
    assert found.state == platformdirs.user_state_dir("ctotui")


def test_an_option_beats_the_environment_and_that_the_default():
    environ = {"CTOTUI_DATA": "/env", "CTOTUI_CONFIG": "/conf"}
    found = paths(environ, data="/option")
    assert (found.data, found.config) == ("/option", "/conf")


@pytest.mark.parametrize("text", ["", "id = 3\n", 'id = "../../x"\n', "\x00\xff", 'id = "a'])
def test_a_data_id_never_leads_out_of_the_state_folder(tmp_path, text):
    (tmp_path / "ctotui.toml").write_text(text)
    assert "/" not in data_id(str(tmp_path))
    assert data_id(str(tmp_path))


def test_the_status_comes_from_the_cache_until_a_file_changes(box, add):
    session = box.open()
    key = add(session, "SLA\x1b contract", estimate=90)
    start = NOW - timedelta(minutes=36)
    earlier = Entry("n0", key, NOW - timedelta(hours=3), NOW - timedelta(hours=2))
    session.edit("Start", lambda plan: plan.put(earlier, Entry("n1", key, start, zone="Europe/Stockholm")))
    own, now = box.paths.own_state(), NOW.timestamp()
    found = status.read(own, now)
    assert found is not None
    assert (found.item, found.title, found.estimate) == (key, "SLA␛ contract", 90)
    assert found.minutes(now) == 96
    assert found.minutes(now + 60) == 97
    assert session.status().minutes(now) == 96
    assert status.read(own, now - 1) is None
    assert status.read(own, now + 31 * 86400) is None
    path = box.data / "entries" / "2026-03.toml"
    path.write_text(path.read_text() + "# touched\n")
    assert status.read(own, now) is None
    box.open().status()
    assert status.read(own, now) is not None
    (box.data / "entries" / "2026-04.toml").write_text("")
    assert status.read(own, now) is None


def test_nothing_runs_is_kept_too_and_each_write_renews_it(box, add):
    session = box.open()
    key = add(session, "x")
    own, now = box.paths.own_state(), NOW.timestamp()
    assert status.read(own, now).title == ""
    session.edit("Start", lambda plan: plan.put(Entry("n1", key, NOW)))
    assert status.read(own, now).item == key
    entry = session.state.plan.get(Entry, "n1")
    session.edit("Stop", lambda plan: update(plan, entry, NOW, end=NOW))
    assert status.read(own, now).title == ""
    session.undo()
    assert status.read(own, now).item == key


@pytest.mark.parametrize("text", ["", "garbage", "ctotui status 1\n1 2\n", "ctotui status 1\nx y\nz\nend", "\ud800"])
def test_a_damaged_cache_is_worked_out_again(tmp_path, text):
    (tmp_path / "status").write_bytes(text.encode("utf-8", "surrogatepass"))
    assert status.read(str(tmp_path), 1.5) is None


def test_reading_the_cache_imports_next_to_nothing():
    code = (
        "import sys; before = set(sys.modules); from ctotui.disk import places, status;"
        "status.read(places.paths({'HOME': '/'}).own_state(), 0.0);"
        "print(sorted(m for m in set(sys.modules) - before if not m.startswith('ctotui')))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert set(eval(run.stdout)) <= {"zlib"}
