"""What is said after the terminal was given back: why the program ended, without the values of its variables."""

import contextlib
import sys
import traceback

from ctotui.core.text import clean


class LastWords:
    """Lines for the user's shell, printed once."""

    def __init__(self, report_to: str) -> None:
        self._report_to = report_to
        self._lines: list[str] = []

    def saving_failed(self, error: Exception) -> None:
        """Say that the save at the end did not succeed."""
        reason = clean(str(error)) or type(error).__name__
        self._lines.append(f"Saving failed at the end: {reason}. What was saved before is kept.")

    def own_error(self, error: BaseException, saved: bool) -> None:
        """Say where an error of our own happened, whether the plan is safe, and who wants to know.

        A traceback with local values, as Textual prints it, could show what the user has planned.
        """
        told = "".join(traceback.format_exception(error))
        self._lines += [clean(line) for line in told.rstrip("\n").split("\n")]
        if saved:
            self._lines.append("ctotui met an error of its own and had to stop. Your plan is saved and safe.")
        self._lines.append(f"Please report the lines above to {self._report_to}.")

    def say(self) -> None:
        """Print the lines, if any, where the terminal still takes them."""
        lines, self._lines = self._lines, []
        if lines and sys.__stderr__ is not None:
            with contextlib.suppress(OSError):
                print("\n".join(lines), file=sys.__stderr__, flush=True)
