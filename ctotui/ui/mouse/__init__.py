"""The mouse: what its buttons and its wheel mean on a frame, and the drag, which is a grab by hand (section 4)."""

from ctotui.ui.mouse.clicks import click, menu, wheel
from ctotui.ui.mouse.pointer import Pointer

__all__ = ["Pointer", "click", "menu", "wheel"]
