"""Where ctotui starts: the command line, or the app where no command is named.

``ctotui status`` answers from one small file of the state folder and is over before anything else is imported (cli.md);
Textual is imported only for the app.
"""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os

    from ctotui.cli.opening import Opening


def main() -> int:
    """Run the command line of this process: a command ends it, the app returns its exit status."""
    import gc
    import os

    argv = sys.argv[1:]
    if "status" in argv and _remembered(argv, os.environ):
        return 0
    gc.disable()
    try:
        from ctotui.cli.run import run

        status = run(argv, os.environ, _app)
    except KeyboardInterrupt:
        return 130
    if "ctotui.app" not in sys.modules:
        # All is kept and printed: to take records and modules apart one by one would cost a fifth of the whole run.
        os._exit(status)
    return status


def _remembered(argv: list[str], environ: "os._Environ[str]") -> bool:
    """Print what the state folder remembers of the timer; False where it must be worked out by the whole program."""
    folders = {"--data": "", "--config": "", "--state": ""}
    rest = list(argv)
    while len(rest) > 1 and (name := rest[-2]) in folders:
        folders[name] = rest.pop()
        rest.pop()
    if rest != ["status"] or environ.get("CTOTUI_NOW"):
        return False
    from os import write
    from time import time

    from ctotui.disk import status
    from ctotui.disk.places import paths

    now = time()
    chosen = paths(environ, folders["--data"], folders["--config"], folders["--state"])
    found = status.read(chosen.own_state(), now)
    encoding = (sys.stdout.encoding or "").lower()
    if found is None or not encoding.startswith("utf"):
        return False
    if found.title:
        estimate = f"/{_clock(found.estimate)}" if found.estimate else ""
        line = f"● {found.title} {_clock(found.minutes(now))}{estimate}\n"
        try:
            write(1, line.encode())
        except BrokenPipeError:
            return True
    return True


def _clock(minutes: int) -> str:
    """``1:30``, as `core.duration.clock` writes it: that module is not imported here."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _app(opening: "Opening") -> int:
    from ctotui.ui.environment import prepare_process

    prepare_process({"truecolor": "true"}.get(opening.settings.color, opening.settings.color))
    from ctotui.app import run

    return run(opening.paths, opening)


if __name__ == "__main__":
    sys.exit(main())
