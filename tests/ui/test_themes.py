"""Themes: every role readable, on every colour system; a bad file is a sentence (S12, X1)."""

from pathlib import Path

import pytest
from rich.color import Color, ColorSystem

from ctotui.ui import themes
from ctotui.ui.glyphs import ASCII, UNICODE, fold
from ctotui.ui.themes import ROLES, Theme, load

COLOURED = ["okabe-ito", "okabe-ito-light", "high-contrast"]


def luminance(color: Color, system: ColorSystem) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [part / 255 for part in color.downgrade(system).get_truecolor()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: Theme, role: str, system: ColorSystem) -> float:
    style = theme[role]
    assert style.color is not None
    assert style.bgcolor is not None
    low, high = sorted((luminance(style.color, system), luminance(style.bgcolor, system)))
    return (high + 0.05) / (low + 0.05)


def own(folder: Path, text: str | bytes, name: str = "mine") -> Theme:
    (folder / "themes").mkdir(exist_ok=True)
    path = folder / "themes" / f"{name}.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(name, folder)


@pytest.mark.parametrize("name", [*COLOURED, "mono"])
def test_each_shipped_theme_has_exactly_the_roles(name: str) -> None:
    theme = load(name)
    assert theme.problem == ""
    assert theme.name == name
    assert set(theme._roles) == set(ROLES)


@pytest.mark.parametrize("name", COLOURED)
@pytest.mark.parametrize("system", [ColorSystem.TRUECOLOR, ColorSystem.EIGHT_BIT])
@pytest.mark.parametrize("role", ROLES)
def test_every_role_is_readable_in_true_colour_and_in_256(name: str, system: ColorSystem, role: str) -> None:
    assert contrast(load(name), role, system) >= (7 if name == "high-contrast" else 4.5)


@pytest.mark.parametrize("name", COLOURED)
@pytest.mark.parametrize("role", ROLES)
def test_no_role_sinks_into_the_ground_in_16_colours(name: str, role: str) -> None:
    style = load(name)[role]
    assert style.color is not None
    assert style.bgcolor is not None
    assert style.color.downgrade(ColorSystem.STANDARD) != style.bgcolor.downgrade(ColorSystem.STANDARD)


def test_mono_sends_no_colour_and_only_bold_underline_reverse() -> None:
    theme = load("mono")
    for role in ROLES:
        for name in (role, f"{role}+bold", f"{role}+dim", f"{role}+reverse+underline"):
            style = theme[name]
            assert style.color is None
            assert style.bgcolor is None
            assert not style.dim
            assert not style.italic
    assert theme["text+reverse"].reverse
    assert theme["clash"] != theme["text"]


def test_a_style_name_is_a_role_and_attributes() -> None:
    theme = load("okabe-ito")
    assert theme.style("flexible+bold+reverse").bold
    assert theme.style("flexible+bold+reverse").reverse
    assert theme.style("flexible").color == Color.parse("#56b4e9")
    assert theme.style("flexible").bgcolor == theme.style("text").bgcolor
    assert theme.style("flexible") is theme.style("flexible")
    assert theme.style("no such role") == theme.style("text")


def test_the_palette_is_that_of_okabe_and_ito() -> None:
    theme = load("okabe-ito")
    for role, colour in (("fixed", "#e69f00"), ("flexible", "#56b4e9"), ("running", "#f0e442"), ("ghost", "#cc79a7")):
        assert theme[role].color == Color.parse(colour)


def test_an_own_theme_changes_some_roles_and_keeps_the_rest(tmp_path: Path) -> None:
    theme = own(tmp_path, 'title = "Mine"\n[roles]\nwarn = "#ff0000 on #000000 bold underline"\nnow = "cyan"\n')
    assert theme.problem == ""
    assert theme.title == "Mine"
    assert theme["warn"].underline
    assert theme["warn"].color == Color.parse("#ff0000")
    assert theme["now"].color == Color.parse("cyan")
    assert theme["fixed"] == load("okabe-ito")["fixed"]
    assert "mine" in themes.names(tmp_path)


def test_an_own_theme_goes_before_a_shipped_one_of_its_name(tmp_path: Path) -> None:
    assert own(tmp_path, '[roles]\ntext = "red"\n', "okabe-ito")["text"].color == Color.parse("red")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[roles]\ncolour = "red"\n', 'unknown role "colour"'),
        ('[roles]\nwarn = "#12"\n', 'unknown colour "#12"'),
        ('[roles]\nwarn = "#gggggg"\n', 'bad colour "#gggggg"'),
        ('[roles]\nwarn = "puce"\n', 'unknown colour "puce"'),
        ('[roles]\nwarn = "red blue"\n', 'unknown word: "red blue"'),
        ('[roles]\nwarn = "red on"\n', 'one colour after "on"'),
        ('[roles]\nwarn = "color(3);}"\n', 'unknown colour "color(3);}"'),
        ("[roles]\nwarn = 3\n", "warn must be text"),
        ("roles = 3\n", "roles a table"),
        ('css = "Screen {}"\n', 'unknown key "css"'),
        ("[roles\n", "is not TOML"),
        ("a = " + "[" * 5000, "is not TOML"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"#" * 70_000, "larger than a theme can be"),
    ],
)
def test_a_bad_theme_is_a_sentence_and_the_default(tmp_path: Path, text: str | bytes, reason: str) -> None:
    theme = own(tmp_path, text)
    assert reason in theme.problem
    assert theme.problem.startswith('Theme "mine" is not used: ')
    assert theme.problem.endswith("The theme okabe-ito is shown instead.")
    assert "mine.toml" in theme.problem
    assert theme["fixed"] == load("okabe-ito")["fixed"]


@pytest.mark.parametrize("name", ["no-such", "../secret", "", "a/b", "\x1b[31m", "con:"])
def test_a_theme_that_is_not_there_is_a_sentence(name: str, tmp_path: Path) -> None:
    theme = load(name, tmp_path)
    assert "is not used" in theme.problem
    assert theme.problem.isprintable()
    assert theme.name == "okabe-ito"


def test_an_unreadable_theme_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "mine.toml").write_text("")
    monkeypatch.setattr(Path, "read_text", refuse)
    theme = load("mine", tmp_path)
    assert "cannot be read (Permission denied)" in theme.problem
    assert theme["text"].color is None


def test_ascii_stands_in_for_every_sign_and_letter() -> None:
    assert fold("Möte 14:30–16:00 → ★ ▓▓░ 漢", ASCII) == "Mote 14:30-16:00 > * ==. ?"
    assert fold("Möte", UNICODE) == "Möte"
