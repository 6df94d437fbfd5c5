"""Fixed values of the plan language in words (方案取值): what the form calls each choice."""

from __future__ import annotations

from collections.abc import Mapping

from quanheng.core.kinds import KINDS
from quanheng.core.values import Text
from quanheng.web.plans.vocabulary import MODES, STEPS, VALUES

_SAID: Mapping[str, str] = {
    "whole": "各得全分|Whole", "equal": "均分|Equal shares", "judged": "由人决定|By judgement",
    "same": "相同|The same", "same_or_lower": "相同或较低|The same or lower",
    "same_or_higher": "相同或较高|The same or higher", "home": "派出单位|Home", "host": "接收单位|Host",
    "anywhere": "另行安排|Anywhere", "working_days": "工作日|Working days", "days": "自然日|Days",
    "entered": "逐月录入|As entered",
    "rank": "名次|Rank", "points": "得分|Points",
    "line": "逐单位和层级|Each line", "plan": "全方案|The whole plan",
    "post_unit": "职位所在单位|Unit of the post",
    "completed": "按周岁|Full years", "exact": "按整日|To the day",
    "calendar_year": "按年份|By calendar year", "available": "有几年算几年|Those there are",
    "unknown": "视为不明|Unknown", "not_met": "视为不符合|Not met", "met": "视为符合|Met",
    "every": "逐项计|Every one", "highest": "就高|The highest", "lowest": "就低|The lowest",
    "mean": "平均分|The mean",
    "highest_by_name": "同名就高|Highest by name", "highest_by_year": "同年就高|Highest by year",
    "single": "只报一个|One only", "ranked": "分先后|In order", "parallel": "不分先后|Side by side",
    "own_unit": "本单位|Own unit", "group": "组|Group", "all": "全部|All", "value": "数值|Value",
    "best": "最好的|Best", "rank_points": "名次分|Points for rank", "bonus": "加分|Bonus",
    "penalty": "扣分|Penalty", "default": "缺省|Default", "any": "任一|Any", "no": "否|No", "yes": "是|Yes",
    "post": "职位|Post", "post_class": "职位类别|Class of post", "post_level": "职位层级|Level of post",
    "post_group": "职位组|Group of posts", "this_post": "本职位|This post",
    "plan_posts": "方案所列职位|Posts of the plan", "report": "考察报告|Report", "down": "舍去|Down",
    "up": "进一|Up", "ballots": "票数|Ballots", "for_and_against": "赞成加反对|For and against",
    "work": "工龄|Work", "party": "党龄|Party", "candidates": "人选|Candidates",
    "room_means": "考场平均|Means of the rooms", "party_organ": "党委机关|Party organ",
    "government": "政府机关|Government", "street_office": "街道|Street office", "township": "乡镇|Township",
    "judiciary": "法院、检察院|Judiciary", "institution": "事业单位|Institution",
    "hospital": "医院|Hospital", "school": "学校|School", "university": "高校|University",
    "state_enterprise": "国有企业|State enterprise", "enterprise": "企业|Enterprise",
    "mass_body": "群团组织|Mass body", "other": "其他|Other",
    "leading_cadres": "党政领导干部|Leading cadres",
    "internal_unit_posts": "内设机构领导职务|Posts leading internal units",
    "civil_servants": "公务员|Civil servants",
    "institution_leaders": "事业单位领导人员|Leaders of institutions",
    "institution_staff": "事业单位工作人员|Staff of institutions",
    "enterprise_leaders": "国有企业领导人员|Leaders of enterprises",
    "elected_posts": "选任制职务|Elected posts", "term_change": "换届|Change of term",
    "postpone": "暂缓|Postpone", "go_on": "继续|Go on", "marks": "分数|Marks", "ranks": "名次|Ranks",
    "decided": "赞成与反对票|Votes for and against", "birth": "出生|Birth", "first": "首次|First",
    "sum": "合计|Sum", "mark": "单项评分|Mark", "item": "项目|Item", "judge": "评委|Judge",
    "dimension": "测评内容|Dimension", "coefficient": "系数|Coefficient", "hard": "刚性|Hard",
    "soft": "软性（说明理由）|Soft", "False": "不在影响期|Not in effect", "short": "人数不足|Too few",
    "tie": "同票|A tie", "low": "票数过低|Too low", "drop": "舍弃|Dropped", "pool": "合并再分|Pooled",
    "count": "按数|By count", "same_as_post": "与职位相同|As the post", "own": "本人|Own",
    "written": "笔试|Written", "interview": "面试|Interview", "panel": "考官组|Panel",
    "at_least": "含本数|At least", "over": "不含本数|Over", "probation_end": "试用期满|End of trial",
    "approve": "同意|Approve", "oppose": "不同意|Oppose", "approval": "审批|Approval",
    "file": "备案|Filing", "seven": "七日内|Seven", "invalid": "废票|Invalid", "abstain": "弃权|Abstain",
    "row": "该行|The row", "round": "整轮|The round", "stay": "留原岗|Stay",
    "unit_level": "单位和层级|Unit and level", "level": "层级|Level",
    "superior_approval": "上级批准|Superior approval", "basic_facts": "基本情况|Basic facts",
    "strengths": "主要特长|Strengths", "recommendation_results": "推荐情况|Recommendation",
    "weaknesses": "不足|Weaknesses", "last": "最后一次|The last", "share": "按比例|By share",
    "void": "作废|Void", "note": "注明|Noted", "two_way": "双向选择|Two-way", "nobody": "无|Nobody",
    "everyone": "全员|Everyone", "losers": "落选者|Those not chosen", "seats": "职数|Seats",
    "order": "次序|Order", "grade": "等次|Grade", "priority": "优先|Priority", "allow": "允许|Allowed",
    "adjust": "须调配|To be adjusted", "give_way": "让位|Gives way", "conditions": "条件|Conditions",
    "scope": "范围|Scope", "way": "方式|Way", "work_plan": "工作方案|Work plan", "basis": "依据|Basis",
    "enters": "直接列入|Enters", "reviewed": "审核后列入|Reviewed", "naming": "提名式|Naming",
    "listed": "列名单|Listed", "open": "不列名单|Open", "free": "可另写|Free",
    "with_oppose": "不同意者可另写|With a no", "sheet": "整票|Sheet", "added": "相加|Added",
    "weighted": "加权|Weighted", "decides": "决定|Decides", "make_up": "补训|Made up", "sha256": "SHA-256",
    "sm3": "国密 SM3|SM3", "leading_group": "本单位领导班子|The leading group",
    "discipline_body": "纪检监察机构|The discipline body",
    "superior": "上级组织人事部门|The superior personnel department",
    "establishment": "按编制|By the establishment", "": "（不分）|(none)",
    "multiple": "多选|Several answers", "true_false": "判断|True or false",
    "list": "整份名单|The whole list",
    "either": "在线或纸质表|Online or on paper", "paper": "只据纸质表|On paper alone",
    "paper_twice": "据纸质表、两人录入|On paper, keyed by two",
}  # fmt: skip

SAID: Mapping[str, Text] = {value: Text(*said.split("|")) for value, said in _SAID.items()}


def value_words(value: object, key: str = "") -> Text:
    """A fixed value in words: one that stands for a kind of stage, a way of rounding, else by the table."""
    name = str(value)
    if key == "kind" and name in KINDS:
        return KINDS[name].title
    if key == "mode" and name in MODES:
        return MODES[name]
    if key == "at" and name in STEPS:
        return STEPS[name]
    return VALUES.get(name) or SAID.get(name) or Text(name, name)
