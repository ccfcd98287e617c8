"""The drag in a real terminal, told by SGR mouse sequences: the same files as by the keys (I14), and lost releases."""

import re
from pathlib import Path

import pytest

from tests.ui.pty import Terminal

STAMPS = re.compile(rb"(modified|created) = .*")


def cell(x: int, y: int, button: int = 0, end: str = "M") -> str:
    """A press, 32 more: motion with that button, 35: with none, ``m``: a release."""
    return f"\x1b[<{button};{x + 1};{y + 1}{end}"


def drag(x: int, y: int, *to: tuple[int, int]) -> str:
    """Press, move and release."""
    return cell(x, y) + "".join(cell(*at, button=32) for at in to) + cell(*to[-1], end="m")


def kept(tmp_path: Path) -> dict[str, bytes]:
    """The blocks and items in the files, without the moments that they were written at."""
    found = sorted((tmp_path / "data").rglob("*.toml"))
    return {str(path.relative_to(tmp_path)): STAMPS.sub(b"", path.read_bytes()) for path in found}


@pytest.fixture
def day(app, shell):
    """A day of two blocks at 13:00 and 15:00, open in a terminal."""
    shell("add", "Roadmap 13:00-14:30")
    shell("add", "Budget 15:00-15:30")
    terminal = app(wait="Roadmap")
    rows = {text: y for y, line in enumerate(terminal.screen()) for text in ("Roadmap", "Budget") if f"▌{text}" in line}
    return terminal, rows


def stored(terminal: Terminal, text: str) -> None:
    """Wait until that is said, and kept."""
    terminal.wait_for(text)
    terminal.wait_for(lambda terminal: "saving" not in terminal.screen()[0])
    terminal.settle()


def test_i14_a_drag_ends_in_the_files_of_the_keys(day, tmp_path):
    terminal, rows = day
    before, y = kept(tmp_path), rows["Roadmap"]
    terminal.send(cell(12, y))
    for step in range(1, 5):
        terminal.send(cell(12, y + step, 32))
        terminal.wait_for(f"{13 + step // 2}:{step % 2 * 3}0–")
    terminal.send("r")
    terminal.wait_for("RIPPLE")
    assert kept(tmp_path) == before, "nothing is written while the button is down"
    terminal.send(cell(12, y + 4, end="m"))
    stored(terminal, "Move Roadmap to 15:00")
    by_mouse = kept(tmp_path)
    terminal.send("u")
    stored(terminal, "Undone")
    assert kept(tmp_path) == before
    terminal.send("m8jr\r")
    stored(terminal, "Move Roadmap to 15:00")
    assert kept(tmp_path) == by_mouse


def test_a_drag_over_a_slow_line_comes_in_one_piece_and_is_the_same(day):
    """With 100 ms to go each way, all is sent before the first answer is seen, keys between motions too."""
    terminal, rows = day
    y = rows["Roadmap"]
    terminal.send(cell(12, y) + "".join(cell(12, y + n, 32) for n in range(1, 5)) + "r" + cell(12, y + 4, end="m"))
    stored(terminal, "Move Roadmap to 15:00; pushed 1")
    assert "\n16:30   ▌Budget" in terminal.text()


def test_an_end_and_an_empty_stretch_are_dragged(day):
    terminal, rows = day
    y = rows["Budget"]
    terminal.send(drag(45, y, (45, y + 2)))
    stored(terminal, "Resize Budget to Tue 10 15:00–16:30")
    terminal.send(drag(20, rows["Roadmap"] - 4, (20, rows["Roadmap"] - 3)))
    terminal.wait_for("╭─ Add")
    terminal.send("Think\r")
    stored(terminal, "Added Think")
    assert "11:00▸  ▌Think" in terminal.text()


@pytest.mark.parametrize(
    "lose",
    [cell(14, 20, 35), "\x1b[O", cell(14, 3, 2) + cell(14, 3, 2, "m")],
    ids=["a motion without a button", "the focus is lost", "another button"],
)
def test_a_release_outside_the_terminal_changes_nothing(day, tmp_path, lose):
    terminal, rows = day
    before, y = kept(tmp_path), rows["Roadmap"]
    assert not terminal.mode(1004)
    terminal.send(cell(12, y) + cell(12, y + 2, 32))
    terminal.wait_for("GRAB Roadmap")
    assert terminal.mode(1004), "told of the focus only while it matters"
    terminal.send(lose)
    terminal.wait_for("back where it was")
    terminal.send(cell(12, y + 2, end="m"))
    terminal.settle()
    assert not terminal.mode(1004)
    assert kept(tmp_path) == before
    assert "\n13:00   ▌Roadmap" in terminal.text()


def test_quitting_during_a_drag_leaves_the_terminal_as_it_was(day):
    terminal, rows = day
    terminal.send(cell(12, rows["Roadmap"]) + cell(12, rows["Roadmap"] + 2, 32))
    terminal.wait_for("GRAB Roadmap")
    terminal.send("qQ")
    assert terminal.exit_status() == 0
    assert terminal.restored()
    assert not terminal.mode(1004)


def test_the_right_button_lists_the_verbs(day):
    terminal, rows = day
    y = rows["Budget"]
    terminal.send(cell(12, y, 2) + cell(12, y, 2, "m"))
    terminal.wait_for("─ Verbs ─")
    terminal.send("x")
    stored(terminal, "Done")
    assert "Verbs" not in terminal.text()


@pytest.mark.parametrize("truecolour", [True, False], ids=["true colour", "256 colours"])
def test_a_drag_over_ten_rows_stays_within_its_budget(app, truecolour):
    terminal = app("--demo", wait="Review SLA", truecolour=truecolour)
    y = next(y for y, line in enumerate(terminal.screen()) if "▌RFC-12" in line)
    before = len(terminal.raw)
    terminal.output_of(cell(12, y) + cell(12, y - 1, 32), 0.05)
    for step in range(2, 11):
        terminal.output_of(cell(12, y - step, 32), 0.05)
    terminal.output_of(cell(12, y - 10, end="m"), 0.1)
    terminal.wait_for("Move RFC-12 review to 11:00")
    assert len(terminal.raw) - before <= 4_000


def test_a_rest_on_a_tab_and_on_an_edge_leads_on(day):
    terminal, rows = day
    terminal.send(cell(12, rows["Roadmap"]) + cell(14, 0, 32))
    terminal.wait_for("[2 Week]")
    terminal.send(cell(50, 21, 32))
    terminal.wait_for("Thu 23:30–01:00")
    terminal.send("\x1b")
    terminal.wait_for(lambda terminal: "GRAB" not in terminal.text())
    terminal.send(cell(50, 21, end="m"))
    terminal.settle()
    assert "Move" not in terminal.text()
