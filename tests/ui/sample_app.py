"""A small program on the terminal layer, for the tests that need a real process and a real terminal."""

import os
import random
import sys

from ctotui.ui.environment import prepare_process, refuse

if __name__ == "__main__":
    if sentence := refuse(os.environ):
        sys.exit(sentence)
    prepare_process()

from rich.style import Style

from ctotui.ui.buttons import MouseAction
from ctotui.ui.frame import Frame
from ctotui.ui.surface import Surface
from ctotui.ui.terminal import TerminalApp

STYLES = {
    "text": Style.parse("#e0e0e0 on #101018"),
    "warn": Style.parse("bold #e69f00 on #101018"),
    "clash": Style.parse("reverse #d55e00 on #101018"),
    "work": Style.parse("underline #56b4e9 on #202030"),
}
WORDS = [
    "plan",
    "漢字",
    "日本語テスト",
    "é",
    "e\u0301\u0302",
    "👩‍💻",
    "❤️",
    "🇸🇪",
    "👍🏽",
    "│──",
    "█▓▒░",
    "🚀",
    "ﬁ",
    "x",
    "⚡",
    "   ",
]


def random_frame(seed: int, width: int, height: int) -> Frame:
    """A frame of words, wide and combined ones among them; a few rows differ from one seed to the next."""
    frame = Frame(width, height)
    for step in (seed // 4, seed):
        chance = random.Random(step)
        for _ in range(40 if step != seed else 6):
            x, y = chance.randrange(width), chance.randrange(height)
            frame.put(x, y, " ".join(chance.choices(WORDS, k=chance.randrange(1, 4))), chance.choice(list(STYLES)))
    return frame


def dense_frame(seed: int, width: int, height: int) -> Frame:
    """A frame of which nearly every cell differs from that of another seed."""
    frame, chance = Frame(width, height), random.Random(seed)
    for y in range(height):
        frame.put(0, y, "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=width)))
    return frame


class Sample(TerminalApp):
    """Shows keys, mouse and size; ``n`` shows the next random frame."""

    def compose(self):
        """The one widget."""
        self.surface = Surface()
        yield self.surface

    said: list[str] = []
    seed = -1

    def on_size(self, width, height):
        """Draw."""
        if os.environ.get("SAMPLE_CRASH") == "first frame":
            raise RuntimeError("a test of the first frame")
        assert (width, height) == self.size
        self.cells = (width, height)
        self.draw()

    def draw(self):
        """Show the random frame or what was said."""
        frame = Frame(*self.cells)
        if self.seed >= 0:
            frame = random_frame(self.seed, *self.cells)
        else:
            frame.put(0, 0, f"ready {self.cells[0]}x{self.cells[1]}", "warn")
            for y, line in enumerate(self.said[-10:], 2):
                frame.put(2, y, line, "work" if y % 2 else "text")
        self.surface.show(frame, STYLES)

    def say(self, line):
        """Add a line to the screen."""
        self.said = [*self.said, line]
        self.draw()

    def on_mouse(self, action: MouseAction):
        """Say it."""
        self.say(f"{action.kind} {action.x},{action.y} {action.direction}")

    def on_paste_text(self, text):
        """Say it."""
        self.say(f"paste {text!r}")

    def on_input(self, key, character):
        """Keys of the sample."""
        if key == "q":
            self.exit(0)
        elif key == "d":
            self.seed += 1
            self.surface.show(dense_frame(self.seed, *self.cells), STYLES)
            with open("seen", "a") as file:
                file.write("d")
        elif key == "n":
            self.seed += 1
            self.draw()
        elif key in "mM":
            self.set_mouse(key == "M")
        elif key == "c":
            self.park_cursor(4, 3)
        elif key == "C":
            self.park_cursor(0, None)
        elif key == "exclamation_mark":
            planted = "PLANTED-SECRET"
            raise RuntimeError(f"a test of {len(planted)}")
        else:
            self.say(f"key {key} {character!r}")

    def save(self):
        """Leave a trace that the test finds."""
        with open("saved", "a") as file:
            file.write("saved\n")
        if os.environ.get("SAMPLE_SAVE") == "fails":
            raise OSError("No space left on device")

    def on_unmount(self):
        """Leave a trace that the end was orderly."""
        with open("saved", "a") as file:
            file.write("unmounted\n")


if __name__ == "__main__":
    sys.exit(Sample().run_terminal(mouse=os.environ.get("SAMPLE_MOUSE") != "off"))
