"""The load of areas that have hours of their own (section 6), beside that of the work line."""

from datetime import date

from ctotui.core.capacity import headline, others
from ctotui.core.plan import Plan
from ctotui.core.state import Settings
from ctotui.ui.frame import Run
from ctotui.ui.glyphs import Glyphs


def loads(plan: Plan, day: date, settings: Settings, glyphs: Glyphs) -> list[Run]:
    """``personal 1h00 of 2h30``, one for each that has any that day. Raises NotLoaded."""
    return [
        (headline(found, glyphs.dot, name), "warn+bold" if found.over else "text")
        for name, found in others(plan, day, settings)
    ]
