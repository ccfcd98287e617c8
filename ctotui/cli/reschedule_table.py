"""The commands that put work on the calendar, move it, and repair the plan: their rows of the table (section 6)."""

from ctotui.cli.arguments import Option, Verb

SCOPES = (
    Option("--this", words="Of a series, only the occurrence that is named; the default"),
    Option("--following", words="It and all later ones: the series is cut in two there"),
    Option("--all", words="The whole series"),
)

_DRY = Option("--dry-run", words="Only show what would move")
_ACCEPT = Option("--accept", words="Store what is proposed, as one step")
_DAY = Option("--day", "DAY", "The day; today where it is left out")
_FROM = Option("--from", "TIME", "From when on; now where it is left out, and the whole of another day")

_WHEN = "WHEN is +45m, 1530, 15:30, fri 10, 2026-03-13 14:00, or -16:30 for a new end."
_BLOCK = (
    "An ID is that of an item, which means its next block, of an occurrence, such as 4kq@2026-03-10, or of a\n"
    'block: "ctotui show ID" names them.'
)


def _verb(
    name: str,
    operands: str,
    summary: str,
    words: str,
    *options: Option,
    least: int = 1,
    most: int | None = 1,
    module: str = "reschedule",
    accepts: tuple[str, ...] = (),
) -> Verb:
    return Verb(name, operands, summary, module, (*options, _DRY), least, most, True, accepts, words)


ROWS = (
    _verb(
        "move",
        "ID WHEN…",
        "Move a block, or the next block of an item",
        f"{_WHEN}\n\n  ctotui move 4kq +45m\n  ctotui move 4kq fri 10 --ripple\n  ctotui move 4kq -16:30\n"
        "  ctotui move 4kq@2026-03-10 --all 10:00",
        *SCOPES,
        Option("--ripple", words="Push what it hits, and what follows, later"),
        Option("--swap", words="Let it change places with what it hits"),
        Option("--fit", words="Take the first free time from there on"),
        least=2,
        most=None,
        module="placing",
    ),
    _verb(
        "plan",
        "ID [WHEN…]",
        "Put an item on the calendar",
        f"{_WHEN}\nWithout it: the earliest free time inside working hours, before its due day.",
        most=None,
        module="placing",
    ),
    _verb("fit", "ID", "Take the earliest free time for a block or an item", _BLOCK),
    _verb("ripple", "ID", "Push what a block overlaps, and what follows, later", f"{_BLOCK}\nGaps absorb the push."),
    _verb(
        "swap",
        "ID [ID]",
        "Let two blocks change places",
        f"{_BLOCK}\nWithout a second one: what the first overlaps longest, else the next block of its day.",
        most=2,
    ),
    _verb(
        "pull",
        "[ID]",
        "Slide what follows earlier, to close the gaps",
        f"{_BLOCK}\nWhat follows the end of that block, or a time.\n\n  ctotui pull 4kq\n  ctotui pull --day fri",
        _DAY,
        _FROM,
        least=0,
    ),
    _verb(
        "compress",
        "DURATION",
        "Shrink what follows until so much time is free",
        "Each gives up its share; 30 minutes of a block always stay.\n\n  ctotui compress 45m --from 13:00",
        _DAY,
        _FROM,
        most=None,
    ),
    _verb(
        "split",
        "ID [N or TIME]",
        "Cut a block into parts, two where nothing is said",
        f"{_BLOCK}\n\n  ctotui split 4kq 3\n  ctotui split 4kq 14:30",
        most=None,
    ),
    _verb(
        "join",
        "ID [ID…]",
        "Make one block of several of the same item",
        f"{_BLOCK}\nOf one alone and the next of its item on that day.",
        most=None,
    ),
    _verb(
        "carry",
        "[ID…]",
        "Carry what is left to the next working day",
        "What was tracked stays. An ID is that of an item, an occurrence, or a block; without one, all that is left\n"
        "of the day.\n\n  ctotui carry 4kq --next-week\n  ctotui carry --day yesterday --dry-run",
        _DAY,
        Option("--next-week", words="To the first working day of next week"),
        least=0,
        most=None,
    ),
    _verb(
        "make-room",
        "ID",
        "Plan an item today, and take others off for it",
        "The fewest blocks of today give up their time, the last of auto-plan's order first;\n"
        "their items stay on the day.",
    ),
    _verb(
        "absorb",
        "",
        "Absorb what the running work takes longer than planned",
        "Without one of the first three options it shows what each would do, and stores nothing.",
        Option("--ripple", words="Push what follows later"),
        Option("--compress", words="Push it, and let it shrink"),
        Option("--carry", words="Carry what is in the way to the next working day"),
        least=0,
        most=0,
        module="proposals",
        accepts=("--ripple", "--compress", "--carry"),
    ),
    _verb(
        "spread",
        "ID",
        "Propose an item in parts of an hour until it is due",
        "On the days with most room. Without --accept nothing is stored.",
        _ACCEPT,
        module="proposals",
        accepts=("--accept",),
    ),
    _verb(
        "autoplan",
        "[ID…]",
        "Propose times for what has none",
        "Today, or on the days named; some items within two weeks. What is planned already never moves.\n"
        "Without --accept nothing is stored.\n\n  ctotui autoplan\n  ctotui autoplan --until fri --accept",
        _DAY,
        Option("--until", "DAY", "The last day"),
        _ACCEPT,
        least=0,
        most=None,
        module="proposals",
        accepts=("--accept",),
    ),
    Verb(
        "slots",
        "[WISH…]",
        "Print free times that meet a wish, with reasons",
        "slots",
        options=(Option("--before", "DAY", "By when it must be over"),),
        words="A length, bounds, days, parts of the day, and how far from meetings; 60m where no length is given.\n\n"
        '  ctotui slots 90m before thu, mornings, 15m off meetings\n  ctotui slots 1h --before "fri 14:00" next week',
    ),
)
