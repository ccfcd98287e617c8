"""The sign of a block that nothing special is said of: fixed or not, in the colour of its calendar (S3)."""

from ctotui.core.instance import Instance
from ctotui.core.model import Item
from ctotui.core.state import State
from ctotui.ui.glyphs import Glyphs


def sign(state: State, one: Instance, glyphs: Glyphs) -> tuple[str, str]:
    """Sign and role; the role of a calendar with a colour is that colour, behind ``@``."""
    plain = (glyphs.fixed, "fixed") if one.fixed else (glyphs.flexible, "flexible")
    calendars = state.settings.calendars
    if not calendars:
        return plain
    item = state.plan.find(one.item)
    name = item.calendar if isinstance(item, Item) else ""
    colour = next((found.color for found in calendars if found.name == name), "")
    return (plain[0], f"@{colour}") if colour else plain
