"""Titles of findings (核对提示名称): every kind of finding about a person, and how grave it is, in words."""

from __future__ import annotations

from collections.abc import Mapping

from quanheng.core.form.consistency_terms import Severity
from quanheng.core.values import Text

SEVERITIES: Mapping[Severity, Text] = {
    "error": Text("错误", "Error"),
    "warning": Text("待核实", "To be verified"),
    "note": Text("缺项提示", "Gap"),
}
FINDING_TITLES: Mapping[str, Text] = {
    "fact_absent": Text("基本信息缺失", "Fact not known"),
    "history_absent": Text("未录入的经历", "History not entered"),
    "born_in_future": Text("出生日期在将来", "Born in the future"),
    "date_in_future": Text("日期在将来", "Date in the future"),
    "before_birth": Text("早于出生", "Before the birth"),
    "too_young": Text("年龄不足", "Too young"),
    "perhaps_too_young": Text("年龄可能不足", "Perhaps too young"),
    "id_shape": Text("身份证号位数不符", "Identity number of another length"),
    "id_digit": Text("身份证号校验码不符", "Identity number does not check"),
    "id_birth": Text("身份证号与出生不符", "Identity number and birth"),
    "id_sex": Text("身份证号与性别不符", "Identity number and sex"),
    "party_date_absent": Text("没有入党时间", "No date of joining the Party"),
    "party_differs": Text("政治面貌与入党时间不符", "Party and date of joining"),
    "education_order": Text("学历先后不符", "Order of education"),
    "school_absent": Text("没有毕业院校", "School not given"),
    "study_beside_work": Text("全日制学习与工作重叠", "Full-time study beside work"),
    "appraisal_absent": Text("考核年度缺失", "Appraisals missing"),
    "appraisal_early": Text("考核早于参加工作", "Appraised before work"),
    "retirement_reached": Text("到龄仍在任", "Past the retirement age"),
    "resume_absent": Text("没有任职经历", "No tenures"),
    "entry_reversed": Text("起止颠倒", "Ends before it begins"),
    "entry_in_future": Text("经历在将来", "Tenure in the future"),
    "entry_before_birth": Text("经历早于出生", "Tenure before the birth"),
    "resume_gap": Text("经历中断", "Gap between tenures"),
    "resume_overlap": Text("经历重叠", "Tenures overlap"),
    "open_before_last": Text("旧职未写结束", "Earlier post without an end"),
    "rank_overlap": Text("职级重叠", "Ranks overlap"),
    "work_start_differs": Text("参加工作时间不一致", "Start of work differs"),
    "present_not_told": Text("没有现任经历", "Nothing held at present"),
}
