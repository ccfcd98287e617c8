"""Opens the demo day in a real pty, walks through the panes, and leaves: run by CI after the tests.

python -m tests.ui.smoke
"""

import sys
import tempfile
from pathlib import Path

from tests.ui.pty import Terminal

WALK = (("2", "load"), ("3", "Backlog"), ("4", "Entries"), ("1", "Review SLA"), ("?", "keys here"))


def main() -> int:
    """0 where every pane came up and the program left cleanly."""
    command = [sys.executable, "-m", "ctotui", "--demo"]
    with tempfile.TemporaryDirectory() as folder, Terminal(command, home=Path(folder)) as terminal:
        terminal.wait_for("Review SLA")
        for key, words in WALK:
            terminal.send(key)
            terminal.wait_for(words)
        terminal.send("qq")
        status = terminal.exit_status()
    print(f"smoke run: every pane came up, exit status {status}")
    return status


if __name__ == "__main__":
    raise SystemExit(main())
