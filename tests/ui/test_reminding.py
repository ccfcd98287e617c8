"""Reminders in the app: a line until a key, a call to the user, once, and a list of them."""

import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from ctotui.core.civil import instant
from ctotui.core.model import Block, Item
from ctotui.core.state import Settings
from ctotui.disk.places import Paths
from ctotui.session import Session
from ctotui.ui.reminding import Reminding
from ctotui.ui.terminal.alert import sequence

ZONE = "Europe/Stockholm"


class Desk:
    """A session whose clock the test moves, and what the user was called with."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self.at = instant(datetime(2026, 3, 10, 10, 30), ZONE)
        self.called: list[tuple[str, str]] = []
        self._paths = Paths(*(str(folder / name) for name in ("data", "config", "state")))
        self._settings = settings
        self.open()

    def open(self) -> None:
        self.session = Session.open(self._paths, self._settings, lambda: self.at)
        self.reminding = Reminding(self.session, lambda way, text: self.called.append((way, text)))

    def wait(self, minutes: int) -> str:
        """Let time pass, look, and say what the status row shows."""
        self.at += timedelta(minutes=minutes)
        self.session.tick()
        self.reminding.check()
        message = self.session.state.view.message
        return message.text if message else ""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path, Settings(zone=ZONE))
    add(made, "Standup", 11)
    return made


def add(desk: Desk, title: str, hour: int) -> None:
    start = datetime(2026, 3, 10, hour)
    item = Item(f"i{hour}0000000", title, kind="meeting", people=("anna",))
    block = Block(f"b{hour}0000000", item.id, start, start + timedelta(minutes=30), ZONE)
    desk.session.edit("Add", lambda plan: plan.put(item, block))


def test_a_reminder_stays_until_a_key_and_calls_once(desk: Desk) -> None:
    assert desk.wait(24) == ""
    assert desk.wait(1) == "In 5m: Standup 11:00"
    assert desk.wait(1) == "In 5m: Standup 11:00"
    desk.session.look(message=None)
    assert desk.wait(1) == ""
    assert desk.called == [("bell", "In 5m: Standup 11:00")]


def test_what_was_missed_is_said_at_the_next_start_without_a_call(desk: Desk) -> None:
    desk.wait(1)
    desk.session.close()
    desk.at += timedelta(hours=2)
    desk.open()
    assert desk.wait(0) == "While you were away: began 11:00: Standup"
    assert desk.called == []
    desk.session.close()
    desk.open()
    assert desk.wait(1) == ""


def test_several_are_one_line_that_names_the_list(desk: Desk) -> None:
    desk.wait(1)
    add(desk, "Review", 14)
    desk.at += timedelta(hours=3)
    assert desk.wait(26) == "In 3m: Review 14:00 (and 1 while you were away; : Reminders)"
    assert [one.title for one in desk.session.state.view.reminders] == ["Standup", "Review"]


def test_the_users_command_gets_the_text_and_a_missing_one_is_said(tmp_path: Path) -> None:
    script, out = tmp_path / "notify.py", tmp_path / "notified"
    script.write_text(f"import sys\nopen({str(out)!r}, 'w').write(sys.argv[1])\n")
    settings = Settings(zone=ZONE, notify="command", notify_command=(sys.executable, str(script)))
    desk = Desk(tmp_path, settings)
    add(desk, "Stand\x1b]9;up", 11)
    assert desk.wait(25) == "In 5m: Stand\x1b]9;up 11:00"
    end = time.monotonic() + 10
    while not (out.exists() and out.read_text()) and time.monotonic() < end:
        time.sleep(0.02)
    assert out.read_text() == "In 5m: Stand␛]9;up 11:00"
    missing = replace(settings, notify_command=("no-such-program",))
    desk.session.store.update(settings=missing)
    add(desk, "Review", 14)
    desk.at += timedelta(hours=3, minutes=4)
    assert desk.wait(0).startswith("notify_command no-such-program cannot be run: No such file or directory. In 1m")


@pytest.mark.parametrize(
    ("way", "sent"),
    [
        ("bell", "\a"),
        ("osc9", "\x1b]9;ctotui: In 5m: a;b␛]0;x\x1b\\"),
        ("osc777", "\x1b]777;notify;ctotui;In 5m: a,b␛]0,x\x1b\\"),
        ("osc99", "\x1b]99;;ctotui: In 5m: a;b␛]0;x\x1b\\"),
        ("off", ""),
        ("command", ""),
    ],
)
def test_a_terminal_is_sent_one_clean_sequence(way: str, sent: str) -> None:
    assert sequence(way, "In 5m: a;b\x1b]0;x", {}) == sent


def test_inside_tmux_the_sequence_is_wrapped_and_the_bell_is_not() -> None:
    tmux = {"TMUX": "/tmp/tmux-1000/default,1,0"}
    assert sequence("osc9", "x", tmux) == "\x1bPtmux;\x1b\x1b]9;ctotui: x\x1b\x1b\\\x1b\\"
    assert sequence("bell", "x", tmux) == "\a"


def test_the_real_app_reminds_in_its_status_row_and_lists_it(app, shell, tmp_path) -> None:
    shell("add", "Standup", "11:00-11:30", "with:anna")
    (tmp_path / "config").mkdir(exist_ok=True)
    (tmp_path / "config" / "settings.toml").write_text('notify = "osc777"\n')
    terminal = app(now="10:58", wait="")
    terminal.wait_for("! In 2m: Standup 11:00")
    terminal.wait_for(lambda one: b"\x1b]777;notify;ctotui;In 2m: Standup 11:00\x1b\\" in bytes(one.raw))
    terminal.send("j")
    terminal.wait_for(lambda one: "! In 2m" not in one.text())
    terminal.send(":Reminders\r")
    terminal.wait_for("10:55        in 2m: Standup 11:00")
    terminal.send("q")
    terminal.wait_for(lambda one: "SHOWN" not in one.text())
