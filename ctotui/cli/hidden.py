"""What an answer leaves out because its calendar is hidden: counted on stderr (S8)."""

from ctotui.cli.call import Call


def tell(call: Call, count: int) -> None:
    """Say how much is left out, and which calendars are hidden."""
    if count:
        names = ", ".join(sorted(call.state.plan.hidden))
        call.printer.complain(f"{count} more in hidden calendars ({names}).")
