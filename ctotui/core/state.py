"""What a screen shows: the Plan (saved, undoable), the View (neither), the Settings, and the moment.

Panes and dialogs are pure functions of a State; commands are the only ones that change it, through the Desk.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from ctotui.core.civil import wall
from ctotui.core.model import Wall
from ctotui.core.plan import Plan
from ctotui.core.sources import Calendar

if TYPE_CHECKING:
    from ctotui.core.offer import Offer
    from ctotui.core.reminders import Reminder

Mode = Literal["NORMAL", "GRAB", "INPUT", "OFFER"]
Pane = Literal["today", "week", "board", "time"]
PANES: tuple[Pane, ...] = ("today", "week", "board", "time")
Zoom = Literal["three", "week", "month", "agenda"]
"""What the calendar of the second pane shows (S7); the fifth level, the day, is Today."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user may set in ``settings.toml`` (M12); times are minutes since midnight, spans are minutes."""

    slot: int = 15
    hours: tuple[tuple[int, int], ...] = ((480, 1020),) * 5 + ((0, 0),) * 2
    """Working hours Monday first; (0, 0): a day off."""
    area_hours: tuple[tuple[str, tuple[tuple[int, int], ...]], ...] = ()
    """Hours in the same form of the areas that have their own, by the name of the area (`core.areas`)."""
    holidays: str = ""
    """Country, or region, whose holidays are shown and free: ``SE``, ``DE-BY``; empty: none."""
    holiday_hours: tuple[int, int] | None = (0, 0)
    """Working hours on a holiday; (0, 0): none, None: those of its weekday."""
    lunch: tuple[int, int] = (720, 765)
    reserve: float = 0.15
    buffer: int = 5
    focus: tuple[tuple[int, int, int], ...] = ()
    """Focus windows as (weekday, start, end), Monday = 0."""
    week_start: int = 0
    language: str = "en"
    zone: str = "UTC"
    calendars: tuple[Calendar, ...] = ()
    """Calendars outside the data folder."""
    zones: tuple[str, ...] = ()
    """Zones whose hours can stand beside the own ones (S9)."""
    wip_doing: int = 3
    theme: str = "okabe-ito"
    ascii: bool = False
    mouse: bool = True
    cursor: Literal["hidden", "real"] = "hidden"
    which_key_delay: float = 0.4
    """Seconds."""
    color: Literal["auto", "truecolor", "256", "16", "mono"] = "auto"
    remind_meeting: int | None = 5
    """Minutes before a meeting; None: never."""
    remind_task: int | None = None
    """Minutes before a block of anything else."""
    remind_due: int | None = 60
    """Minutes before a deadline."""
    notify: Literal["off", "bell", "osc9", "osc777", "osc99", "command"] = "bell"
    notify_command: tuple[str, ...] = ()
    """Program and arguments that get a reminder as one more argument."""


Policy = Literal["none", "ripple", "swap", "fit"]
POLICIES: tuple[Policy, ...] = ("none", "ripple", "swap", "fit")
"""What a drop does with what it hits: nothing, push it, change places with it, or go to free time (section 6)."""


@dataclass(frozen=True, slots=True)
class Grab:
    """A block or card held by the keyboard: what a drop would store, and where it came from."""

    kind: Literal["block", "card", "entry"]
    id: str
    """Of the block, occurrence, item or entry that is held."""
    item: str
    start: Wall | None = None
    end: Wall | None = None
    """Proposed wall times, in the zone of the viewer."""
    origin_start: Wall | None = None
    origin_end: Wall | None = None
    column: str = ""
    """Status that a card would get."""
    rank: float = 0.0
    new: bool = False
    """The block is not stored yet (`p`: ghost at the next free time)."""
    policy: Policy = "none"
    """What a drop does with what it hits; `tab` takes the next."""
    scope: Literal["this", "following", "all"] = "this"
    """Which occurrences of a series are held (M5)."""
    copy: bool = False
    """A drop leaves the block where it is and makes another."""
    made_item: str = ""
    made_block: str = ""
    """Ids for what a copy, or the cut of a series, makes."""
    others: "tuple[Grab, ...]" = ()
    """More blocks that are held and move as this one does: what was marked."""
    title: str = ""
    """Of an item that does not exist yet: a stretch of time that was drawn with the mouse; a drop asks for its name."""
    dragged: bool = False
    """The mouse holds it: the calendar scrolls by its own cursor then, so that it stays still under the pointer."""
    unasked: bool = False
    """The mouse took it, and what is asked about a fixed block or a series (I2, M5) is asked when it drops."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What was done with a held block, to be done again with another."""

    days: int
    minutes: int
    """How far its start moved."""
    grown: int
    """How much longer it became, in minutes."""
    policy: Policy


Purpose = Literal[
    "add",
    "edit",
    "field",
    "log",
    "when",
    "goto",
    "import",
    "palette",
    "blockers",
    "slot",
    "search",
    "compress",
    "split",
]
"""What a line is typed for."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One line being typed: what it is for, its text and its caret."""

    purpose: Purpose
    text: str = ""
    caret: int = 0
    """Index into `text`."""
    subject: str = ""
    """Id of what is edited or moved, where there is one."""
    as_text: frozenset[int] = frozenset()
    """Quick-add tokens turned back into text by ^T (A8)."""
    flip: bool = False
    """Kind flipped by tab (A7)."""
    choice: int = 0
    """Highlighted row of a palette."""
    recall: int = 0
    """How far back in the history of this purpose."""
    opened: str = ""
    """The line as it was opened: what was not changed since is left as it is now (2.3)."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question over the screen, answered by one key; Esc leaves everything as it is."""

    text: str
    choices: tuple[tuple[str, str], ...]
    """(key, label); Enter takes the first."""
    then: Callable[[Any, str], None]
    """Called with the Desk and the key that was chosen."""
    otherwise: Callable[[Any], None] | None = None
    """Called with the Desk where Esc leaves it."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for the status row, shown until the next key."""

    text: str
    level: Literal["info", "warn", "error"] = "info"


@dataclass(frozen=True, slots=True)
class Sought:
    """What is searched for, and what of it was found in files that are not in memory."""

    text: str = ""
    ids: frozenset[str] = frozenset()
    """Items found there."""
    months: tuple[str, ...] = ()
    """Keys of the months there that may show a match."""

    @property
    def words(self) -> tuple[str, ...]:
        """Every one must be there; in small letters."""
        return tuple(self.text.casefold().split())


@dataclass(frozen=True, slots=True)
class View:
    """Where the user is. Neither saved nor undoable."""

    pane: Pane = "today"
    zoom: Zoom = "week"
    """What the pane ``week`` shows (S7)."""
    beside: int = 0
    """Index into the setting `zones` of the zone whose hours stand beside the own ones; beyond its end: none (S9)."""
    part: Literal["calendar", "list"] = "calendar"
    """Part of Today that has the cursor; `tab` changes it."""
    moment: datetime = datetime(1970, 1, 1)
    """Wall time of the calendar cursor: a slot of Today or Week. Survives every change of pane (S7)."""
    block: str = ""
    """Id of the block or occurrence under the calendar cursor, empty on a free slot."""
    item: str = ""
    """Id of the item under the cursor of the list, of the board."""
    column: str = "doing"
    """Column of the board that has the cursor."""
    entry: str = ""
    """Id of the entry under the cursor of Time."""
    mode: Mode = "NORMAL"
    grab: Grab | None = None
    offer: "Offer | None" = None
    """What a verb proposes, shown and not stored."""
    dropped: "Recipe | None" = None
    """What `.` does with another block."""
    marks: frozenset[str] = frozenset()
    """Ids of the blocks or items that are marked: what the next verb takes together."""
    prompt: Prompt | None = None
    question: Question | None = None
    overlay: Literal["", "help", "inspector", "welcome", "reminders", "offer", "verbs"] = ""
    choice: int = 0
    """First row shown of the overlay; highlighted choice of the welcome strip."""
    opened: str = ""
    """Id of the item that the inspector shows over the pane."""
    keys: str = ""
    """Count and chord typed so far, e.g. ``4`` or ``r``."""
    which_key: bool = False
    """The menu of the pending chord is open."""
    message: Message | None = None
    calendars: tuple[str, ...] = ()
    """Paths of calendars that the first run found (N6)."""
    reminders: "tuple[Reminder, ...]" = ()
    """What was reminded of since the app was opened, oldest first."""
    search: Sought = Sought()
    """What `n` and `N` go to, marked on the screen until Esc."""
    origin: "View | None" = None
    """The view in which the search that is being typed began."""
    history: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Lines typed before, newest last, by the purpose of their prompt."""


def place(view: View) -> str:
    """Where the cursor is, for keys: the pane, ``list`` in the list of Today, ``month`` or ``agenda`` at that zoom."""
    if view.pane == "week" and view.zoom in ("month", "agenda"):
        return view.zoom
    return "list" if view.pane == "today" and view.part == "list" else view.pane


WITHIN = {"list": "today", "month": "week", "agenda": "week"}
"""Places whose keys, but for their own ones, are those of another."""


@dataclass(frozen=True, slots=True)
class State:
    """All that a pane may look at."""

    plan: Plan
    view: View
    settings: Settings
    now: datetime
    """Instant."""
    demo: bool = False
    place: str = ""
    """The data folder, as shown in the tab row."""
    saved: bool = True
    banners: tuple[str, ...] = ()
    """Sentences on files that could not be read whole; shown until repaired."""

    @property
    def wall(self) -> datetime:
        """The moment as naive wall time in the user's zone."""
        return wall(self.now, self.settings.zone)

    @property
    def today(self) -> date:
        return self.wall.date()
