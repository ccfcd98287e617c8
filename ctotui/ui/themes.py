"""Themes: what the roles of S12 look like, from ``themes/*.toml``; a bad one is a sentence, never a crash.

A file has ``title``, ``plain`` (true: no colour and no dim letters reach the terminal) and a table ``roles``;
``themes/okabe-ito.toml`` documents how a role is written.
"""

from collections.abc import Mapping
from pathlib import Path

from rich.color import Color, ColorParseError
from rich.style import Style

from ctotui.core.text import clean

ROLES = (
    "text",
    "muted",
    "fixed",
    "flexible",
    "running",
    "protected",
    "ghost",
    "origin",
    "push",
    "warn",
    "clash",
    "done",
    "now",
    "selection",
    "focus",
    "work",
    "personal",
    "goals",
)
"""S12: exactly these."""

DEFAULT = "okabe-ito"
ATTRIBUTES = ("bold", "dim", "italic", "underline", "reverse")
_NAMED = frozenset(
    f"{bright}{name}"
    for bright in ("", "bright_")
    for name in ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
) | {"default"}
_MOST = 64 * 1024


class ThemeError(Exception):
    """A theme file cannot be used; the message is the reason, without the name of the file."""


class Theme(dict[str, Style]):
    """Rich styles by style name: a role, then attributes, as in ``warn+bold``. Unknown roles look like ``text``.

    A mapping that fills itself: ``theme["fixed+reverse"]`` is computed once.
    """

    def __init__(
        self, name: str, title: str, roles: Mapping[str, Style], plain: bool = False, problem: str = ""
    ) -> None:
        super().__init__()
        self.name = name
        self.title = title
        self.plain = plain
        """No colours: bold, underline and reverse only."""
        self.problem = problem
        """A sentence for the user where the theme that was asked for could not be used, else empty."""
        self._base = roles.get("text", Style())
        self._roles = roles

    def __missing__(self, name: str) -> Style:
        role, *attributes = name.split("+")
        own = Style(color=_colour("a calendar", [role[1:]])) if role.startswith("@") else None
        style = self._base + (own or self._roles.get(role, Style()))
        for attribute in attributes:
            if attribute in ATTRIBUTES and not (self.plain and attribute == "dim"):
                style += Style(**{attribute: True})  # type: ignore[arg-type]
        if self.plain:
            style = style.without_color
        self[name] = style
        return style

    def style(self, name: str) -> Style:
        """The style called `name`."""
        return self[name]


def load(name: str, config_dir: Path | None = None) -> Theme:
    """The theme `name`: the user's own from ``config_dir/themes``, else a shipped one.

    Where it is missing or bad the default takes its place, with a sentence in `Theme.problem`.
    """
    problem = ""
    try:
        return _read(name, _find(name, config_dir))
    except ThemeError as error:
        problem = f'Theme "{clean(name)[:40]}" is not used: {error}. The theme {DEFAULT} is shown instead.'
    try:
        theme = _read(DEFAULT, _find(DEFAULT, None))
    except ThemeError:
        return Theme("", "No theme", {}, True, problem)
    theme.problem = problem
    return theme


def names(config_dir: Path | None = None) -> list[str]:
    """Names of all themes that `load` can find, sorted."""
    return sorted({path.stem for folder in _folders(config_dir) for path in folder.glob("*.toml")})


def _folders(config_dir: Path | None) -> list[Path]:
    """Where themes lie: the user's, then the wheel's ``ctotui/themes``, then that of an editable checkout."""
    package = Path(__file__).resolve().parent.parent
    own = [config_dir / "themes"] if config_dir is not None else []
    return [*own, package / "themes", package.parent / "themes"]


def _find(name: str, config_dir: Path | None) -> Path:
    if not name or not name.replace("-", "").replace("_", "").isalnum():
        raise ThemeError("a theme is named by letters, digits, - and _ only")
    for folder in _folders(config_dir):
        path = folder / f"{name}.toml"
        if path.is_file():
            return path
    raise ThemeError(f"there is none; there are {', '.join(names(config_dir)) or 'no themes at all'}")


def _read(name: str, path: Path) -> Theme:
    import tomli

    try:
        if path.stat().st_size > _MOST:
            raise ThemeError(f"{path} is larger than a theme can be")
        table = tomli.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ThemeError(f"{path} cannot be read ({error.strerror or error})") from error
    except UnicodeDecodeError as error:
        raise ThemeError(f"{path} is not UTF-8 text") from error
    except (tomli.TOMLDecodeError, RecursionError) as error:
        raise ThemeError(f"{path} is not TOML: {clean(str(error))[:80]}") from error
    try:
        return _theme(name, table)
    except ThemeError as error:
        raise ThemeError(f"{error}, in {path}") from error


def _theme(name: str, table: Mapping[str, object]) -> Theme:
    _allow(table, ("title", "plain", "roles"), "key")
    title, plain, roles = table.get("title", name), table.get("plain", False), table.get("roles", {})
    if not isinstance(title, str) or not isinstance(plain, bool) or not isinstance(roles, dict):
        raise ThemeError("title must be text, plain true or false, and roles a table")
    _allow(roles, ROLES, "role")
    styles = {role: _style(role, value) for role, value in roles.items()}
    if name != DEFAULT and not plain and len(styles) < len(ROLES):
        styles = {**_read(DEFAULT, _find(DEFAULT, None))._roles, **styles}
    return Theme(name, clean(title), styles, plain)


def _allow(table: Mapping[str, object], allowed: tuple[str, ...], what: str) -> None:
    for key in table:
        if key not in allowed:
            raise ThemeError(f'unknown {what} "{clean(key)[:30]}" (there are {", ".join(allowed)})')


def _style(role: str, value: object) -> Style:
    if not isinstance(value, str):
        raise ThemeError(f'{role} must be text such as "#56b4e9 bold"')
    words = value.lower().split()
    attributes = {word: True for word in words if word in ATTRIBUTES}
    colours = [word for word in words if word not in ATTRIBUTES]
    front, ground = colours, list[str]()
    if "on" in colours:
        at = colours.index("on")
        front, ground = colours[:at], colours[at + 1 :]
        if len(ground) != 1:
            raise ThemeError(f'{role} needs one colour after "on"')
    if len(front) > 1:
        raise ThemeError(f'{role} has an unknown word: "{clean(" ".join(front))[:40]}"')
    return Style(color=_colour(role, front), bgcolor=_colour(role, ground), **attributes)  # type: ignore[arg-type]


def _colour(role: str, words: list[str]) -> Color | None:
    if not words:
        return None
    word = words[0]
    if word not in _NAMED and not (len(word) == 7 and word.startswith("#")):
        raise ThemeError(f'{role} has an unknown colour "{clean(word)[:30]}": write #rrggbb or a name such as cyan')
    try:
        return Color.parse(word)
    except ColorParseError as error:
        raise ThemeError(f'{role} has a bad colour "{clean(word)[:30]}": write #rrggbb') from error
