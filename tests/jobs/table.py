"""The jobs that are counted: the twenty of interaction.md section 8 whose commands exist, and those of field.md
section 5 that are asked of other planners too.

A job says its keys as the design does, with ``…`` where `text` is typed. `test_jobs.py` replays and counts them, and
the table of the README is made of them.
"""

from dataclasses import dataclass, field
from datetime import date

from tests.jobs import scenes
from tests.jobs.scenes import Check, Start, ahead, at, both, on_block, on_row, says, tracked

TODAY = date(2026, 3, 10)


@dataclass(frozen=True)
class Job:
    """One job of a user, and the keys that do it."""

    title: str
    keys: str
    """Names of keys, and ``…`` where `text` is typed."""
    shown: str
    """Stands on the screen at the end."""
    ends: dict[str, Check] = field(default_factory=dict)
    """For each item of which anything changes, by its title, what its records must say; nothing else may change."""
    text: str = ""
    start: Start = lambda _replay: None
    """Where the cursor stands, or what was before: not counted. Without it Today, parked on now."""
    limit: tuple[int, int] | None = None
    """Keys and typed characters of the design's table; None: a job of field.md alone."""
    elsewhere: tuple[str, str, str] | None = None
    """Keys of calcurse, Taskwarrior with Timewarrior, and Org's agenda, as field.md counts them: ``–`` cannot, ``~``
    not run there, ``*`` does less (a copy, no length, no holidays, no timer)."""

    @property
    def pressed(self) -> list[str]:
        """The keys besides the typed text."""
        return [key for key in self.keys.split() if key != "…"]

    @property
    def count(self) -> int:
        """Keys and typed characters, each as one: how field.md counts."""
        return len(self.pressed) + len(self.text)


TWENTY = (
    Job("See now and next", "", "next 13:00 1:1 Anna", limit=(0, 0)),
    Job(
        "Start the timer on the task at hand",
        "s",
        "Timer runs on Review SLA contract",
        {"Review SLA contract": tracked("10 10:06-10:30", "10 10:42-")},
        start=scenes.stopped,
        limit=(1, 0),
        elsewhere=("–", "13", "1"),
    ),
    Job(
        "Write a thought down",
        "a … ⏎",
        "Added Ask legal about exit terms to the inbox",
        {"Ask legal about exit terms": says(list=None, estimate=None)},
        text="Ask legal about exit terms",
        limit=(2, 26),
    ),
    Job(
        "Book a meeting with Anna",
        "a … ⏎",
        "Added SLA: Wed 11 Mar 14:00",
        {"SLA": both(at("11 14:00-15:30"), says(kind="meeting", people=["anna"]))},
        text="SLA @anna ons 14-15:30",
        limit=(2, 22),
    ),
    Job(
        "A block an hour later",
        "m 4 j ⏎",
        "Move RFC-12 review to 17:00",
        {"RFC-12 review": at("10 17:00-17:30")},
        start=on_block("RFC-12 review"),
        limit=(4, 0),
    ),
    Job(
        "A block to the same time tomorrow",
        "m l ⏎",
        "Move RFC-12 review to Wed 11 16:00",
        {"RFC-12 review": at("11 16:00-16:30")},
        start=on_block("RFC-12 review"),
        limit=(3, 0),
        elsewhere=("4", "26", "1"),
    ),
    Job(
        "A block to a typed time, its length kept",
        "m t … ⏎ ⏎",
        "Move Delegation round to 15:30",
        {"Delegation round": at("10 15:30-16:00")},
        text="1530",
        start=on_block("Delegation round"),
        limit=(4, 4),
        elsewhere=("8", "23*", "10"),
    ),
    Job(
        "A block half an hour longer, the rest pushed",
        "m 2 J r ⏎",
        "pushed 2; Shutdown lost its",
        {
            "Q2 roadmap draft": at("09 10:00-12:00", "10 13:30-15:30"),
            "Infra budget Q2": at("10 16:00-16:30"),
            "RFC-12 review": at("10 16:30-17:00"),
            "Shutdown": both(at(), says(day=TODAY)),
        },
        start=on_block("Q2 roadmap draft"),
        limit=(5, 0),
    ),
    Job(
        "A task of 90 minutes to the next free 90 minutes",
        "f",
        "Planned eBPF ch.5 Thu 12 08:30–10:00",
        {"eBPF ch.5": at("12 08:30-10:00")},
        start=on_row(170),
        limit=(1, 0),
        elsewhere=("–", "–", "–"),
    ),
    Job(
        "Plan the rest of the week, and accept it",
        "P Y",
        "Auto-plan Tue 10 to Sun 15: planned 4 of 4 blocks",
        dict.fromkeys(("Q2 roadmap draft", "Sign CloudCo", "FinOps post", "Perf reviews Q1"), ahead),
        start=scenes.in_the_week,
        limit=(2, 0),
    ),
    Job(
        "Swap a block with the next one",
        "m w ⏎",
        "Swap Infra budget Q2 with RFC-12 review",
        {"Infra budget Q2": at("10 16:00-16:30"), "RFC-12 review": at("10 15:00-15:30")},
        start=on_block("Infra budget Q2"),
        limit=(3, 0),
    ),
    Job(
        "Carry a block to tomorrow",
        "r t",
        "Carry Infra budget Q2 to tomorrow",
        {"Infra budget Q2": both(at("11 08:30-09:00"), says(carried=1))},
        start=on_block("Infra budget Q2"),
        limit=(2, 0),
    ),
    Job(
        "Spread three hours until they are due",
        "r s Y",
        "planned 3 of 3 blocks",
        {"Perf reviews Q1": at("16 08:30-09:30", "18 08:30-09:30", "19 08:30-09:30")},
        start=on_row(160),
        limit=(3, 0),
    ),
    Job(
        "Make room for an incident, and resolve it",
        "r b Y x",
        "✓!!Database down",
        {
            "Database down": both(at("10 16:15-17:00"), says(status="done")),
            **dict.fromkeys(("Delegation round", "RFC-12 review", "Shutdown"), both(at(), says(day=TODAY))),
        },
        start=scenes.alarm,
        limit=(4, 0),
    ),
    Job(
        "Log an hour that was forgotten",
        "T … ⏎",
        "Logged hiring call",
        {"hiring call": both(tracked("10 09:00-10:00"), says(tags=["talent"]))},
        text="9-10 hiring call #talent",
        start=scenes.forgotten,
        limit=(2, 24),
    ),
    Job(
        "Say when the entry before ended",
        "4 k m t … ⏎ ⏎",
        "shortened Review SLA contract",
        {"Platform standup": tracked("10 09:55-10:30"), "Review SLA contract": tracked("10 10:30-")},
        text="-10:30",
        limit=(6, 6),
    ),
    Job(
        "Delegate, and follow up on Friday",
        "> … ⏎",
        "⋯! Decide IAM vend… >anna",
        {"Decide IAM vendor": says(owner="anna", follow_up=date(2026, 3, 13), status="waiting")},
        text="anna fri",
        start=on_row(148),
        limit=(2, 9),
        elsewhere=("–", "29", "12"),
    ),
    Job(
        "Find a contract and open it",
        "/ … ⏎ ⏎",
        "CONTRACT 142 Review SLA contract",
        text="sla",
        limit=(3, 3),
    ),
)
"""Those of section 8 whose commands exist, in its order: not `i`, `B`, and of the incident's row what follows `I`."""

FIELD = (
    Job(
        "A block four and a half hours later, in slots",
        "m 1 8 j ⏎",
        "Move Review SLA contract to 14:30",
        {"Review SLA contract": at("10 14:30-16:00")},
        elsewhere=("8", "23*", "10"),
    ),
    Job(
        "Four blocks from 13:00 on, half an hour later",
        "m 2 j r ⏎",
        "pushed 3",
        {
            "Vendor risk register": at("18 13:30-14:15"),
            "Pen-test scope": at("18 14:15-15:15"),
            "Idle GPU clean-up": at("18 15:15-16:00"),
            "Read RFC-9": at("18 16:00-16:30"),
        },
        start=scenes.chain,
        elsewhere=("~35", "71", "~35"),
    ),
    Job(
        "A block half an hour longer",
        "m 2 J ⏎",
        "Resize Costs by team to Fri 13 10:00–11:30",
        {"Costs by team": at("13 10:00-11:30")},
        start=on_block("Costs by team", 13),
        elsewhere=("8", "24*", "5"),
    ),
    Job(
        "Three tasks of today to tomorrow",
        "space space space r t",
        "Carry 3 of them to tomorrow",
        {name: says(carried=1) for name in ("Infra budget Q2", "RFC-12 review", "Delegation round")},
        start=on_row(156),
        elsewhere=("–", "40", "8"),
    ),
    Job(
        'Add "Sync Anna" at 15:00, one hour',
        "a … ⏎",
        "Added Sync Anna: Tue 10 Mar 15:00",
        {"Sync Anna": at("10 15:00-16:00")},
        text="Sync Anna 15:00",
        elsewhere=("20", "31*", "25"),
    ),
    Job(
        "A task into the calendar, at 10:00",
        "p t … ⏎ ⏎",
        "Plan Pen-test scope Wed 11 10:00–11:00",
        {"Pen-test scope": at("11 10:00-11:00")},
        text="10",
        start=scenes.on_wednesday_morning(162),
        elsewhere=("~26*", "23*", "10"),
    ),
    Job(
        "A standup every weekday, not on Swedish holidays",
        "a … ⏎",
        "Added Standup: Wed 11 Mar 09:00",
        {"Standup": says(repeat="FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", holidays="skip SE")},
        text="Standup 9:00 every weekday not on holidays",
        elsewhere=("27*", "48*", "–"),
    ),
    Job(
        "Switch the timer to another task",
        "s",
        "Timer runs on Delegation round",
        {"Review SLA contract": tracked("10 10:06-10:42"), "Delegation round": tracked("10 10:42-")},
        start=on_block("Delegation round"),
        elsewhere=("–", "25", "1"),
    ),
    Job(
        "Done, and the timer stops",
        "x",
        "Review SLA contract",
        {"Review SLA contract": both(says(status="done"), tracked("10 10:06-10:42"))},
        elsewhere=("1*", "12", "1"),
    ),
    Job(
        "Log 45 minutes that ended at 15:00",
        "T … ⏎",
        "Logged X",
        {"X": tracked("10 14:15-15:00")},
        text="14:15-15 X",
        start=scenes.afternoon,
        elsewhere=("–", "33", "30"),
    ),
    Job(
        "The running timer stopped at 16:20",
        "4 m t … ⏎ ⏎",
        "Change time of Review SLA contract",
        {"Review SLA contract": tracked("10 10:06-16:20")},
        text="-1620",
        start=scenes.evening,
        elsewhere=("–", "17", "24"),
    ),
    Job(
        "Write an incident down, and start its timer",
        "a … ⏎ s",
        "Timer runs on Incident",
        {
            "Incident": both(says(kind="incident"), tracked("10 10:42-")),
            "Review SLA contract": tracked("10 10:06-10:42"),
        },
        text="inc: Incident",
        start=scenes.in_the_list,
        elsewhere=("–", "42", "13"),
    ),
    Job("The tracked week by project", "4", "/strategy", elsewhere=("–", "~19", "2")),
    Job(
        "Take back a move",
        "u",
        "RFC-12 review",
        {"RFC-12 review": at("10 16:00-16:30")},
        start=scenes.moved,
        elsewhere=("–", "12", "1"),
    ),
)
"""Those of field.md section 5 that are not among the twenty, the cursor on the item as there."""

JOBS = (*TWENTY, *FIELD)
