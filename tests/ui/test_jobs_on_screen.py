"""Three of the counted jobs from the key to the screen and the file, in a real terminal; the others: tests/jobs."""

from pathlib import Path

from tests.jobs.replay import Files
from tests.jobs.table import TWENTY
from tests.ui.pty import Terminal

KEYS = {"⏎": "\r"}
CHOSEN = ("Book a meeting with Anna", "Say when the entry before ended", "Find a contract and open it")
"""They begin where the app opens: no cursor has to be put anywhere."""


def test_three_jobs_are_done_by_their_keys_in_a_terminal(app, tmp_path: Path) -> None:
    terminal: Terminal = app("--demo", wait="Review SLA")
    data = tmp_path / "data-demo"
    for job in (job for job in TWENTY if job.title in CHOSEN):
        before = Files(data)
        for key in job.keys.split():
            terminal.send(job.text if key == "…" else KEYS.get(key, key))
        terminal.wait_for(job.shown)
        terminal.wait_for(lambda _terminal, was=before, job=job: Files(data).changed(was) == set(job.ends))
        for name, check in job.ends.items():
            check(Files(data), name)
        terminal.send("1")
