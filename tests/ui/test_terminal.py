"""The terminal layer as a real process in a real pty: what is shown, what it costs, and how it ends."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ctotui.ui.environment import erases_in_colour, prepare_environment, refuse
from ctotui.ui.frame import Frame, graphemes
from tests.ui.pty import ROOT, Terminal
from tests.ui.sample_app import STYLES, Sample, dense_frame, random_frame

COMMAND = [sys.executable, "-m", "tests.ui.sample_app"]
FRAMES = 12


@pytest.fixture
def start(tmp_path):
    """Start the sample app; ends with the test."""
    started = []

    def go(wait: str = "ready", **options) -> Terminal:
        terminal = Terminal(COMMAND, home=tmp_path, **options)
        started.append(terminal)
        if wait:
            terminal.wait_for(wait)
            terminal.settle()
        return terminal

    yield go
    for terminal in started:
        terminal.__exit__(None, None, None)


def trace(tmp_path: Path) -> str:
    """What the app left behind at its end."""
    file = tmp_path / "saved"
    return file.read_text() if file.exists() else ""


def expected(frame: Frame) -> list[list[tuple]]:
    """What a user should see of each cell of a frame, as `look` says it."""
    rows = []
    for y in range(frame.height):
        row = []
        for text, name in frame.line(y):
            style = STYLES[name]
            fore, ground = (colour.triplet.hex[1:] for colour in (style.color, style.bgcolor))
            lines = (bool(style.underline), bool(style.reverse), False)
            for grapheme, width in graphemes(text):
                seen = (grapheme, fore, ground, bool(style.bold), False, *lines)
                row.append((" ", ground) if grapheme == " " and not any(lines) else seen)
                row += [("", *seen[1:])] * (width - 1)
        rows.append(row)
    return rows


@pytest.mark.parametrize("diff", ["1", "0"])
def test_the_screen_is_the_frame_with_and_without_the_diff(start, diff):
    terminal = start(env={"CTOTUI_DIFF": diff})
    for seed in range(FRAMES):
        terminal.send("n")
        wanted = expected(random_frame(seed, 80, 24))
        terminal.wait_for(lambda terminal, wanted=wanted: terminal.cells() == wanted)


def test_the_screen_is_the_frame_after_a_resize(start):
    terminal = start()
    terminal.send("nnn")
    terminal.wait_for(lambda terminal: terminal.cells() == expected(random_frame(2, 80, 24)))
    for width, height in ((50, 12), (120, 40)):
        terminal.resize(width, height)
        wanted = expected(random_frame(2, width, height))
        terminal.wait_for(lambda terminal, wanted=wanted: terminal.cells() == wanted)


def test_sizes_down_to_one_cell_do_not_end_the_app(start):
    terminal = start()
    for size in ((20, 5), (3, 2), (1, 1)):
        terminal.resize(*size)
        terminal.settle()
    terminal.resize(80, 24)
    terminal.wait_for("ready 80x24")


def test_an_idle_screen_sends_nothing_and_a_key_only_what_changed(start):
    terminal = start()
    before = len(terminal.raw)
    assert not terminal.read(1.0), "idle"
    assert len(terminal.raw) == before
    sent = terminal.output_of("j")
    assert b"key j" in sent
    assert len(sent) <= 60
    same = terminal.output_of("k")
    assert b"ready" not in same


def test_the_first_screen_is_sent_once_and_asks_the_terminal_nothing(start):
    sent = bytes(start().raw)
    assert sent.count(b"ready") == 1
    assert sent.count(b"\x1b[2J") == 1
    assert b"$p" not in sent
    assert b"\x1b[6n" not in sent
    assert len(sent) <= 300


def test_buttons_and_drags_are_asked_for_but_never_bare_motion(start):
    terminal = start()
    assert [terminal.mode(number) for number in (1000, 1002, 1006)] == [True] * 3
    assert b"?1003" not in terminal.raw
    assert b"?1004" not in terminal.raw


def test_the_mouse_is_left_to_the_terminal_when_it_is_off(start):
    terminal = start(env={"SAMPLE_MOUSE": "off"})
    assert not any(terminal.mode(number) for number in (1000, 1002, 1003, 1006))


def test_the_mouse_can_be_switched_while_running(start):
    terminal = start()
    terminal.send("m")
    terminal.wait_for(lambda terminal: not any(terminal.mode(number) for number in (1000, 1002, 1006)))
    terminal.send("M")
    terminal.wait_for(lambda terminal: all(terminal.mode(number) for number in (1000, 1002, 1006)))


def test_a_stalled_line_gets_the_newest_frame_without_those_between(start, tmp_path):
    terminal = start(size=(160, 50))
    before, frames, seen = len(terminal.raw), 40, tmp_path / "seen"
    for frame in range(frames):
        terminal.send("d")
        terminal.wait_blind(lambda frame=frame: seen.exists() and seen.stat().st_size > frame)
    wanted = expected(dense_frame(frames - 1, 160, 50))
    terminal.wait_for(lambda terminal: terminal.cells() == wanted)
    assert len(terminal.raw) - before < 60_000, "frames of 8,000 bytes, most of them overtaken"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("\x1b[<0;5;7M\x1b[<0;5;7m", "click 4,6 0"),
        ("\x1b[<0;5;7M\x1b[<0;5;7m\x1b[<0;5;7M\x1b[<0;5;7m", "double 4,6 0"),
        ("\x1b[<2;5;7M\x1b[<2;5;7m", "menu 4,6 0"),
        ("\x1b[<64;9;1M", "wheel 8,0 -1"),
        ("\x1b[<65;9;1M", "wheel 8,0 1"),
    ],
)
def test_the_mouse_is_told_in_cells(start, sent, said):
    terminal = start()
    terminal.send(sent)
    terminal.wait_for(said)


DOWN, UP, ALONG = "\x1b[<0;5;7M", "\x1b[<0;5;9m", "\x1b[<32;5;8M\x1b[<32;5;9M"
"""The first button, and the pointer with it, by two rows."""


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        (DOWN + ALONG + UP, ["press 4,6 0", "drag 4,7 0", "drag 4,8 0", "release 4,8 0"]),
        (DOWN + ALONG + "\x1b[<35;6;9M" + UP, ["press 4,6 0", "drag 4,7 0", "drag 4,8 0", "lost 5,8 0"]),
        (DOWN + ALONG + "\x1b[<2;5;9M\x1b[<2;5;9m", ["press 4,6 0", "drag 4,7 0", "drag 4,8 0", "lost 4,8 0"]),
        ("\x1b[<32;5;8M", []),
    ],
    ids=["whole", "no release", "another button", "no press"],
)
def test_a_drag_is_told_cell_by_cell_and_is_no_click(start, sent, said):
    terminal = start()
    terminal.send(sent + "e")
    terminal.wait_for("key e")
    rows = [row.strip() for row in terminal.screen() if row.strip()]
    assert rows == ["ready 80x24", *said, "key e 'e'"], "in the order in which they came"


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ("a", "key a 'a'"),
        ("å", "key å 'å'"),
        ("\r", "key enter '\\r'"),
        ("\n", "key enter '\\r'"),
        ("\t", "key tab '\\t'"),
        ("\x1b", "key escape '\\x1b'"),
        ("\x1b[A", "key up None"),
        ("\x04", "key ctrl+d '\\x04'"),
        ("\x03", "key ctrl+c '\\x03'"),
        ("\x10", "key ctrl+p '\\x10'"),
        ("?", "key question_mark '?'"),
        ("\x1b[200~two\rlines\x1b[201~", "paste 'two\\rlines'"),
    ],
)
def test_every_key_arrives_and_none_is_taken_by_textual(start, sent, said):
    terminal = start()
    terminal.send(sent)
    terminal.wait_for(said)


def test_keys_typed_before_the_first_frame_arrive(start):
    terminal = start(wait="")
    terminal.send("abe\r")
    terminal.wait_for("key e 'e'")
    terminal.wait_for("key enter")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_saves_restores_the_terminal_and_ends_in_order(start, tmp_path, number):
    terminal = start()
    terminal.signal(number)
    assert terminal.exit_status() == 128 + number
    assert trace(tmp_path) == "saved\nunmounted\n"
    assert terminal.restored()


def test_a_dropped_line_saves_and_ends_the_app(start, tmp_path):
    terminal = start()
    terminal.hang_up()
    assert terminal.exit_status(deadline=5) == 128 + signal.SIGHUP
    assert trace(tmp_path) == "saved\nunmounted\n"


def test_a_dropped_line_ends_the_app_also_when_hang_ups_are_ignored(tmp_path):
    ignoring = ["/bin/sh", "-c", 'trap "" HUP; exec "$@"', "sh", *COMMAND]
    with Terminal(ignoring, home=tmp_path) as terminal:
        terminal.wait_for("ready")
        terminal.hang_up()
        assert terminal.exit_status(deadline=5) == 128 + signal.SIGHUP
    assert trace(tmp_path) == "saved\nunmounted\n"


def test_a_save_that_fails_is_said_and_the_app_ends_all_the_same(start):
    terminal = start(env={"SAMPLE_SAVE": "fails"})
    terminal.signal(signal.SIGTERM)
    assert terminal.exit_status() == 128 + signal.SIGTERM
    assert "No space left on device" in terminal.text()
    assert terminal.restored()


def test_quitting_gives_the_terminal_back(start, tmp_path):
    terminal = start()
    terminal.send("q")
    assert terminal.exit_status() == 0
    assert terminal.restored()
    assert trace(tmp_path) == "unmounted\n"


def test_a_crash_saves_and_shows_no_values_of_variables(start, tmp_path):
    terminal = start(size=(160, 50))
    terminal.send("!")
    assert terminal.exit_status() == 1
    assert terminal.restored()
    assert "RuntimeError: a test of 14" in terminal.text()
    assert "Your plan is saved and safe." in terminal.text()
    assert b"PLANTED" not in bytes(terminal.raw).replace(b'planted = "PLANTED', b"")
    assert trace(tmp_path).startswith("saved\n")


def test_a_crash_before_the_first_frame_is_told_on_a_restored_terminal(start):
    terminal = start(wait="", env={"SAMPLE_CRASH": "first frame"})
    assert terminal.exit_status() == 1
    assert terminal.restored()
    assert "a test of the first frame" in terminal.text()


def test_suspending_gives_the_terminal_back_and_continuing_draws_it_again(start):
    terminal = start()
    terminal.send("j")
    terminal.wait_for("key j")
    terminal.send("\x1a")
    terminal.wait_for(lambda terminal: terminal.restored() and stopped(terminal))
    before = len(terminal.raw)
    terminal.signal(signal.SIGCONT)
    terminal.wait_for(lambda terminal: b"key j" in terminal.raw[before:])
    terminal.send("k")
    terminal.wait_for("key k")
    assert terminal.mode(1049)


def stopped(terminal: Terminal) -> bool:
    """Whether the process waits to be continued."""
    return Path(f"/proc/{terminal.process.pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "T"


def test_the_cursor_is_hidden_until_it_is_parked_on_a_cell(start):
    terminal = start()
    assert terminal.cursor is None
    terminal.send("c")
    terminal.wait_for(lambda terminal: terminal.cursor == (4, 3))
    terminal.send("jkl")
    terminal.wait_for("key l")
    terminal.settle()
    assert terminal.cursor == (4, 3), "it comes back after each frame"
    terminal.send("C")
    terminal.wait_for(lambda terminal: terminal.cursor is None)


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_draw_is_refused_in_a_sentence(start, term):
    terminal = start(wait="", env={"TERM": term})
    assert terminal.exit_status() == 1
    assert "cannot draw a full screen" in terminal.text()
    assert b"\x1b" not in terminal.raw


def test_a_stream_that_is_no_terminal_is_refused_in_a_sentence(tmp_path):
    with open(tmp_path / "not-a-terminal", "w+") as stream:
        assert "the input is not one" in (refuse({"TERM": "xterm"}, stdin=stream) or "")


@pytest.mark.parametrize(
    ("environ", "erases"),
    [
        ({"TERM": "xterm-256color"}, True),
        ({"TERM": "screen-256color"}, False),
        ({"TERM": "screen-256color", "TMUX": "/tmp/tmux,1,0"}, True),
        ({"TERM": "vt100"}, False),
        ({}, False),
    ],
)
def test_erasing_is_trusted_to_colour_only_where_it_does(environ, erases):
    assert erases_in_colour(environ) is erases


@pytest.mark.parametrize(
    ("environ", "name", "value"),
    [
        ({}, "TEXTUAL_FPS", "60"),
        ({"SSH_CONNECTION": "10.0.0.1"}, "TEXTUAL_FPS", "20"),
        ({"TEXTUAL_FPS": "5"}, "TEXTUAL_FPS", "5"),
        ({}, "TEXTUAL_ANIMATIONS", "none"),
        ({}, "TEXTUAL_DISABLE_KITTY_KEY", "1"),
        ({"TEXTUAL_SMOOTH_SCROLL": "1"}, "TEXTUAL_SMOOTH_SCROLL", "0"),
    ],
)
def test_textual_is_told_the_pace_of_the_line(environ, name, value):
    prepare_environment(environ)
    assert environ[name] == value


def test_a_colour_system_of_the_settings_is_handed_on():
    environ = {}
    prepare_environment(environ, "256")
    assert environ["TEXTUAL_COLOR_SYSTEM"] == "256"


def test_fewer_colours_cost_fewer_bytes(start):
    costs = [len(start(truecolour=many).raw) for many in (True, False)]
    assert costs[1] < costs[0]


def test_what_the_light_import_leaves_out_is_there_for_others():
    program = """
from ctotui.ui.environment import prepare_process
prepare_process()
import ctotui.ui.terminal, gc, sys
print(sorted({"ssl", "platformdirs", "textual.command"} & set(sys.modules)), gc.isenabled())
import platformdirs, ssl, textual.command
print(callable(platformdirs.user_data_path), bool(ssl.OPENSSL_VERSION), textual.command.CommandPalette.__bases__)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert ran.stdout.splitlines() == [
        "[] False",
        "True True (<class 'textual.screen.SystemModalScreen'>,)",
    ]


async def test_without_a_terminal_keys_arrive_and_errors_reach_the_test(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = Sample()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.press("j", "space")
        assert app.said == ["key j 'j'", "key space ' '"]
        await pilot.resize_terminal(60, 12)
        assert app.cells == (60, 12)
    with pytest.raises(RuntimeError, match="a test of"):
        async with Sample().run_test() as pilot:
            await pilot.press("!")


def test_a_second_run_in_the_same_process_draws_and_ends_as_the_first(tmp_path):
    twice = (
        "import sys; from tests.ui.sample_app import Sample; Sample().run_terminal(); sys.exit(Sample().run_terminal())"
    )
    with Terminal([sys.executable, "-c", twice], home=tmp_path) as terminal:
        terminal.wait_for("ready")
        terminal.send("jq")
        terminal.wait_for(lambda terminal: terminal.raw.count(b"ready") == 2)
        terminal.send("e")
        terminal.wait_for("key e")
        assert "key j" not in terminal.text()
        terminal.signal(signal.SIGTERM)
        assert terminal.exit_status() == 128 + signal.SIGTERM
        assert terminal.restored()
