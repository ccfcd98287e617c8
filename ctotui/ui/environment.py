"""What must be said to Textual before it is imported, and when not to start at all. Standard library only.

Textual reads these variables once, while it is imported, so `prepare_process` runs before any import of it.
"""

import gc
import os
import sys
from collections.abc import Mapping, MutableMapping
from types import ModuleType
from typing import TextIO

COLOUR_SYSTEMS = {"16": "standard", "256": "256", "true": "truecolor"}
"""Values of the setting ``colours`` and what Textual calls them; any other value leaves the choice to it."""


def is_remote(environ: Mapping[str, str]) -> bool:
    """Whether the terminal is at the far end of a line, where each byte costs (X3, X5)."""
    return any(environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "MOSH_CONNECTION"))


def is_colourless(environ: Mapping[str, str]) -> bool:
    """Whether the terminal has no colours: a VT100 or VT220, or one whose name says so."""
    term = environ.get("TERM", "")
    return term.startswith(("vt1", "vt2", "vt3", "vt52")) or term.endswith(("-m", "-mono"))


_PALETTE, _TLS, _FOLDERS = "textual.command", "ssl", "platformdirs"


def prepare_process(colours: str = "auto") -> None:
    """Make this process ready for a fast first frame; call it before anything imports Textual.

    Sets the environment, puts the garbage collector off until the first frame, and has Textual's import leave out
    three things a planner never uses: its command palette with the widgets of it, TLS in asyncio, and the folder for
    screenshots (a sixth of the import, textual-notes 4). `end_light_import` brings them back for others.
    """
    prepare_environment(os.environ, colours)
    gc.disable()
    if "textual.app" not in sys.modules:
        sys.modules.setdefault(_PALETTE, _Absent(_PALETTE))
        sys.modules.setdefault(_FOLDERS, _Absent(_FOLDERS))
        if "asyncio" not in sys.modules:
            sys.modules.setdefault(_TLS, None)  # type: ignore[arg-type]


def end_light_import() -> None:
    """After Textual's import: whoever asks for a module that was left out gets the real one."""
    for name in (_PALETTE, _FOLDERS, _TLS):
        if name in sys.modules and (sys.modules[name] is None or isinstance(sys.modules[name], _Absent)):
            del sys.modules[name]


class _Absent(ModuleType):
    """A module of which every name is an empty class: enough to be imported from, never to be used."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def prepare_environment(environ: MutableMapping[str, str], colours: str = "auto") -> None:
    """Set what Textual reads at import.

    No animation or smooth scrolling (X5), only plain keys (K2), fewer frames over a line; what the user has set himself
    for the pace of frames and of Esc stays.
    """
    remote = is_remote(environ)
    environ["TEXTUAL_SMOOTH_SCROLL"] = "0"
    environ["TEXTUAL_ANIMATIONS"] = "none"
    environ["TEXTUAL_DISABLE_KITTY_KEY"] = "1"
    environ.setdefault("TEXTUAL_FPS", "20" if remote else "60")
    environ.setdefault("ESCDELAY", "100" if remote else "50")
    system = COLOUR_SYSTEMS.get(colours)
    if system is not None:
        environ["TEXTUAL_COLOR_SYSTEM"] = system
        environ.pop("NO_COLOR", None)  # colours that were chosen for this program win over it (no-color.org)


def refuse(environ: Mapping[str, str], stdin: TextIO | None = None, stdout: TextIO | None = None) -> str | None:
    """The sentence that says why no full-screen program can run here, or None when one can.

    `stdin` and `stdout` are the process's own when not given.
    """
    linear = "Use the command line instead, for example: ctotui today"
    if environ.get("TERM", "dumb") in ("", "dumb", "unknown"):
        return f"This terminal cannot draw a full screen (TERM={environ.get('TERM', '')}). {linear}"
    for name, stream in (("input", stdin or sys.__stdin__), ("output", stdout or sys.__stdout__)):
        if stream is None or not stream.isatty():
            return f"The screen needs a terminal, but the {name} is not one. {linear}"
    return None


def erases_in_colour(environ: Mapping[str, str]) -> bool:
    """Whether erasing fills with the current background (terminfo `bce`), as all but GNU screen and the oldest do.

    tmux does, though it may call itself screen.
    """
    families = ("xterm", "tmux", "rxvt", "linux", "alacritty", "foot", "kitty", "wezterm", "vte", "gnome", "konsole",
                "iterm", "st-", "mintty", "contour", "ghostty")  # fmt: skip
    return "TMUX" in environ or environ.get("TERM", "").startswith(families)
