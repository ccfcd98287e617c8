"""The line being typed survives a kill (storage-and-time 2.2)."""

import signal


def kept(tmp_path) -> list[str]:
    return [path.read_text() for path in (tmp_path / "state").glob("*/drafts/*.toml")]


def test_a_line_that_was_typed_when_the_program_was_killed_comes_back_with_up(app, tmp_path):
    terminal = app()
    terminal.send("a")
    terminal.wait_for("╭─ Add")
    terminal.send("Call Anna about the offer")
    terminal.wait_for(lambda _terminal: any("offer" in text for text in kept(tmp_path)))
    terminal.signal(signal.SIGKILL)
    assert terminal.exit_status() == -signal.SIGKILL
    again = app(wait="was kept")
    assert "a, then ↑ brings it back" in again.text()
    again.send("a")
    again.wait_for("╭─ Add")
    again.send("\x1b[A")
    again.wait_for("Call Anna about the offer")
    again.send("\r")
    again.wait_for("Added Call Anna")
    again.wait_for(lambda _terminal: kept(tmp_path) == [])


def test_a_line_that_was_cancelled_is_not_offered_again(app, tmp_path):
    terminal = app()
    terminal.send("a")
    terminal.wait_for("╭─ Add")
    terminal.send("Never mind")
    terminal.wait_for(lambda _terminal: kept(tmp_path) != [])
    terminal.send("\x1b")
    terminal.wait_for(lambda _terminal: kept(tmp_path) == [])
