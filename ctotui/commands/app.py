"""Commands of the program itself: panes, help, undo, leaving."""

from ctotui.commands.command import Desk, ScreenDesk, command
from ctotui.core.state import Question, Sought

EVERYWHERE = ("NORMAL", "GRAB")


def _show(desk: Desk, pane: str) -> None:
    """Show a pane, its cursor on what was selected where that is on it: one item, the same on every pane."""
    from ctotui.core.selection import selection, settled

    chosen = desk.ask(selection).item if pane == "board" else ""
    desk.look(pane=pane, **({"item": chosen} if chosen else {}))
    view = desk.ask(settled)
    desk.look(item=view.item, block=view.block, moment=view.moment)


@command("pane.today", "Today", "1", group="Move")
def show_today(desk: Desk) -> None:
    """Show the day: what is planned, what is being done, what is left."""
    _show(desk, "today")


@command("pane.week", "Week", "2", group="Move")
def show_week(desk: Desk) -> None:
    """Show the week, its load and capacity a day."""
    _show(desk, "week")


@command("pane.board", "Board", "3", group="Move")
def show_board(desk: Desk) -> None:
    """Show the board, a column for each status."""
    _show(desk, "board")


@command("pane.time", "Time", "4", group="Move")
def show_time(desk: Desk) -> None:
    """Show tracked time: the week by list, the day by entry."""
    _show(desk, "time")


@command("app.undo", "Undo", "u", group="Time", hint="undo", weight=3)
def undo(desk: Desk) -> None:
    """Take back the last change, also one of an earlier session or of the command line."""
    desk.undo()


@command("app.redo", "Redo", "ctrl+r", group="Time")
def redo(desk: Desk) -> None:
    """Do the last undone change again."""
    desk.redo()


@command("app.repeat", "Repeat last change", ".", group="Time")
def repeat(desk: ScreenDesk) -> None:
    """Do the last change again on what is selected now."""
    desk.repeat()


@command("app.help", "Keys", "?", "f1", group="App", contexts=EVERYWHERE, hint="keys", weight=1)
def show_help(desk: Desk) -> None:
    """List every key that works here."""
    desk.look(overlay="help", choice=0)


@command("app.quit", "Quit", "q", group="App")
def leave(desk: Desk) -> None:
    """Leave; everything is saved already, and a running timer runs on."""
    desk.leave()


@command("app.quit_now", "Quit at once", "Q", group="App", contexts=EVERYWHERE)
def leave_now(desk: Desk) -> None:
    """Leave from anywhere, without a question; what is held by a grab stays where it was."""
    desk.leave()


@command("app.demo", "Demo day", group="App")
def demo(desk: ScreenDesk) -> None:
    """Open the sample day in a folder of its own, or go back from it to your own data."""
    if desk.state.demo:
        desk.restart(demo=False)
        return
    desk.look(
        question=Question(
            "Open the demo day? Your own data stays as it is.",
            (("y", "open it"), ("n", "stay")),
            lambda answered, key: answered.restart(demo=True) if key == "y" else None,
        )
    )


@command("app.back", "Back", "esc", group="App")
def back(desk: Desk) -> None:
    """Close what lies over the pane, the message, the marks, or what a search found."""
    desk.look(overlay="", message=None, which_key=False, search=Sought(), marks=frozenset())


@command("help.close", "Close", "esc", "q", "?", "f1", group="App", contexts=("HELP",), hint="close", weight=3)
def close_overlay(desk: Desk) -> None:
    """Close the list of keys or the open item."""
    desk.look(overlay="", choice=0)


def _scroll(desk: Desk, rows: int) -> None:
    desk.look(choice=max(desk.state.view.choice + rows, 0))


@command("help.down", "Down", "j", "down", group="App", contexts=("HELP",), hint="down", weight=2)
def help_down(desk: Desk) -> None:
    """Go down a row."""
    _scroll(desk, 1)


@command("help.up", "Up", "k", "up", group="App", contexts=("HELP",), hint="up", weight=1)
def help_up(desk: Desk) -> None:
    """Go up a row."""
    _scroll(desk, -1)


@command("help.page_down", "Page down", "ctrl+d", "pgdn", "space", group="App", contexts=("HELP",))
def help_page_down(desk: Desk) -> None:
    """Go down ten rows."""
    _scroll(desk, 10)


@command("help.page_up", "Page up", "ctrl+u", "pgup", group="App", contexts=("HELP",))
def help_page_up(desk: Desk) -> None:
    """Go up ten rows."""
    _scroll(desk, -10)


@command("help.top", "Top", "g", "home", group="App", contexts=("HELP",))
def help_top(desk: Desk) -> None:
    """Go to the first row."""
    desk.look(choice=0)
