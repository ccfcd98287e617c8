"""What waits for what, on the command line: after:151 in a line, is:blocked, show."""


def test_after_in_a_line_is_what_an_item_waits_for(ctotui, add) -> None:
    budget, hiring, roadmap = add("Infra budget"), add("Hiring plan"), add("Q2 roadmap")
    done = ctotui("edit", roadmap["short"], f"after:{budget['short']},{hiring['short']}")
    assert done.status == 0, done.err
    assert ctotui("show", roadmap["short"], "--json").json["items"][0]["blocked_by"] == [budget["id"], hiring["id"]]
    told = ctotui("show", roadmap["short"]).lines
    assert f"blocked by  {budget['short']} Infra budget, {hiring['short']} Hiring plan" in told
    assert any(
        line.split(maxsplit=1) == ["blocks", f"{roadmap['short']} Q2 roadmap"] for line in told_of(ctotui, budget)
    )
    assert [line.split()[0] for line in ctotui("list", "is:blocked").lines] == [roadmap["short"]]
    assert {line.split()[0] for line in ctotui("list", "is:blocking").lines} == {budget["short"], hiring["short"]}
    ctotui("edit", roadmap["short"], "after:off")
    assert ctotui("list", "is:blocked").lines == []
    ctotui("undo")
    ctotui("done", budget["short"])
    assert f"blocked by  {hiring['short']} Hiring plan" in ctotui("show", roadmap["short"]).lines


def told_of(ctotui, item) -> list[str]:
    return ctotui("show", item["short"]).lines


def test_a_new_item_can_wait_from_the_start(add) -> None:
    budget = add("Infra budget")
    assert add(f"Q2 roadmap after:{budget['short']}")["blocked_by"] == [budget["id"]]


def test_a_circle_is_refused_and_nothing_is_stored(ctotui, add) -> None:
    budget = add("Infra budget")
    roadmap = add(f"Q2 roadmap after:{budget['short']}")
    refused = ctotui("edit", budget["short"], f"after:{roadmap['short']}", "est:90m")
    assert refused.status != 0
    assert "Infra budget waits for Q2 roadmap, that for Infra budget: none could begin" in refused.err
    assert ctotui("show", budget["short"], "--json").json["items"] == [budget]


def test_an_id_that_names_nothing_stays_text_and_is_remarked(ctotui) -> None:
    done = ctotui("add", "Call after:lunch")
    assert "Call after:lunch" in done.out
    assert "no open item" in done.out
