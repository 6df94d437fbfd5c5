"""Titles of acts (操作名称): every act of the trace in words."""

from __future__ import annotations

from collections.abc import Mapping

from quanheng.core.values import Text

ACT_TITLES: Mapping[str, Text] = {
    "view_home": Text("查看我的工作", "View my work"),
    "view_notice": Text("查看公示", "View a notice"),
    "view_plan": Text("查看方案", "View a plan"),
    "check_plan": Text("检查方案", "Check a plan"),
    "save_plan": Text("保存方案", "Save a plan"),
    "start_run": Text("启动运行", "Start a run"),
    "view_run": Text("查看运行", "View a run"),
    "view_own_application": Text("查看本人报名", "View one's own application"),
    "view_roster": Text("查看名册", "View the roster"),
    "view_establishment": Text("查看编制职数", "View the establishment"),
    "view_trace": Text("查看纪实", "View the trace"),
    "verify_trace": Text("验证纪实", "Verify the trace"),
    "appoint_members": Text("确定机构成员", "Name members of bodies"),
    "open_stage": Text("开启环节", "Open a stage"),
    "close_stage": Text("结束环节", "Close a stage"),
    "go_back": Text("退回环节", "Go back to a stage"),
    "enrol": Text("本人报名", "Enrol"),
    "record_enrolment": Text("录入报名", "Record enrolment"),
    "review_eligibility": Text("资格审查", "Review eligibility"),
    "rechoose_post": Text("改报职位", "Choose another post"),
    "state_preference": Text("填报岗位志愿", "State a preference"),
    "choose_staff": Text("选用人员", "Choose staff"),
    "record_matching": Text("录入双向选择", "Enter two-way selection"),
    "record_marks": Text("评委打分", "Give marks"),
    "enter_marks": Text("录入打分", "Enter marks"),
    "record_sheets": Text("录入测评票", "Enter sheets"),
    "record_tie_break": Text("录入同分次序", "Record how ties were parted"),
    "record_motion": Text("录入动议", "Record the motion"),
    "record_establishment": Text("录入职数审核", "Record the establishment"),
    "record_nomination": Text("录入提名", "Record the nomination"),
    "record_talks": Text("录入谈话推荐", "Record recommendation talks"),
    "record_consultation": Text("录入酝酿", "Record the consultation"),
    "record_approval": Text("录入报批备案", "Record the approval"),
    "take_integrity_exam": Text("参加廉政考试", "Take the integrity examination"),
    "record_integrity_exam": Text("录入廉政考试", "Record the integrity examination"),
    "record_training": Text("录入培训", "Record training"),
    "record_inspection": Text("录入考察", "Record the inspection"),
    "give_integrity_opinion": Text("出具廉政意见", "Give an integrity opinion"),
    "record_resolution": Text("录入讨论决定", "Record the decision"),
    "state_vote": Text("表态", "State a vote"),
    "publish_notice": Text("发布公示", "Publish the notice"),
    "object": Text("提出异议", "Object"),
    "settle_objection": Text("处理异议", "Settle an objection"),
    "record_appointment": Text("录入任职", "Record the appointment"),
    "review_probation": Text("试用期满考核", "Review probation"),
    "withdraw_candidate": Text("本人退出", "Withdraw a candidate"),
    "disqualify_candidate": Text("取消资格", "Disqualify a candidate"),
    "issue_document": Text("印发文书", "Issue a document"),
    "manage_accounts": Text("管理账户", "Manage accounts"),
    "import_roster": Text("导入名册", "Import the roster"),
    "import_forms": Text("导入审批表", "Import appointment forms"),
    "issue_form": Text("导出审批表", "Export an appointment form"),
    "check_archive": Text("核对档案", "Check the archive"),
    "settle_finding": Text("核实档案提示", "Settle a finding"),
    "reset_demo": Text("恢复演示数据", "Reset the demonstration"),
}


def act_title(act: str) -> Text:
    """An act in words; one that is not known stays as it was recorded."""
    return ACT_TITLES.get(act, Text(act, act))
