"""The program as its user meets it: keys and clicks in a real terminal, on a folder of the test's own (issue 2)."""

import signal
from pathlib import Path

import pytest

from tests.ui.pty import Terminal

CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//test//EN\r
BEGIN:VEVENT\r
UID:one@test\r
DTSTAMP:20260301T000000Z\r
DTSTART:20260310T130000Z\r
DTEND:20260310T140000Z\r
SUMMARY:Imported review\r
END:VEVENT\r
END:VCALENDAR\r
"""


def files(tmp_path: Path) -> dict[str, bytes]:
    """The user's files, byte for byte."""
    return {str(path): path.read_bytes() for path in sorted((tmp_path / "data").rglob("*.toml"))}


def saved(terminal: Terminal) -> None:
    """Wait until what is shown is kept."""
    terminal.wait_for(lambda terminal: "saving" not in terminal.screen()[0])
    terminal.settle()


def add(terminal: Terminal, line: str) -> None:
    """Quick-add."""
    terminal.send("a")
    terminal.wait_for("╭─ Add")
    terminal.send(f"{line}\r")
    terminal.wait_for("Added")
    saved(terminal)


# -- the first run (N1)


def test_an_empty_folder_opens_on_today_with_three_choices(app):
    terminal = app()
    assert "Start: ▸Import .ics" in terminal.text()
    assert terminal.screen()[0].startswith(" [1 Today]")
    assert "10:42" in terminal.screen()[0]


def test_the_first_run_imports_a_calendar_that_lies_about(app, tmp_path):
    (tmp_path / "mine.ics").write_text(CALENDAR)
    terminal = app(wait="found: 1")
    terminal.send("\r")
    terminal.wait_for("mine.ics")
    terminal.send("\r")
    terminal.wait_for("Imported review")
    assert "Start:" not in terminal.text()
    assert terminal.screen()[14][:8] == "14:00   "


def test_the_first_run_adds_a_task(app):
    terminal = app()
    terminal.send("\x1b[C\r")
    terminal.wait_for("╭─ Add")
    terminal.send("Write the plan 14:00\r")
    terminal.wait_for("Added Write the plan")
    assert "▌Write the plan" in terminal.text()
    assert "Start:" not in terminal.text()


def test_the_first_run_opens_the_demo_day_and_comes_back(app):
    terminal = app()
    terminal.send("\x1b[D\r")
    terminal.wait_for("DEMO")
    terminal.wait_for("Review SLA")
    terminal.send(":demo\r")
    terminal.wait_for("Start:")
    assert "DEMO" not in terminal.screen()[0]


# -- a change, and back


def test_what_is_added_is_on_the_screen_and_every_pane_in_the_same_frame(app):
    terminal = app()
    add(terminal, "Review budget 14-15:30 =2h")
    assert "▌Review budget" in terminal.screen()[14]
    assert "Review budget" in terminal.screen()[3][46:]
    terminal.send("3")
    terminal.wait_for("Next 1")
    terminal.send("2")
    terminal.wait_for("plan 1h30 of")


def test_a_move_by_keys_is_kept_and_u_restores_every_byte(app, tmp_path):
    terminal = app()
    add(terminal, "Review budget 14-15:30")
    before = files(tmp_path)
    terminal.send("m4j")
    terminal.wait_for("→15:00–16:30")
    assert "GRAB" in terminal.text()
    assert files(tmp_path) == before
    terminal.send("\r")
    terminal.wait_for("Move Review budget to 15:00")
    terminal.wait_for(lambda _: files(tmp_path) != before)
    terminal.send("u")
    terminal.wait_for("Undone: Move Review budget")
    terminal.wait_for(lambda _: files(tmp_path) == before)
    assert "▌Review budget" in terminal.screen()[14]


def test_undo_works_after_a_restart(app, tmp_path):
    first = app()
    add(first, "Review budget 14-15:30")
    before = files(tmp_path)
    first.send("mj\r")
    first.wait_for("Move Review budget to 14:15")
    first.send("q")
    assert first.exit_status() == 0
    second = app(wait="Review budget")
    second.send("u")
    second.wait_for("Undone: Move Review budget to 14:15")
    second.wait_for(lambda _: files(tmp_path) == before)


def test_a_broken_line_keeps_the_prompt_and_says_why(app):
    terminal = app()
    terminal.send("a14:00\r")
    terminal.wait_for("× ")
    assert "╭─ Add" in terminal.text()
    terminal.send("\x1b")
    terminal.wait_for(lambda terminal: "╭─ Add" not in terminal.text())


def test_keys_typed_before_the_first_frame_are_not_lost(app):
    terminal = app(wait="")
    terminal.send("aEarly bird 14:00\r")
    terminal.wait_for("▌Early bird")


# -- the timer (T3)


@pytest.mark.parametrize("end", ["quit", "kill", "hang up"])
def test_the_timer_survives(app, end):
    terminal = app()
    add(terminal, "Review budget today 10:30-12")
    terminal.send("s")
    terminal.wait_for("Timer runs on Review budget")
    saved(terminal)
    if end == "quit":
        terminal.send("q")
        assert terminal.exit_status() == 0
    elif end == "kill":
        terminal.process.kill()
        terminal.process.wait()
    else:
        terminal.hang_up()
        terminal.exit_status()
    again = app(now="11:12")
    again.wait_for("● Review budget 0:30/1:30")
    again.send("S")
    again.wait_for("Stopped Review budget after 0:30")


# -- others who write


def test_what_a_shell_adds_is_on_the_screen_within_two_seconds(app, shell):
    terminal = app()
    add(terminal, "Mine 14:00")
    shell("add", "From a shell 15:00")
    terminal.wait_for("▌From a shell", deadline=2.5)


def test_two_apps_on_one_folder_see_each_others_changes_and_lose_none(app):
    one, two = app(), app()
    add(one, "From one 14:00")
    two.wait_for("▌From one")
    add(two, "From two 15:00")
    one.wait_for("▌From two")
    one.send("u")
    two.wait_for(lambda terminal: "From two" not in terminal.text())


# -- the end


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_keeps_the_last_change_and_gives_the_terminal_back(app, shell, number):
    terminal = app()
    terminal.send("aLast words 14:00\r")
    terminal.wait_for("Added Last words")
    terminal.signal(number)
    terminal.exit_status()
    assert terminal.restored()
    assert "Last words" in shell("today")


def test_q_gives_the_terminal_back(app):
    terminal = app()
    terminal.send("q")
    assert terminal.exit_status() == 0
    assert terminal.restored()


# -- the window


def test_a_resize_is_drawn_at_once_down_to_a_sentence_and_back(app):
    terminal = app("--demo", wait="Review SLA")
    terminal.resize(160, 45)
    terminal.wait_for("Inspector")
    terminal.resize(20, 5)
    terminal.wait_for("ctotui needs 60x18")
    terminal.resize(1, 1)
    terminal.settle()
    terminal.resize(80, 24)
    terminal.wait_for("est left")
    terminal.send("2")
    terminal.wait_for("[2 Week]")


def at(x: int, y: int, button: int = 0) -> bytes:
    """Press and release on a cell, counted from 0."""
    return b"\x1b[<%d;%d;%dM\x1b[<%d;%d;%dm" % (button, x + 1, y + 1, button, x + 1, y + 1)


def test_a_click_selects_a_double_click_opens_and_the_wheel_scrolls(app):
    terminal = app("--demo", wait="Review SLA")
    row = next(y for y, line in enumerate(terminal.screen()) if line[9:12] == "RFC")
    terminal.send(at(12, row))
    terminal.wait_for(lambda terminal: terminal.screen()[row][5] == "▸")
    terminal.send(at(12, row) * 2)
    terminal.wait_for("╭─ Item")
    assert "RFC-12 review" in terminal.screen()[terminal.text().split("╭─ Item")[0].count("\n") + 1]
    terminal.send("\x1b")
    terminal.wait_for(lambda terminal: "╭─ Item" not in terminal.text())
    terminal.send(b"\x1b[<64;13;5M")
    terminal.wait_for(lambda terminal: terminal.screen()[row][5] != "▸")
    terminal.send(at(20, 0))
    terminal.wait_for("[3 Board]")


def test_the_mouse_can_be_left_to_the_terminal(app, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("mouse = false\n")
    terminal = app()
    assert not any(terminal.mode(number) for number in (1000, 1002, 1003, 1006))


# -- terminals that show less


def test_ascii_where_the_locale_has_no_more(app):
    terminal = app(
        "--demo", env={"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, wait="SLA"
    )
    assert terminal.text().isascii()
    assert all(byte < 0x80 for byte in terminal.raw)


def test_ascii_where_it_is_asked_for(app, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text("ascii = true\n")
    terminal = app("--demo", wait="SLA")
    terminal.send("3")
    terminal.wait_for("[3 Board]")
    terminal.settle()
    assert all(byte < 0x80 for byte in terminal.raw)


def test_a_theme_without_colours_sends_none(app, tmp_path):
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "settings.toml").write_text('theme = "mono"\n')
    terminal = app("--demo", wait="Review SLA")
    terminal.send("m")
    terminal.wait_for("GRAB")
    terminal.settle()
    assert b"38;2;" not in terminal.raw
    assert b"38;5;" not in terminal.raw
    assert b"\x1b[7m" in terminal.raw or b";7m" in terminal.raw


def test_256_colours_where_the_terminal_says_no_more(app):
    terminal = app("--demo", wait="Review SLA", truecolour=False)
    assert b"38;5;" in terminal.raw
    assert b"38;2;" not in terminal.raw


def test_help_scrolls_to_its_end_and_back_at_once(app):
    terminal = app("--demo", wait="Review SLA")
    terminal.send("?")
    terminal.wait_for("keys here")
    terminal.settle()
    first = terminal.text()
    terminal.send("\x04" * 20)
    terminal.wait_for("WHILE TYPING: APP")
    terminal.settle()
    bottom = terminal.text()
    terminal.send("k")
    terminal.wait_for(lambda terminal: terminal.text() != bottom)
    terminal.send("g")
    terminal.wait_for(lambda terminal: terminal.text() == first)
