"""The terminal layer: all that reaches below Textual's public interface is in this folder (textual-notes 0.10)."""

from ctotui.ui.terminal.app import TerminalApp

__all__ = ["TerminalApp"]
