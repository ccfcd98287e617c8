"""Where ctotui starts: the command line, or the app where no command is named.

``ctotui status`` answers from one line in the state folder and is over before anything else is imported (cli.md);
Textual is imported only for the app.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ctotui.cli.opening import Opening


def main() -> int:
    """Run the command line of this process; returns the exit status."""
    import os

    argv = sys.argv[1:]
    if argv == ["status"] and "CTOTUI_NOW" not in os.environ:
        answer = _remembered()
        if answer is not None:
            return answer
    from ctotui.cli.run import run

    return run(argv, os.environ, _app)


def _remembered() -> int | None:
    """Print what the state folder remembers of the running timer; None where it must be looked up."""
    raise NotImplementedError


def _app(opening: "Opening") -> int:
    from ctotui.ui.environment import prepare_process

    prepare_process({"truecolor": "true"}.get(opening.settings.color, opening.settings.color))
    from ctotui.app import run

    return run(opening.paths, opening)


if __name__ == "__main__":
    sys.exit(main())
