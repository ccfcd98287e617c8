"""The words of quick-add. Both languages are always on (A8); every key is lower case, in Unicode form NFC."""

from ctotui.core.model import Kind, Priority

Names = dict[str, int]


def _index(*rows: str) -> Names:
    """Each word of a row -> the number of the row."""
    return {word: number for number, row in enumerate(rows) for word in row.split()}


WEEKDAYS = _index(
    "mon monday mån måndag",
    "tue tues tuesday tis tisdag",
    "wed weds wednesday ons onsdag",
    "thu thur thurs thursday tor tors torsdag",
    "fri friday fre fredag",
    "sat saturday lör lördag",
    "sun sunday sön söndag",
)
"""0 is Monday."""

MONTHS = _index(
    "",
    "jan january januari",
    "feb february februari",
    "mar march mars",
    "apr april",
    "may maj",
    "jun june juni",
    "jul july juli",
    "aug august augusti",
    "sep sept september",
    "oct okt october oktober",
    "nov november",
    "dec december",
)

WEEKDAY_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""RFC 5545 3.3.10."""

RELATIVE: Names = {"today": 0, "idag": 0, "tomorrow": 1, "tmr": 1, "imorgon": 1, "imorron": 1, "övermorgon": 2}
AFTER_I: Names = {"dag": 0, "morgon": 1, "morron": 1, "övermorgon": 2}
"""After ``i``: "i dag"."""
RELATIVE_PAST: Names = {"yesterday": -1, "igår": -1, "förrgår": -2}
AFTER_I_PAST: Names = {"går": -1, "förrgår": -2}

UNITS = {
    **dict.fromkeys(["d", "day", "days", "dag", "dagar"], "DAILY"),
    **dict.fromkeys(["w", "v", "week", "weeks", "vecka", "veckor"], "WEEKLY"),
    **dict.fromkeys(["mo", "month", "months", "månad", "månader"], "MONTHLY"),
    **dict.fromkeys(["y", "year", "years", "år"], "YEARLY"),
}
"""Unit of ``in 3 days`` and ``every 2 w`` -> FREQ of RFC 5545."""

KINDS: dict[str, Kind] = {
    **dict.fromkeys(("task", "uppgift"), "task"),
    **dict.fromkeys(("bug", "bugg"), "bug"),
    **dict.fromkeys(("inc", "incident"), "incident"),
    **dict.fromkeys(("mtg", "meeting", "möte"), "meeting"),
    **dict.fromkeys(("rel", "release"), "release"),
    **dict.fromkeys(("goal", "mål"), "goal"),
    **dict.fromkeys(("con", "contract", "avtal"), "contract"),
    **dict.fromkeys(("doc", "dokument"), "doc"),
}
KIND_WORDS: dict[Kind, str] = {
    "task": "task",
    "bug": "bug",
    "incident": "inc",
    "meeting": "mtg",
    "release": "rel",
    "goal": "goal",
    "contract": "con",
    "doc": "doc",
}

PRIORITIES: dict[str, Priority] = {
    **dict.fromkeys(("u", "urgent", "b", "brådskande"), "urgent"),
    **dict.fromkeys(("h", "high", "hög"), "high"),
    **dict.fromkeys(("n", "normal"), "normal"),
    **dict.fromkeys(("l", "low", "låg"), "low"),
}
PRIORITY_WORDS = ("urgent", "high", "normal", "low", "brådskande", "hög", "låg")

AT = frozenset(("at", "kl", "kl."))
TO = frozenset(("-", "–", "—", "to", "till", "until"))
DASHES = "-–—"
WITH = frozenset(("with", "med"))
AND = frozenset(("and", "och", "&", "+"))
DUE = frozenset(("due", "by", "before", "senast", "innan", "deadline"))
EVERY = frozenset(("every", "varje"))
EACH = frozenset(("var", "vart"))
"""Swedish ``var tredje vecka``: a repetition only with an ordinal after it."""
OTHER = frozenset(("other", "second", "annan"))
EVERY_OTHER = frozenset(("varannan", "vartannat"))
WORKDAY = frozenset(("weekday", "vardag", "vardagen", "workday", "arbetsdag", "arbetsdagen"))
ORDINALS: Names = {
    **_index("", "first första", "second andra", "third tredje", "fourth fjärde", "fifth femte", "sixth sjätte"),
    **dict.fromkeys(("last", "sista"), -1),
}
ON_THE = frozenset(("on", "the", "på", "den"))
UNTIL = frozenset(("until", "till", "through", "t.o.m.", "tom"))
FOR = frozenset(("for", "i"))
TIMES = frozenset(("times", "gånger", "ggr"))
AFTER = frozenset(("after", "efter"))
DONE = frozenset(("done", "completion", "klar", "klart", "avklarad", "färdig"))
SKIP_HOLIDAYS = (
    ("not", "on", "*", "holidays"),
    ("except|skip", "*", "holidays"),
    ("except", "on", "*", "holidays"),
    ("inte|ej", "på", "*", "helgdagar|helgdag"),
    ("ej|utom", "*", "helgdagar|helgdag"),
)
"""What may follow a rule that leaves holidays out; ``*``: a country, such as SE."""
SHIFT_HOLIDAYS = (
    ("shift|move", "to", "next", "*", "working|business", "day"),
    ("shift|move", "to", "the", "next", "*", "working|business", "day"),
    ("or|else", "next", "*", "working|business", "day"),
    ("flytta", "till", "nästa", "*", "arbetsdag|vardag"),
    ("annars|eller", "nästa", "*", "arbetsdag|vardag"),
)
"""… and of one that goes to the next day that is neither holiday nor weekend."""
NEXT = frozenset(("next", "nästa"))
ON = frozenset(("on", "på", "den"))
IN = frozenset(("in", "om"))
AGO = frozenset(("ago", "sedan", "sen"))
ONE = frozenset(("en", "ett"))
NOON = {"am": 0, "pm": 12}

SIGILS = {
    "#": "tag",
    "@": "who",
    ">": "to",
    "/": "list",
    "!": "prio",
    "~": "est",
    "=": "est",
    "<": "due",
}
"""K4: a field's sigil is its key."""

WORD_FORMS = {
    "tag:": "tag",
    "with:": "who",
    "to:": "to",
    "list:": "list",
    "prio:": "prio",
    "est:": "est",
    "due:": "due",
    "day:": "day",
    "follow:": "follow",
    "repeat:": "repeat",
    "remind:": "remind",
    "påminn:": "remind",
    "after:": "after",
    "efter:": "after",
}
"""A11, and five more that a formatted item may need: its day beside its block, its follow-up day, any RRULE,
when to remind of it, what it waits for."""

OFF = frozenset(("off", "av", "aldrig", "never"))
