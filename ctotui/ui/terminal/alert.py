"""How a terminal is asked to call its user: the bell, or a desktop notification where it knows one of three forms.

OSC 9 is that of iTerm2, WezTerm, ghostty and Windows Terminal, OSC 777 of urxvt, foot and VTE, OSC 99 of kitty.
"""

from collections.abc import Mapping

from ctotui.core.text import clean

WAYS = ("bell", "osc9", "osc777", "osc99")
LONGEST = 200
"""Characters of a text."""
_NAME = "ctotui"


def sequence(way: str, text: str, environ: Mapping[str, str]) -> str:
    """What to send; nothing for a `way` that is none of `WAYS`.

    The text is cleaned and led by our name, so that no terminal reads its start as a command (``OSC 9 ; 4`` is a
    progress bar). Inside tmux it is wrapped to reach the terminal outside (``allow-passthrough``).
    """
    if way == "bell":
        return "\a"
    said = clean(text)[:LONGEST]
    body = {
        "osc9": f"9;{_NAME}: {said}",
        "osc777": f"777;notify;{_NAME};{said.replace(';', ',')}",
        "osc99": f"99;;{_NAME}: {said}",
    }.get(way)
    if body is None:
        return ""
    whole = f"\x1b]{body}\x1b\\"
    return f"\x1bPtmux;{whole.replace(chr(27), chr(27) * 2)}\x1b\\" if environ.get("TMUX") else whole
