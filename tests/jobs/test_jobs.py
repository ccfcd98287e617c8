"""The twenty jobs of interaction.md section 8, and the jobs of field.md section 5: keys in, files out, counted."""

import pytest

from tests.jobs.replay import Files, Replay
from tests.jobs.table import JOBS, TWENTY, Job

NAMES = {"⏎": "enter"}


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.title)
def test_a_job_is_done_by_its_keys_and_changes_nothing_else(job: Job, replay: Replay) -> None:
    job.start(replay)
    before = Files(replay.data)
    for key in job.keys.split():
        if key == "…":
            replay.type(job.text)
        else:
            replay.press(NAMES.get(key, key))
    assert job.shown in replay.screen()
    assert replay.session.state.view.mode == "NORMAL"
    replay.session.close()
    after = Files(replay.data)
    for title, check in job.ends.items():
        check(after, title)
    assert after.changed(before) == set(job.ends)


@pytest.mark.parametrize("job", TWENTY, ids=lambda job: job.title)
def test_a_job_takes_no_more_keys_than_the_design_says(job: Job) -> None:
    assert job.limit is not None
    assert (len(job.pressed) <= job.limit[0], len(job.text) <= job.limit[1]) == (True, True)
    assert len(job.text) == 0 or "…" in job.keys
