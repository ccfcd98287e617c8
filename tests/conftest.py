"""For every test: the command table whole and in its own order, and the same Hypothesis examples each time in CI."""

import os

from hypothesis import settings

from ctotui.commands.every import TABLE

assert TABLE, "imported for its order alone"

# What lands is judged by the same examples each time; on a developer's machine they are drawn anew.
if os.environ.get("CI"):
    settings.register_profile("ci", derandomize=True, database=None)
    settings.load_profile("ci")
