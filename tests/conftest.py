"""The command table is whole and in its own order, whatever a test imports first: menus and the README follow it."""

from ctotui.commands.every import TABLE

assert TABLE, "imported for its order alone"
