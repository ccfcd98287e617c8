"""What is on its way to the disk when the user leaves: waited for, said, and never lost in silence."""

from pathlib import Path

from ctotui.disk.lock import FolderLock

WORK = '[[item]]\nid = "ia"\ntitle = "Only one"\nstatus = "next"\nday = 2026-03-10\n'


def _edited(app, tmp_path: Path):
    """The program with an edit that waits for the folder's lock, and was left."""
    path = tmp_path / "data" / "items" / "inbox.toml"
    path.parent.mkdir(parents=True)
    path.write_text(WORK)
    terminal = app(wait="Only one")
    terminal.send("\t")
    terminal.settle()
    lock = FolderLock(str(tmp_path / "data"))
    assert lock.take(1)
    terminal.send("+")
    terminal.wait_for("priority high")
    terminal.send("q")
    return terminal, lock, path


def test_leaving_waits_for_what_is_not_saved_yet_and_says_so(app, tmp_path: Path) -> None:
    terminal, lock, path = _edited(app, tmp_path)
    terminal.wait_for("ctotui: Saving 1 record: Priority of Only one …")
    lock.release()
    assert terminal.exit_status() == 0
    assert 'priority = "high"' in path.read_text()


def test_what_could_not_be_saved_any_more_is_said_after_the_end(app, tmp_path: Path) -> None:
    terminal, lock, path = _edited(app, tmp_path)
    assert terminal.exit_status() == 4
    assert "ctotui: Nothing was saved:" in terminal.text()
    assert path.read_text() == WORK
    lock.release()
