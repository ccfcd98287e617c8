"""Ctrl-C on the command line: a step is kept whole or not at all, and the status is 130 (storage-and-time 2.2)."""

import os
import signal
import sys
from pathlib import Path

import pytest

from ctotui.cli.interrupts import held
from ctotui.disk.log import Log
from ctotui.disk.sheets import Sheets
from tests.bench.imports import calendar
from tests.ui.pty import Terminal


def press() -> None:
    """Ctrl-C."""
    os.kill(os.getpid(), signal.SIGINT)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    calendar(tmp_path / "small.ics", 20_000)
    return tmp_path / "small.ics"


def files(tmp_path: Path) -> list[Path]:
    return sorted((tmp_path / "data").rglob("calendar/*.toml"))


def test_an_interrupt_while_a_large_file_is_read_leaves_nothing(environ: dict[str, str], tmp_path: Path) -> None:
    count = calendar(tmp_path / "large.ics", 10_000_000)
    assert count > 10_000
    command = [sys.executable, "-m", "ctotui", "import", str(tmp_path / "large.ics")]
    with Terminal(command, home=tmp_path, env=environ | {"CTOTUI_NOW": ""}) as terminal:
        terminal.wait_for("Reading large.ics")
        terminal.send("\x03")
        assert terminal.exit_status() == 130
        assert "interrupted: nothing was imported." in terminal.text()
        assert "Reading" not in terminal.text(), "the row of the progress is taken away"
    assert not files(tmp_path)


@pytest.mark.parametrize("where", ["log", "files"])
def test_an_interrupt_while_a_step_is_kept_comes_when_it_is_whole(
    where: str, ctotui, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, name = (Log, "append") if where == "log" else (Sheets, "write")
    own = getattr(owner, name)

    def interrupted(*arguments):
        press()
        return own(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(owner, name, interrupted)
        done = ctotui("import", str(small))
    assert done.status == 130
    assert "interrupted too late: Import small.ics is kept whole; ctotui undo takes it back." in done.err
    written = {path: path.read_bytes() for path in files(tmp_path)}
    assert written
    again = ctotui("import", str(small))
    assert "0 new" in again.out
    assert {path: path.read_bytes() for path in files(tmp_path)} == written, "no file was left for later"
    assert ctotui("undo").status == 0
    assert "BEGIN:VEVENT" not in ctotui("export --format ics").out


def test_an_interrupt_before_anything_is_kept_changes_nothing(
    ctotui, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ctotui.commands import data

    counted = data.counted

    def interrupted(*arguments):
        press()
        return counted(*arguments)

    monkeypatch.setattr(data, "counted", interrupted)
    done = ctotui("import", str(small))
    assert (done.status, done.out) == (130, "")
    assert "nothing was imported" in done.err
    assert not files(tmp_path)


def test_where_ctrl_c_is_ignored_it_stays_so() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with held():
            press()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_an_error_inside_comes_out_and_ctrl_c_works_again() -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(ZeroDivisionError), held():
        press() or 1 / 0
    assert signal.getsignal(signal.SIGINT) is before
    with pytest.raises(KeyboardInterrupt), held():
        press()
