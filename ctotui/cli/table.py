"""Every command of the command line, in the order of the help."""

from ctotui.cli.arguments import Option, Verb
from ctotui.cli.reschedule_table import ROWS, SCOPES

FROM = Option("--from", "DAY", "First day")
TO = Option("--to", "DAY", "First day that is no longer in it")

_IDS = "An ID is the short one on the screen, such as 4kq; an occurrence of a series is 4kq@2026-03-10."
_LINE = (
    "The text is a quick-add line, as after the key a: #tag @person /list !high ~90m <fri every 2w tomorrow 14-15:30.\n"
    "A shell eats some of these signs; each has a word: tag: with: list: prio: est: due: to:\n"
    "after:142 lets it wait for another item, after:off for none."
)

_ROWS = (
    Verb(
        "add",
        "TEXT…",
        "Add an item",
        "items",
        least=1,
        writes=True,
        words=f'{_LINE}\n"add -" reads one item from each line of the standard input.\n\n'
        "  ctotui add Review SLA contract tomorrow 14-15:30 tag:legal prio:high with:anna est:90m every 2w\n"
        '  ctotui add "Budget infra <fri 90m"',
    ),
    Verb(
        "log",
        "TEXT…",
        "Log time already spent",
        "timer",
        least=1,
        writes=True,
        words="A range of time, then the ID of an item, or text for a new one. It fills untracked time only.\n\n"
        "  ctotui log 9-10 hiring call tag:talent\n  ctotui log 9-10 4kq",
    ),
    Verb(
        "start",
        "[ID or TEXT…]",
        "Start the timer",
        "timer",
        writes=True,
        words=f"{_IDS}\nOther text is a new item. A running timer is switched in the same second.\n"
        "Without operands it starts what is planned now, else what ran last.",
    ),
    Verb(
        "stop",
        "",
        "Stop the timer",
        "timer",
        options=(Option("--at", "TIME", "When it stopped, as 10:30 or -10m"),),
        most=0,
        writes=True,
        words="Less than a minute is discarded.\n\n  ctotui stop --at -10m",
    ),
    Verb(
        "status",
        "",
        "Print the running timer, for a prompt or a status bar",
        "timer",
        most=0,
        words="Prints nothing where no timer runs: ● SLA contract 0:36/1:30 is tracked and estimated time.",
    ),
    Verb("today", "", "Print the day: its calendar and its list", "calendar", most=0),
    Verb(
        "agenda",
        "",
        "Print everything on the calendar of some days",
        "calendar",
        options=(FROM, TO),
        most=0,
        words="The range is half-open, and without one, seven days from today.\n\n"
        "  ctotui agenda --from mon --to fri\n  ctotui agenda --from 2026-03-09 --to 2026-03-16 --json",
    ),
    Verb(
        "list",
        "[QUERY…]",
        "Print items that match a query",
        "items",
        options=(Option("--all", words="Finished and dropped items and meetings too, of all years"),),
        words="Words must be in the title or the notes; fields are as in quick-add. Without a status, open items\n"
        "only; meetings stand in the agenda, and here with kind:meeting or is:all.\n"
        "  #legal @anna /infra !high       tag, person, list, priority (words: tag: with: list: prio:)\n"
        "  status:doing kind:bug area:work to:johan\n"
        "  is:open is:closed is:all is:star is:overdue is:repeating is:running is:blocked is:blocking\n"
        "  due:fri due:<2026-04-01 due:>today day:today, and no:due no:estimate no:day no:list\n"
        "  not: before any of these turns it round: not:#legal",
    ),
    Verb("show", "ID", "Print everything about one item", "items", least=1, most=1, words=_IDS),
    Verb(
        "done",
        "ID",
        "Finish an item, or open it again",
        "items",
        least=1,
        most=1,
        writes=True,
        words=f"{_IDS}\nOf a series it finishes the next occurrence.",
    ),
    Verb(
        "edit",
        "ID TEXT…",
        "Change the fields that the text gives",
        "items",
        options=SCOPES,
        least=2,
        writes=True,
        words=f"{_LINE}\nWords of a title replace the title; the rest stays.\n\n  ctotui edit 4kq est:2h due:fri\n"
        "  ctotui edit 4kq@2026-03-10 --following 9-9:30",
    ),
    Verb(
        "delete",
        "ID",
        "Delete an item with its blocks",
        "items",
        options=SCOPES,
        least=1,
        most=1,
        writes=True,
        words="An item on which time was tracked is dropped instead, so that the past stays.\n"
        "An occurrence, such as 4kq@2026-03-10, is taken off by itself unless --following or --all is given.",
    ),
    *ROWS,
    Verb(
        "entries",
        "",
        "Print tracked time",
        "timer",
        options=(FROM, TO),
        most=0,
        words="Without a range, today's.\n\n  ctotui entries --from mon",
    ),
    Verb("undo", "[N]", "Take back the last step, or the last N", "history", most=1, writes=True),
    Verb("redo", "[N]", "Do the last undone step again, or the last N", "history", most=1, writes=True),
    Verb("history", "[N]", "Print the last N steps, 20 where N is left out", "history", most=1),
    Verb(
        "import",
        "PATH…",
        "Import calendars; a second import changes nothing",
        "data",
        options=(
            Option("--format", "FORMAT", "ics; guessed from the content where it is left out"),
            Option("--dry-run", words="Only count"),
        ),
        least=1,
        writes=True,
        words="Prints how many were new, changed, the same, kept because you changed them, and refused, with reasons.",
    ),
    Verb(
        "export",
        "",
        "Write records out; never changes anything",
        "data",
        options=(
            Option("--format", "FORMAT", "json or ics; needed"),
            FROM,
            TO,
            Option("--output", "PATH", "A file instead of the standard output"),
        ),
        most=0,
        words="Without a range, everything; with one end of it, seven days.\n\n"
        "  ctotui export --format ics --from mon --output week.ics",
    ),
    Verb(
        "doctor",
        "",
        "Check every file, and say what to do",
        "upkeep",
        options=(Option("--fix", words="Mend what can be mended, as one step"),),
        most=0,
        words="A finding a line: file, line, column, what, what to do. --fix says what it did; undo takes it back.",
    ),
    Verb(
        "backup",
        "",
        "Keep a copy of the whole data folder",
        "upkeep",
        most=0,
        words="One is made by itself at the first write of a day. The newest ten stay, and one a day for seven days.",
    ),
    Verb(
        "restore",
        "[NAME [FILE]]",
        "List the backups, or put one or a file of it back",
        "upkeep",
        most=2,
        writes=True,
        words="NAME is that of a backup, or its beginning, or of a file in quarantine.\n"
        "What is there is backed up first.\n\n"
        "  ctotui restore 20260310T094200Z-daily\n  ctotui restore 20260310T094200Z-daily items/inbox.toml",
    ),
    Verb(
        "migrate",
        "",
        "Rewrite files of an older schema, after a backup",
        "upkeep",
        most=0,
        writes=True,
        words="They are rewritten by themselves when they change; this does it for all at once.",
    ),
    Verb(
        "due",
        "",
        "Print what is overdue and due soon, for cron",
        "due",
        options=(Option("--notify", words="Only what to remind of since the last such run, also to notify_command"),),
        most=0,
        words="Deadlines, and follow-ups of what waits, until two days ahead; the status is 1 where nothing is.\n"
        "With --notify: meetings, deadlines and follow-ups whose time to remind has come, each once.\n\n"
        "  */5 * * * * ctotui due --notify",
    ),
    Verb("keys", "", "Print every command of the app with its keys", "about", most=0),
    Verb(
        "paths",
        "",
        "Print where everything lies",
        "about",
        options=(Option("--git", words="The two lines that let git merge the data folder by record"),),
        most=0,
    ),
    Verb(
        "merge-driver",
        "BASE OURS THEIRS [NAME]",
        "Merge two versions of a file by record, for git",
        "merge",
        least=3,
        most=4,
        words="git runs it once the lines of `ctotui paths --git` were run. The merge is written to OURS.\n"
        "Exit status 1: a conflict is left, and said why.",
    ),
    Verb("help", "[COMMAND]", "Print help on a command, or on settings", "about", most=1),
)

VERBS: dict[str, Verb] = {verb.name: verb for verb in _ROWS}
