"""TOML 1.0 text of plain values: flat records, one key a line (storage-and-time 2.1).

Own writer, since tomli-w turns ``\\r\\n`` in multi-line strings into ``\\n`` and breaks short arrays over lines.
Whatever is written is parsed again and compared before it replaces a file.
"""

from datetime import UTC, date, datetime, time
from functools import lru_cache

_ESCAPES = {**{code: f"\\u{code:04x}" for code in [*range(0x20), 0x7F]}, 0x22: '\\"', 0x5C: "\\\\"}
_ESCAPES |= {0x08: "\\b", 0x09: "\\t", 0x0A: "\\n", 0x0C: "\\f", 0x0D: "\\r"}
_MULTILINE = {code: text for code, text in _ESCAPES.items() if code not in (0x0A, 0x22)}
WIDTH = 110
"""Arrays longer than this get a line for each part."""


def text_of(value: object) -> str:
    """`value` as TOML. A lone surrogate, which no file can hold, becomes U+FFFD."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, datetime):
        return _datetime(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return _array([text_of(part) for part in value])
    if isinstance(value, dict):
        pairs = ", ".join(f"{key_of(key)} = {inline(part)}" for key, part in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    return str(value)


@lru_cache(1024)
def key_of(key: str) -> str:
    """`key`, quoted where it must be."""
    bare = key.isascii() and key.replace("-", "a").replace("_", "a").isalnum()
    return key if bare else _basic(key)


def block_of(name: str, table: dict[str, object]) -> str:
    """A table of the array `name`, with the blank line before it."""
    lines = "".join(f"{key_of(key)} = {text_of(value)}\n" for key, value in table.items())
    return f"\n[[{name}]]\n{lines}"


def _basic(text: str) -> str:
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'  # most are so plain
    if text.replace("\n", "").isprintable():  # no other control character, no surrogate
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        return f'"{escaped}"'
    return f'"{_encodable(text).translate(_ESCAPES)}"'


def _encodable(text: str) -> str:
    return "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text) if not text.isascii() else text


def _string(text: str) -> str:
    if "\n" not in text.rstrip("\n"):
        return _basic(text)
    core = _encodable(text).rstrip('"')
    body = core.translate(_MULTILINE).replace('"""', '""\\"')
    quotes = '\\"' * (len(text) - len(core))
    return f'"""\n{body}{quotes}"""'


def inline(value: object) -> str:
    """`value` as TOML on one line."""
    if isinstance(value, str):
        return _basic(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(inline(part) for part in value)}]"
    return text_of(value)


def _array(parts: list[str]) -> str:
    line = ", ".join(parts)
    if len(line) <= WIDTH and "\n" not in line:
        return f"[{line}]"
    return "".join(["[\n", *(f"    {part},\n" for part in parts), "]"])


def _float(value: float) -> str:
    if value != value:
        return "nan"
    if value in (float("inf"), float("-inf")):
        return "inf" if value > 0 else "-inf"
    return repr(value)


def _datetime(value: datetime) -> str:
    offset = value.utcoffset()
    if offset is None:
        return value.isoformat()
    if not offset or offset.seconds % 60:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat()
