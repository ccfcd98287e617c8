"""Runs a command line: takes it apart, calls the command's function, and turns refusals into exit status (cli.md)."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

from ctotui.cli.arguments import Arguments, UsageError, parse
from ctotui.cli.printing import Printer
from ctotui.cli.table import VERBS

if TYPE_CHECKING:
    from ctotui.cli.call import Call
    from ctotui.cli.opening import Opening

DONE, REFUSED, WRONG, UNREADABLE, UNWRITABLE = range(5)
INTERRUPTED = 130


def run(
    argv: Sequence[str],
    environ: Mapping[str, str],
    open_app: "Callable[[Opening], int]",
    out: TextIO | None = None,
    err: TextIO | None = None,
    stdin: TextIO | None = None,
) -> int:
    """Run one command line, or `open_app` where it names no command. Returns the exit status.

    Streams are the process's own where they are left out.
    """
    printer = Printer(out or sys.stdout or _nowhere(), err or sys.stderr or _nowhere())
    try:
        arguments = parse(argv, VERBS)
        if "--ascii" in arguments.values:
            printer.use_ascii()
        if arguments.verb or arguments.values.keys() & {"--help", "--version"}:
            status = _answer(arguments, environ, printer, stdin or sys.stdin or _nowhere())
            printer.flush()
            return status
        chosen = _opening(arguments, environ)
    except UsageError as error:
        printer.flush()
        printer.complain(error.reason + ".")
        printer.complain(f"try: ctotui {error.nearest}")
        return WRONG
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        printer.complain(_trouble(error))
        return UNWRITABLE
    return open_app(chosen)


def _opening(arguments: Arguments, environ: Mapping[str, str]) -> "Opening":
    from ctotui.cli.opening import opening

    return opening(arguments.values, environ)


def _trouble(error: OSError) -> str:
    """What the system refused; without the name of a file it was the output."""
    return f"{error.filename or 'the output could not be written'}: {error.strerror or error}."


def _nowhere() -> TextIO:
    """In place of a standard stream that the shell closed."""
    return open(os.devnull, "r+", encoding="utf-8")


def _answer(arguments: Arguments, environ: Mapping[str, str], printer: Printer, stdin: TextIO) -> int:
    if "--version" in arguments.values:
        from ctotui import __version__

        printer.line(f"ctotui {__version__}")
        return DONE
    if "--help" in arguments.values:
        from ctotui.cli import help

        verb = VERBS.get(arguments.verb)
        printer.lines(help.of(verb) if verb else help.overview())
        return DONE
    return _call(arguments, environ, printer, stdin)


def _call(arguments: Arguments, environ: Mapping[str, str], printer: Printer, stdin: TextIO) -> int:
    """Run the command's function, close the folder, and say what could not be read."""
    from ctotui.cli.call import Call
    from ctotui.core.errors import PlanError
    from ctotui.store import KeepError

    call = Call(arguments, environ, printer, stdin)
    status = DONE
    try:
        status = _function(arguments.verb)(call)
    except PlanError as error:
        printer.flush()
        printer.complain(str(error))
        status = REFUSED
    except KeepError as error:
        printer.flush()
        printer.complain(str(error))
        status = UNWRITABLE
    except OSError as error:
        printer.complain(_trouble(error))
        status = UNWRITABLE
    except KeyboardInterrupt:
        printer.complain(_interrupted(arguments.verb, call.kept))
        status = INTERRUPTED
    finally:
        findings = call.close()
    for finding in findings:
        printer.complain(finding)
    return status or (UNREADABLE if findings else DONE)


def _interrupted(verb: str, kept: str) -> str:
    """What Ctrl-C came to; `kept` is the step that was kept before it."""
    if kept:
        return f"interrupted too late: {kept} is kept whole; ctotui undo takes it back."
    return "interrupted: nothing was imported." if verb == "import" else "interrupted."


def _function(verb: str) -> "Callable[[Call], int]":
    """The function of a command, ``_`` for a dash; its name ends in ``_command`` where the bare name is taken."""
    module = import_module(f"ctotui.cli.{VERBS[verb].module}")
    name = verb.replace("-", "_")
    function: Callable[[Call], int] = getattr(module, f"{name}_command", None) or getattr(module, name)
    return function
