"""Papers (文书): every sentence comes from the plan and the record; what is missing is said to be missing."""

from dataclasses import replace
from datetime import date

from documents.paper_facts import CLOSED, FACTS, HEAD, LEFT, OUTCOMES, PEOPLE, PLAN, ROWS, proceedings
from hypothesis import given, settings
from hypothesis import strategies as st

from quanheng.core.people import Person
from quanheng.core.plans.schema import Plan
from quanheng.core.stages.decision.tables import GroupTurnout, RunOff
from quanheng.core.stages.public_notice.tables import Publication
from quanheng.core.values import Slate
from quanheng.core.workdays import PartialDate
from quanheng.documents.drawing import BUILT_IN, text_of
from quanheng.documents.papers.appointment_document import appointment_documents
from quanheng.documents.papers.enrolment_notice import enrolment_notices
from quanheng.documents.papers.inspection_report import inspection_reports
from quanheng.documents.papers.kind import Written
from quanheng.documents.papers.minutes import minutes_of
from quanheng.documents.papers.opinion_letter import opinion_letters
from quanheng.documents.papers.public_notice import public_notices
from quanheng.documents.papers.score_list import score_lists
from quanheng.documents.registry import all_papers

TO_CLEARANCE = ("enrolment", "speech", "composite", "inspection")
TO_DECISION = (*TO_CLEARANCE, "clearance")
TO_NOTICE = (*TO_DECISION, "decision")
TO_APPOINTMENT = (*TO_NOTICE, "notice")


def drawn(paper: Written) -> list[str]:
    """The words of a paper, read back from the file that the built-in template makes of it."""
    return text_of(BUILT_IN.draw(paper)).splitlines()


def text(paper: Written) -> str:
    """All its words."""
    return "\n".join(drawn(paper))


def _amended(**changes: object) -> Plan:
    """The plan with some of its parts replaced."""
    return PLAN.model_copy(update=changes)


def _stage(stage: str, **changes: object) -> Plan:
    stages = tuple(s.model_copy(update=changes) if s.id == stage else s for s in PLAN.stages)
    return _amended(stages=stages)


def _with_plan(plan: Plan, *closed: str):
    found = proceedings(*closed)
    return replace(found, facts=replace(found.facts, plan=plan))


def _with_rows(stage: str, rows: dict, *closed: str):
    found = proceedings(*closed)
    return replace(found, facts=replace(found.facts, rows={**ROWS, stage: rows}))


def test_an_enrolment_notice_says_what_the_plan_says() -> None:
    assert drawn(enrolment_notices(proceedings(), "enrolment")[0]) == [
        "关于镇中层干部竞争上岗报名的公告",
        "公开、平等、竞争、择优。根据《公务员法》和《镇中层干部竞争上岗实施方案》，现将报名有关事项公告如下。",
        "一、竞争职位",
        "本次竞争职位3个，共4名，具体如下：",
        "序号\t职位\t所在单位\t层级\t职数",
        "1\t办公室主任\t党政办公室\t中层正职\t1",
        "2\t农业办副主任\t农业办公室\t—\t2",
        "3\t园区主任\t—\t—\t1",
        "园区主任：须有驾驶证。",
        "二、报名条件",
        "年龄、任职年限等计算截至2026年3月1日。",
        "1.在编在岗的机关干部。",
        "2.年龄不超过45周岁。",
        "三、报名办法",
        "报名时间：至2026年3月5日17:00截止。",
        "报名方式：个人自荐、群众推荐。",
        "限报职位：每人最多报2个职位，其中办公室职位最多1个。",
        "四、竞争程序",
        "序号\t环节\t时间",
        "1\t报名\t2026年3月5日17:00",
        "2\t竞聘演讲\t2026年3月9日",
        "3\t综合评价\t时间未定",
        "4\t考察\t2026年3月10日至12日",
        "5\t廉政意见\t2026年3月13日",
        "6\t讨论决定\t时间未定",
        "7\t公示\t“讨论决定”后1天",
        "8\t任职\t时间未定",
        "9\t试用期\t时间未定",
        "五、任期和试用",
        "任职人员任期3年，试用期3个月。",
        "六、工作纪律",
        "不准拉票贿选。",
        "清源镇党委",
        "2026年3月2日",
    ]


def test_an_enrolment_notice_follows_a_changed_plan() -> None:
    plan = Plan.model_validate(
        PLAN.model_dump(by_alias=True, exclude_none=True, exclude_unset=True)
        | {
            "posts": [
                {
                    "id": "park-head",
                    "title": "园区主任",
                    "seats": None,
                    "late_bound": True,
                    "eligibility": [{"add": [{"title": "有驾驶证", "identity": {"in": ["公务员"]}}]}],
                }
            ],
            "classes": [],
            "choices": {},
            "eligibility": None,
            "term": None,
            "discipline": [],
        }
    )
    said = text(enrolment_notices(_with_plan(plan), "enrolment")[0])
    assert "本次竞争职位1个，具体如下：" in said
    assert "1\t园区主任\t—\t—\t报名后确定" in said
    assert "报考园区主任：还应当有驾驶证。" in said
    assert "每人最多报1个职位。" in said
    assert "任职人员试用期3个月。" in said
    assert "工作纪律" not in said


def test_a_score_list_shows_what_the_total_is_made_of_and_why_somebody_left() -> None:
    assert drawn(score_lists(proceedings("enrolment", "speech", "composite"), "composite")[0]) == [
        "镇中层干部竞争上岗成绩公布单",
        "根据《镇中层干部竞争上岗实施方案》，现将综合评价结果公布如下：",
        "办公室主任（职数1）",
        "名次\t姓名\t竞聘演讲",
        "（权重100）\t综合得分\t备注",
        "1\t张伟\t91.20\t91.20\t",
        "农业办副主任（职数2）",
        "名次\t姓名\t竞聘演讲",
        "（权重100）\t综合得分\t备注",
        "1\t李敏\t88.00\t88.00\t",
        "园区主任（职数1）",
        "名次\t姓名\t竞聘演讲",
        "（权重100）\t综合得分\t备注",
        "1\t王强\t70.10\t70.10\t未入围：得70.10分",
        "清源镇党委",
        "2026年3月9日",
    ]


def test_a_score_list_of_a_single_stage_has_no_components() -> None:
    paper = score_lists(proceedings("enrolment", "speech"), "speech")[0]
    assert paper.title.zh == "镇中层干部竞争上岗竞聘演讲成绩公布单"
    assert drawn(paper)[3] == "名次\t姓名\t得分"


def test_no_score_list_before_the_stage_is_closed() -> None:
    assert score_lists(proceedings("enrolment", "speech"), "composite") == ()


def test_an_inspection_report_has_its_fixed_parts_from_archive_team_and_record() -> None:
    first, _ = inspection_reports(proceedings(*TO_CLEARANCE), "inspection")
    assert drawn(first) == [
        "张伟同志考察材料",
        "一、基本情况",
        "张伟，男，汉族，1985年4月出生，2007年7月参加工作，中共党员（2008年6月加入），全日制本科（学士）。现任职务：办公室副主任。",
        "任职经历",
        "起止时间\t单位及职务",
        "2007年7月至2018年3月\t农业办公室科员",
        "2018年3月至今\t党政办公室办公室副主任（中层副职）",
        "年度考核：2024年称职，2025年优秀。",
        "处分情况：2012年5月警告。",
        "二、主要成绩、能力和特长",
        "德：政治坚定。",
        "能：组织协调能力强。",
        "主持修订办公室工作制度。",
        "三、民主推荐、民主测评和谈话情况",
        "环节\t职位\t得分\t名次",
        "竞聘演讲\t办公室主任\t91.20\t1",
        "综合评价\t办公室主任\t91.20\t1",
        "考察组就该同志个别谈话4人次。",
        "四、主要不足",
        "调查研究不够深入。",
        "五、考察意见",
        "考察组认为，张伟同志就办公室主任职位而言，适合任用。",
        "考察组成员：赵（组长）、钱。",
        "执笔人：赵。",
        "考察组",
        "2026年3月12日",
    ]


def test_an_inspection_report_says_plainly_what_was_never_entered() -> None:
    _, second = inspection_reports(proceedings(*TO_CLEARANCE), "inspection")
    lines = text(second).splitlines()
    assert lines[:5] == [
        "李敏同志考察材料",
        "一、基本情况",
        "李敏，性别未录入，民族未录入，出生年月未录入，参加工作时间未录入，政治面貌未录入，学历未录入。"
        "现任职务：未录入。",
        "年度考核：未录入。",
        "处分情况：未录入。",
    ]
    assert lines[lines.index("四、主要不足") + 1] == "未录入。"
    assert "考察组认为，李敏同志就农业办副主任职位而言，不适合任用：缺少基层经历。" in lines


def test_an_empty_history_is_no_missing_history() -> None:
    clean = replace(PEOPLE["P2"], missing=frozenset())
    found = proceedings(*TO_CLEARANCE)
    found = replace(found, facts=replace(found.facts, people={**PEOPLE, "P2": clean}))
    said = text(inspection_reports(found, "inspection")[1])
    assert "年度考核：无记录。" in said
    assert "处分情况：无记录。" in said


def test_an_opinion_letter_goes_to_the_body_that_gives_the_opinion() -> None:
    found = replace(proceedings(*TO_CLEARANCE), issued_on=date(2026, 3, 12), number="清委函〔2026〕3号")
    assert drawn(opinion_letters(found, "clearance")[0]) == [
        "清源镇党委",
        "清委函〔2026〕3号",
        "关于征求镇中层干部竞争上岗人选",
        "廉政意见的函",
        "镇纪委：",
        "根据《镇中层干部竞争上岗实施方案》，拟对下列2名人选提交讨论。现就“纪检监察机关意见必听”事项征求意见，名单如下：",
        "序号\t姓名\t性别\t出生年月\t现任职务\t人选职位",
        "1\t张伟\t男\t1985.04\t办公室副主任\t办公室主任",
        "2\t李敏\t未录入\t未录入\t未录入\t农业办副主任",
        "请于2026年3月13日前逐人提出书面意见，说明有无影响任用的问题。",
        "清源镇党委",
        "2026年3月12日",
    ]


def test_each_body_gets_its_own_letter_about_its_own_matters() -> None:
    given_by = {"archive": "committee", "discipline_opinion": "discipline"}
    plan = _stage("clearance", musts=("archive", "discipline_opinion"), given_by=given_by, signatures=2)
    letters = opinion_letters(_with_plan(plan, *TO_CLEARANCE), "clearance")
    assert [letter.title.zh for letter in letters] == [
        "关于征求镇中层干部竞争上岗人选任用前审核意见的函（镇党委会）",
        "关于征求镇中层干部竞争上岗人选廉政意见的函（镇纪委）",
    ]
    assert [letter.said.to for letter in letters] == ["镇党委会", "镇纪委"]
    assert "，并由两名负责人签字。" in text(letters[0])


def test_minutes_tell_the_meeting_the_recusals_every_vote_and_the_result() -> None:
    assert drawn(minutes_of(proceedings(*TO_NOTICE), "decision")[0]) == [
        "镇党委会会议纪要",
        "2026年3月16日",
        "关于镇中层干部竞争上岗人选的讨论决定",
        "一、会议基本情况",
        "时间：2026年3月16日。",
        "地点：二楼会议室。",
        "主持：赵。",
        "记录：档案员。",
        "议题：讨论中层干部任用。",
        "到会：成员5人，应到会5人，实到会4人，缺席1人。",
        "方案规定到会不少于成员总数的2/3，即至少4人，符合规定。",
        "回避：讨论张伟时，钱回避（夫妻关系）。",
        "二、讨论和表决情况",
        "会议对人选逐一讨论，举手表决。方案规定：赞成人数须超过应到会人数的1/2。",
        "（一）办公室主任",
        "人选\t同意\t不同意\t缓议\t弃权\t无效\t须赞成\t结果",
        "张伟\t3\t0\t0\t0\t0\t3\t通过",
        "对张伟，依次表态：孙同意，周同意，赵同意。",
        "（二）农业办副主任",
        "人选\t同意\t不同意\t缓议\t弃权\t无效\t须赞成\t结果",
        "李敏\t3\t0\t0\t1\t0\t3\t通过",
        "三、决定事项",
        "同意张伟为办公室主任拟任人选。",
        "同意李敏为农业办副主任拟任人选。",
        "出席：赵、钱、孙、周",
        "缺席：吴（因公出差）",
    ]


def test_minutes_of_a_large_meeting_count_groups_and_run_offs() -> None:
    rows = {
        "turnout": (GroupTurnout(group="党员代表", members=40, due=38, present=36),),
        "run_offs": (RunOff(person="P1", post="office-head", agree=30),),
    }
    said = text(minutes_of(_with_rows("decision", rows, *TO_NOTICE), "decision")[0])
    assert "其中党员代表：应到38人，实到36人。" in said
    assert "再次表决，张伟得同意票30票。" in said


def test_no_minutes_before_the_decision() -> None:
    assert minutes_of(proceedings(*TO_DECISION), "decision") == ()


def test_a_public_notice_names_person_posts_period_and_where_to_object() -> None:
    assert drawn(public_notices(proceedings(*TO_APPOINTMENT), "notice")[0]) == [
        "关于镇中层干部竞争上岗拟任人选的任前公示",
        "根据《镇中层干部竞争上岗实施方案》，经镇党委会研究，拟任用2名同志。现将有关情况公示如下：",
        "姓名\t性别\t出生年月\t学历\t现任职务\t拟任职务",
        "张伟\t男\t1985.04\t本科\t办公室副主任\t办公室主任",
        "李敏\t未录入\t未录入\t未录入\t未录入\t农业办副主任",
        "公示期限：2026年3月17日发布，至2026年3月24日24:00止（不少于5个工作日，发布当日不计入）。",
        "公示地点：镇公示栏、镇政府网。",
        "意见反映：公示期内对公示对象有异议的，可向镇纪委反映。署名和匿名反映均予核查。",
        "清源镇党委",
        "2026年3月17日",
    ]


def test_a_notice_drafted_before_it_is_put_up_counts_from_the_day_of_issue() -> None:
    found = replace(_with_rows("notice", {}, *TO_NOTICE), issued_on=date(2026, 9, 28))
    # 1 to 7 October are holidays and Saturday the 10th is worked in their place
    assert "公示期限：2026年9月28日发布，至2026年10月10日24:00止" in text(public_notices(found, "notice")[0])


def test_a_notice_without_any_date_says_how_long_it_lasts() -> None:
    said = text(public_notices(_with_rows("notice", {}, *TO_NOTICE), "notice")[0])
    assert "公示期限：自公示之日起5个工作日。" in said
    assert said.endswith("清源镇党委")


def test_a_notice_without_a_place_to_object_leaves_the_line_out() -> None:
    plan = _stage("notice", objections_to=None)
    assert "意见反映" not in text(public_notices(_with_plan(plan, *TO_NOTICE), "notice")[0])


def test_a_longer_announced_notice_is_told_as_announced() -> None:
    rows = {
        "publications": tuple(
            Publication(place=place, published_on=date(2026, 3, 17), until=date(2026, 3, 26))
            for place in ("镇公示栏", "镇政府网")
        )
    }
    said = text(public_notices(_with_rows("notice", rows, *TO_NOTICE), "notice")[0])
    assert "至2026年3月26日24:00止（不少于5个工作日，" in said


def test_an_appointment_document_has_number_term_trial_and_who_lost_a_post() -> None:
    assert drawn(appointment_documents(proceedings(*CLOSED), "appointment")[0]) == [
        "清源镇党委文件",
        "清委〔2026〕8号",
        "关于张伟、李敏同志任职的通知",
        "经镇党委会2026年3月16日研究决定：",
        "张伟同志任办公室主任。",
        "李敏同志任农业办副主任。",
        "任职时间自2026年3月16日起计算，任期3年，试用期自任职通知印发之日（2026年3月25日）起3个月，2026年6月25日期满，2029年3月16日任期届满。",
        "王强同志参加竞争未获任用，原任园区办副主任职务自然免除。",
        "以上任职报县委组织部备案。",
        "清源镇党委",
        "2026年3月25日",
        "抄送：县委组织部。",
    ]


def test_every_number_is_a_document_of_its_own_and_losses_stand_in_the_first() -> None:
    outcome = OUTCOMES["appointment"]
    one, two = outcome.record.appointments
    record = replace(outcome.record, appointments=(one, replace(two, number="清委〔2026〕9号")))
    found = proceedings(*CLOSED)
    found = replace(found, outcomes={**found.outcomes, "appointment": replace(outcome, record=record)})
    first, second = appointment_documents(found, "appointment")
    assert [p.title.zh for p in (first, second)] == ["关于张伟同志任职的通知", "关于李敏同志任职的通知"]
    assert ("未获任用" in text(first), "未获任用" in text(second)) == (True, False)


def test_different_dates_stand_in_a_table() -> None:
    outcome = OUTCOMES["appointment"]
    one, two = outcome.record.appointments
    record = replace(outcome.record, appointments=(one, replace(two, trial_ends_on=None)))
    found = proceedings(*CLOSED)
    found = replace(found, outcomes={**found.outcomes, "appointment": replace(outcome, record=record)})
    rows = [line for line in drawn(appointment_documents(found, "appointment")[0]) if "\t" in line]
    assert rows == [
        "姓名\t职务\t任职起算\t试用期满\t任期届满",
        "张伟\t办公室主任\t2026年3月16日\t2026年6月25日\t2029年3月16日",
        "李敏\t农业办副主任\t2026年3月16日\t—\t2029年3月16日",
    ]


def test_a_draft_of_the_appointment_names_no_dates_that_nobody_entered() -> None:
    found = replace(proceedings(*TO_APPOINTMENT), number="清委〔2026〕8号")
    paper = appointment_documents(found, "appointment")[0]
    assert "任期3年，试用期自任职通知印发之日起3个月。任职时间：未录入。" in text(paper)
    assert drawn(paper)[-3:] == ["以上任职报县委组织部备案。", "清源镇党委", "抄送：县委组织部。"]


def test_nobody_left_means_no_letter_no_notice_and_no_appointment() -> None:
    nobody = replace(OUTCOMES["decision"], entered=Slate(), remaining=Slate(), record=None)
    found = replace(proceedings(*TO_NOTICE), outcomes={**OUTCOMES, "decision": nobody, "notice": nobody})
    assert public_notices(found, "notice") == ()
    assert minutes_of(found, "decision") == ()
    del found.outcomes["appointment"]  # type: ignore[attr-defined]
    assert appointment_documents(found, "appointment") == ()


PLACEHOLDERS = ("None", "{", "}", "XX", "××", "nan", "Decimal(", "()", "（）", "：。", "，，", "。。", "，。")
words = st.text("甲乙丙丁", max_size=4)
some_people = st.builds(
    Person,
    id=st.just("P1"),
    name=st.text("赵钱孙李", min_size=1, max_size=3),
    sex=st.none() | st.sampled_from("男女"),
    born=st.none() | st.builds(PartialDate, st.integers(1960, 2000), st.integers(1, 12)),
    nation=st.none() | st.just("汉族"),
    party=st.none() | st.just("群众"),
    unit=st.none() | words,
    missing=st.frozensets(st.sampled_from(["tenures", "appraisals", "sanctions", "educations"])),
)


@settings(max_examples=8)
@given(some_people, words, words, words)
def test_no_paper_has_an_empty_place(person: Person, strengths: str, weaknesses: str, reason: str) -> None:
    report = ROWS["inspection"]["reports"][0].model_copy(
        update={"strengths": strengths, "weaknesses": weaknesses, "reason": reason}
    )
    rows = {**ROWS, "inspection": {**ROWS["inspection"], "reports": (report,)}}
    facts = replace(FACTS, people={**PEOPLE, "P1": person}, rows=rows)
    papers = all_papers(replace(proceedings(*CLOSED), facts=facts))
    assert len(papers) == 16
    for paper in papers:
        said = text(paper)
        assert [p for p in PLACEHOLDERS if p in said] == []


def test_a_person_whom_the_roster_does_not_know_is_named_by_the_code() -> None:
    found = proceedings(*TO_CLEARANCE)
    found = replace(found, facts=replace(found.facts, people={}))
    assert inspection_reports(found, "inspection")[0].title.zh == "P1同志考察材料"
    assert HEAD in LEFT.candidates
