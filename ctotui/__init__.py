"""ctotui: calendar, task board and time tracking over one state, in TOML files you own."""

__version__ = "0.1.0"
