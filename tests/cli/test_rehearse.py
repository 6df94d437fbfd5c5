"""Rehearsal from the command line: one line a stage, and the exit code says whether it came to its end."""

from command_line import PLAN, call


def test_a_plan_that_comes_to_its_end_has_one_line_a_stage():
    done = call("plan", "rehearse", PLAN, "--lang", "en")
    lines = done.out.splitlines()
    assert (done.code, len(lines)) == (0, 13)
    assert lines[0].startswith("Enrolment (enrolment)  2026-03-06 — 2026-03-10  70 in, 70 stay, 0 left")


def test_a_plan_that_stops_says_where_and_why(tmp_path):
    file = tmp_path / "plan.yaml"
    text = PLAN.read_text(encoding="utf-8").replace(
        "    full_mark: 100\n", "    full_mark: 100\n    trim: {high: 9, low: 9}\n", 1
    )
    file.write_text(text, encoding="utf-8")
    done = call("plan", "rehearse", file)
    assert done.code == 1
    [place] = [n for n, line in enumerate(done.out.splitlines()) if "停在这里" in line]
    assert "(speech)" in done.out.splitlines()[place]
    assert "只有 7 个分数" in done.out.splitlines()[place + 1]
