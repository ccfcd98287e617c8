"""Text for a terminal that shows less than Unicode (X2): a sign becomes its stand-in, an accent goes."""

_SIGNS = str.maketrans("●■◆★✓•·…–—−×÷→←↑↓»«±≤≥“”„‘’€", '*##*v..~---x/><^v><~<>"""\'\'E')


def plain(text: str, encoding: str = "ascii") -> str:
    """`text` in the characters that `encoding` has, one for one, so that columns stay; ``?`` where nothing is near."""
    if text.isascii():
        return text
    return "".join(char if char.isascii() else _plain(char, encoding) for char in text)


def _plain(char: str, encoding: str) -> str:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        pass
    else:
        return char
    from unicodedata import combining, normalize

    sign = char.translate(_SIGNS)
    if sign.isascii():
        return sign
    letters = "".join(part for part in normalize("NFKD", char) if not combining(part))
    return letters if letters.isascii() else "?"
