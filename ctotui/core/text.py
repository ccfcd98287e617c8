"""The one cleaning of text that came from a user, a file or an import, before it meets a terminal.

Nothing else decides what a terminal may receive. Records keep the text as it was written.
"""

_VISIBLE = {code: chr(0x2400 + code) for code in range(0x20)} | {0x7F: "\u2421"}
_BLANK = dict.fromkeys(map(ord, "\t\n\r\v\f\u0085\u2028\u2029\u00a0\u202f\u3000"), " ")
_BIDI = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_HIDDEN = [
    0x00AD,
    0x034F,
    0x115F,
    0x1160,
    0x17B4,
    0x17B5,
    0x180E,
    0x200B,
    0x200C,
    0x2060,
    0x2061,
    0x2062,
    0x2063,
    0x2064,
    0x3164,
    0xFEFF,
    0xFFA0,
    *range(0x206A, 0x2070),
    *range(0xFFF0, 0xFFFC),
    *range(0xE0000, 0xE0080),
]
_TABLE: dict[int, str | None] = {
    **_VISIBLE,
    **dict.fromkeys(range(0x80, 0xA0), "\ufffd"),
    **dict.fromkeys(_BIDI + _HIDDEN),
    **_BLANK,
}
_ZWJ = "\u200d"


def clean(text: str) -> str:
    """One line of `text` that is safe to print: nothing in it moves the cursor, reorders, hides or styles.

    Tabs and line ends become a space, other control characters their visible picture (``␛``), C1 controls, lone
    surrogates and unassigned or private characters ``�``; bidi overrides and zero-width characters go, but for a
    joiner between the parts of an emoji.
    """
    if text.isprintable():
        return text
    cleaned = text.translate(_TABLE)
    if cleaned.isprintable():
        return cleaned
    return "".join(_safe(cleaned, index, char) for index, char in enumerate(cleaned))


def _safe(text: str, index: int, char: str) -> str:
    if char.isprintable():
        return char
    if char == _ZWJ:
        around = text[index - 1 : index], text[index + 1 : index + 2]
        return char if all(part > "\u2190" for part in around) else ""
    return "\ufffd"
