"""Some real kills from outside; ``python -m tests.disk.kills --times 300`` does hundreds."""

from tests.disk.kills import run


def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(tmp_path):
    command, app = run(tmp_path, commands=12, apps=3)
    assert command.kills + app.kills == 15
    assert len(command.acknowledged) > 12
    assert command.in_writing > 0
    assert command.undone == 1
    assert len(app.acknowledged) >= 3
