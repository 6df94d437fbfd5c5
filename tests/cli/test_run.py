"""`quanheng run`: a whole plan from files, and every kind of bad input refused with its place."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from command_line import Office, call

from quanheng.documents.lrmx import read_form


def result(office: Office) -> dict:
    """The result as written."""
    return json.loads((office.out / "result.json").read_text(encoding="utf-8"))


def test_a_whole_plan(office: Office):
    done = office.run()
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "1/13 报名：34 人次进入，0 人次退出，34 人次留下"
    found = result(office)
    assert found["run"]["state"] == "finished"
    assert found["stopped"] is None
    assert [s["state"] for s in found["stages"]] == ["closed"] * 13
    verified = call("trace", "verify", office.out / "trace.jsonl", "--head", found["run"]["trace"]["head"])
    assert (verified.code, verified.out) == (
        0,
        f"成立：{found['run']['trace']['entries']} 条，首码 {found['run']['trace']['head']}\n",
    )
    ends = {(c["person"], c["post"]): c["state"] for c in found["candidates"]}
    appointed = {(a["person"], a["post"]) for a in found["appointments"]}
    assert appointed == {(c["person"], c["post"]) for c in found["candidates"] if c["was_appointed"]}
    assert set(ends.values()) == {"appointed", "left"}
    decided = next(s for s in found["stages"] if s["kind"] == "decision")
    forms = sorted(p.name for p in (office.out / "forms").iterdir())
    assert len(forms) == 2 * len(decided["remaining"])
    names = {
        read_form((office.out / "forms" / f).read_bytes(), f).form.name for f in forms if f.endswith("lrmx")
    }
    assert names == {found["people"][c["person"]] for c in decided["remaining"]}
    for ending in found["candidates"]:
        assert (ending["state"] == "left") == (ending["reason"] is not None)


def test_the_forms_are_the_very_files_whose_digests_the_trace_holds(office: Office):
    office.run()
    lines = (office.out / "trace.jsonl").read_text(encoding="utf-8").splitlines()
    kept = [json.loads(line)["body"].get("forms", {}) for line in lines if '"close_stage"' in line]
    written = [
        hashlib.sha256(file.read_bytes()).hexdigest() for file in (office.out / "forms").glob("*.lrmx")
    ]
    assert sorted(written) == sorted(digest for forms in kept for digest in forms.values())
    assert written


def test_nobody_drops_out_silently(office: Office):
    office.run()
    for stage in result(office)["stages"]:
        gone = [d["candidate"] for d in stage["departures"]]
        together = [(c["person"], c["post"]) for c in stage["remaining"] + gone]
        assert sorted(together) == sorted((c["person"], c["post"]) for c in stage["entered"])
        assert all(d["finding"]["source"]["kind"] and d["finding"]["text"]["zh"] for d in stage["departures"])


def test_twice_the_same(office: Office):
    office.run()
    first = {p.relative_to(office.out): p.read_bytes() for p in office.out.rglob("*") if p.is_file()}
    assert office.run("--force", "--lang", "en").code == 0
    assert {p.relative_to(office.out): p.read_bytes() for p in office.out.rglob("*") if p.is_file()} == first


def test_only_an_earlier_result_is_replaced(office: Office):
    office.out.mkdir(parents=True)
    (office.out / "mine.txt").write_text("precious", encoding="utf-8")
    for more in ((), ("--force",)):
        done = office.run(*more)
        assert done.code == 2
        assert "输出位置不是空文件夹" in done.err
    assert office.written() == ["s10", "s10/mine.txt"]


@pytest.mark.parametrize(
    ("file", "line", "text", "place", "zh", "en"),
    [
        pytest.param(
            "s10/enrolment.applications.csv",
            36,
            "HW012,office-director,1,个人自荐,,再报一次。,2026-03-10",
            "enrolment.applications.csv:36",
            "已在第 2 行出现",
            "already stands in row 2",
            id="duplicate applicant",
        ),
        pytest.param(
            "roster/people.csv",
            2,
            "HW001,柏云恺,男,2081-09-09,汉族,中共党员,2003-06,2004-12,公务员,行政编制,BZ,健康,",
            "people.csv:2:出生(born)",
            "2081-09-09 晚于今天",
            "2081-09-09 lies after today",
            id="birth date in the future",
        ),
        pytest.param(
            "roster/people.csv",
            3,
            "HW001,柏云恺,男,1981-09-09,汉族,中共党员,2003-06,2004-12,公务员,行政编制,BZ,健康,",
            "people.csv:3",
            "已在第 2 行出现",
            "already stands in row 2",
            id="two rows for one person",
        ),
        pytest.param(
            "s10/speech.marks.csv",
            2,
            "HW001,HW012,,,九十,",
            "speech.marks.csv:2:得分",
            "应为数字",
            "should be a number",
            id="a mark that is no number",
        ),
        pytest.param(
            "s10/members.csv",
            2,
            "nobody,HW001,是",
            "members.nobody",
            "方案中没有机构“nobody”",
            "The plan has no body 'nobody'",
            id="unknown body",
        ),
    ],
)
def test_unusable_input_leaves_nothing(
    office: Office, file: str, line: int, text: str, place: str, zh: str, en: str
):
    office.line(file, line, text)
    done = office.run()
    assert (done.code, office.written()) == (2, [])
    assert place in done.err and zh in done.err
    assert en in office.run("--lang", "en").err


@pytest.mark.parametrize(
    ("file", "line", "text", "stage", "place", "zh"),
    [
        pytest.param(
            "s10/enrolment.applications.csv",
            36,
            "HW060,no-such-post,1,个人自荐,,愿意。,2026-03-10",
            "enrolment",
            "enrolment.applications.csv:36",
            "方案中没有职位“no-such-post”",
            id="unknown post",
        ),
        pytest.param(
            "s10/enrolment.applications.csv",
            36,
            "HW999,office-director,1,个人自荐,,愿意。,2026-03-10",
            "enrolment",
            "enrolment.applications.csv:36",
            "名册中没有编号为“HW999”的人员",
            id="unknown person",
        ),
        pytest.param(
            "s10/speech.marks.csv",
            2,
            "HW001,HW012,,,100.5,",
            "speech",
            "speech.marks.csv:2",
            "100.5",
            id="mark outside its range",
        ),
        pytest.param(
            "s10/speech.marks.csv",
            5,
            "HW013,HW012,,,90,",
            "speech",
            "speech.marks.csv:5",
            "HW013",
            id="a candidate who judges",
        ),
        pytest.param(
            "s10/assessment.sheets.csv",
            5,
            "1,staff,HW999,优秀,优秀,优秀,优秀,称职",
            "assessment",
            "assessment.sheets.csv:5",
            "HW999",
            id="a sheet about somebody else",
        ),
        pytest.param(
            "s10/assessment.sheets.csv",
            2,
            "1,staff,HW012,,,,,",
            "assessment",
            "assessment.sheets.csv:2",
            "这一项没有评价",
            id="a sheet without marks",
        ),
        pytest.param(
            "s10/assessment.sheets.csv",
            3,
            "1,staff,HW013,优秀、称职,称职,优秀,称职,优秀",
            "assessment",
            "assessment.sheets.csv:3",
            "优秀、称职",
            id="a sheet with too many marks",
        ),
        pytest.param(
            "s10/dates.csv",
            12,
            "notice,2026-03-24",
            "notice",
            "notice",
            "还不能结束",
            id="a stage closed too early",
        ),
    ],
)
def test_a_stage_that_cannot_close_stops_the_run(
    office: Office, file: str, line: int, text: str, stage: str, place: str, zh: str
):
    office.line(file, line, text)
    done = office.run()
    assert done.code == 1
    assert f"停在环节“{stage}”" in done.err
    assert place in done.err and zh in done.err
    found = result(office)
    assert (found["run"]["state"], found["stopped"]["stage"]) == ("stopped", stage)
    closed = [s["id"] for s in found["stages"] if s["state"] == "closed"]
    assert closed == [s["id"] for s in found["stages"]][: len(closed)]
    assert stage not in closed
    for why in found["stopped"]["why"]:
        assert why["text"]["zh"] and why["text"]["en"] and why["remedy"]["zh"] and why["remedy"]["en"]
    trace = (office.out / "trace.jsonl").read_text(encoding="utf-8")
    assert json.loads(trace.splitlines()[-1])["digest"] == found["run"]["trace"]["head"]
    assert not any(
        e["act"] == "close_stage" and e["subject"] == stage for e in map(json.loads, trace.splitlines())
    )


def test_a_file_that_is_no_workbook(office: Office):
    (office.inputs / "speech.marks.csv").rename(office.inputs / "speech.marks.xlsx")
    done = office.run()
    assert (done.code, office.written()) == (2, [])
    assert "speech.marks.xlsx: 文件名是 .xlsx，内容却不是 XLSX 工作簿。" in done.err


def test_a_misspelt_file_is_named(office: Office):
    (office.inputs / "speech.marks.csv").rename(office.inputs / "speech.mark.csv")
    done = office.run()
    assert (done.code, office.written()) == (2, [])
    assert "speech.mark.csv: 不认识这个文件" in done.err
    assert "是否想写“speech.marks”？" in done.err


def test_a_forgotten_file_is_no_empty_run(office: Office):
    (office.inputs / "enrolment.applications.csv").unlink()
    done = office.run()
    assert done.code == 1
    assert "enrolment.applications.csv: 没有“报名登记”的文件。" in done.err


def test_weights_that_do_not_sum(office: Office):
    office.edit(
        "plan.yaml", lambda text: text.replace("from: speech, weight: 40", "from: speech, weight: 50")
    )
    done = office.run()
    assert (done.code, office.written()) == (2, [])
    assert [line.startswith(f"{office.plan}:") and "110" in line for line in done.err.splitlines()] == [True]


def test_somebody_withdraws(office: Office):
    (office.inputs / "amendments.csv").write_text(
        "编号,种类,人员编号,职位,自环节,理由,依据,在环节之后\n"
        "bg-1,本人退出,HW012,,enrolment,家庭原因,2026-03-10 申请书,enrolment\n",
        encoding="utf-8",
    )
    office.run()
    found = result(office)
    ending = next(c for c in found["candidates"] if c["person"] == "HW012")
    assert (ending["state"], ending["left_at"], ending["reason"]["code"]) == (
        "left",
        "enrolment",
        "withdrawal",
    )
    assert [a["id"] for a in found["amendments"]] == ["bg-1"]


def test_a_stage_is_put_off(office: Office):
    office.edit("s10/dates.csv", lambda text: text.replace("inspection,2026-03-18", "inspection,2026-03-19"))
    header = "编号,环节,新的开始日期,新的结束日期,后面的一并顺延,理由,决定机构,决定日期,依据\n"
    line = "gq-1,inspection,2026-03-16,2026-03-19,否,谈话对象外出,街道党工委,2026-03-14,会议纪要\n"
    (office.inputs / "reschedulings.csv").write_text(header + line, encoding="utf-8")
    assert office.run().code == 0
    found = result(office)
    assert [(r["stage"], r["was_closes_on"], r["closes_on"]) for r in found["reschedulings"]] == [
        ("inspection", "2026-03-18", "2026-03-19")
    ]
    closed = {d["stage"]: d["closed_on"] for d in found["dates"]}
    assert (closed["inspection"], closed["clearance"]) == ("2026-03-19", "2026-03-19")
    assert any("关于考察延期的公告" in name for name in office.written())
    (office.inputs / "reschedulings.csv").write_text(header + line.replace("03-19", "03-26"), "utf-8")
    assert "一并顺延" in office.run("--force").err
    assert "reschedulings.csv" in office.run("--force", "--start", "2026-03-09").err


def test_a_roster_may_stand_elsewhere(office: Office, tmp_path: Path):
    (office.folder / "roster").rename(office.folder / "people")
    assert office.run().code == 2
    assert "没有名册" in office.run().err
    assert office.run("--roster", str(office.folder / "people")).code == 0
