"""Appointment form (干部任免审批表): the value of one form, 34 elements in order, nothing of it lost.

Source: the layout of files of the form as public programs read and write them; see docs/lrmx.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from quanheng.core.form.resume import Resume, resume_of
from quanheng.core.values import Refused, Text
from quanheng.core.workdays import PartialDate

Shape = Literal["line", "lines", "family", "photo"]


@dataclass(frozen=True, slots=True)
class ElementSpec:
    """One of the 34 elements: its name in a file, the field that holds it, what people call it.

    Shapes: `line` is text without line breaks, `lines` text that may have them.
    """

    element: str
    field: str
    title: Text
    shape: Shape = "line"


def _spec(element: str, field: str, zh: str, en: str, shape: Shape = "line") -> ElementSpec:
    return ElementSpec(element, field, Text(zh, en), shape)


FULL, PART, SCHOOL = "QuanRiZhiJiaoYu", "ZaiZhiJiaoYu", "BiYeYuanXiaoXi"
SPECS: tuple[ElementSpec, ...] = (
    _spec("XingMing", "name", "姓名", "name"),
    _spec("XingBie", "sex", "性别", "sex"),
    _spec("ChuShengNianYue", "born", "出生年月", "born"),
    _spec("MinZu", "nation", "民族", "nationality"),
    _spec("JiGuan", "native_place", "籍贯", "native place"),
    _spec("ChuShengDi", "birthplace", "出生地", "birthplace"),
    _spec("RuDangShiJian", "party_joined", "入党时间", "joined the Party"),
    _spec("CanJiaGongZuoShiJian", "work_started", "参加工作时间", "started work"),
    _spec("JianKangZhuangKuang", "health", "健康状况", "health"),
    _spec("ZhuanYeJiShuZhiWu", "professional_title", "专业技术职务", "professional title"),
    _spec("ShuXiZhuanYeYouHeZhuanChang", "specialty", "熟悉专业有何专长", "specialty"),
    _spec(f"{FULL}_XueLi", "full_time_level", "全日制教育学历", "full-time education"),
    _spec(f"{FULL}_XueWei", "full_time_degree", "全日制教育学位", "full-time degree"),
    _spec(f"{FULL}_XueLi_{SCHOOL}", "full_time_level_school", "全日制学历院校系及专业", "full-time school"),
    _spec(
        f"{FULL}_XueWei_{SCHOOL}",
        "full_time_degree_school",
        "全日制学位院校系及专业",
        "school of full-time degree",
    ),
    _spec(f"{PART}_XueLi", "in_service_level", "在职教育学历", "in-service education"),
    _spec(f"{PART}_XueWei", "in_service_degree", "在职教育学位", "in-service degree"),
    _spec(f"{PART}_XueLi_{SCHOOL}", "in_service_level_school", "在职学历院校系及专业", "in-service school"),
    _spec(
        f"{PART}_XueWei_{SCHOOL}",
        "in_service_degree_school",
        "在职学位院校系及专业",
        "school of in-service degree",
    ),
    _spec("XianRenZhiWu", "present_post", "现任职务", "present post", "lines"),
    _spec("NiRenZhiWu", "intended_post", "拟任职务", "intended post", "lines"),
    _spec("NiMianZhiWu", "removed_post", "拟免职务", "post to be left", "lines"),
    _spec("JianLi", "resume_text", "简历", "resume", "lines"),
    _spec("JiangChengQingKuang", "awards", "奖惩情况", "awards and sanctions", "lines"),
    _spec("NianDuKaoHeJieGuo", "appraisals", "年度考核结果", "annual appraisals", "lines"),
    _spec("RenMianLiYou", "reasons", "任免理由", "reasons", "lines"),
    _spec("JiaTingChengYuan", "family", "家庭主要成员及重要社会关系", "family", "family"),
    _spec("ChengBaoDanWei", "submitted_by", "呈报单位", "submitted by"),
    _spec("JiSuanNianLingShiJian", "age_as_of", "计算年龄时间", "age as of"),
    _spec("TianBiaoShiJian", "filled_on", "填表时间", "filled in on"),
    _spec("TianBiaoRen", "filled_by", "填表人", "filled in by"),
    _spec("ShenFenZheng", "id_number", "身份证号", "identity number"),
    _spec("ZhaoPian", "photo", "照片", "photograph", "photo"),
    _spec("Version", "version", "编辑器版本", "editor version"),
)
"""Every element of a form, in the order in which a file holds them."""

ITEM_SPECS: tuple[ElementSpec, ...] = (
    _spec("ChengWei", "title", "称谓", "relation"),
    _spec("XingMing", "name", "姓名", "name"),
    _spec("ChuShengRiQi", "born", "出生年月", "born"),
    _spec("ZhengZhiMianMao", "party", "政治面貌", "party"),
    _spec("GongZuoDanWeiJiZhiWu", "work", "工作单位及职务", "work", "lines"),
)
"""The elements of one family member."""

RETIREMENT_MONTH = "DaoLingNianYue"
AGE_LIMIT = "GaiGeQianRenZhiNianLingJieXian"
LATER_ELEMENTS: Mapping[str, Text] = {
    RETIREMENT_MONTH: Text("到龄年月", "month of retirement age"),
    AGE_LIMIT: Text("改革前任职年龄界限", "age limit before the reform"),
}
"""Elements seen since 2025 whose place in a file is not settled: kept where they stood, never added."""

ROOT, FAMILY, ITEM = "Person", "JiaTingChengYuan", "Item"


@dataclass(frozen=True, slots=True)
class Element:
    """An element of a file as it stood.

    Shapes: `content` is text and elements in order, no two texts in a row.
    """

    name: str
    attributes: tuple[tuple[str, str], ...] = ()
    content: tuple[str | Element, ...] = ()

    def text(self) -> str:
        """The text inside, whatever encloses it."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.content)


@dataclass(frozen=True, slots=True)
class KeptElement:
    """An element that the form does not know, and its place (未识别的元素).

    Shapes: `member` None is the form itself, -1 the list of family members, n the n-th member from 0;
    `after` is the known element before it, '' at the beginning; in the list of
    members, how many of them.
    """

    element: Element
    after: str = ""
    member: int | None = None


@dataclass(frozen=True, slots=True)
class FamilyMember:
    """One line of the family table (家庭成员); every field is the text of the file."""

    title: str = ""
    name: str = ""
    born: str = ""
    party: str = ""
    work: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether the line says nothing."""
        return not any((self.title, self.name, self.born, self.party, self.work))

    @property
    def is_deceased(self) -> bool:
        """Whether the work column says that this person has died, so that no age is told."""
        return any(word in self.work for word in ("已去世", "已故", "去世", "已逝"))


@dataclass(frozen=True, slots=True)
class AppointmentForm:
    """One appointment form. Every field is the text of its element; a line break is a line feed.

    Shapes: `photo` is the image file; `root_attributes` belong to the root; `kept` come in file order.
    """

    name: str = ""
    sex: str = ""
    born: str = ""
    nation: str = ""
    native_place: str = ""
    birthplace: str = ""
    party_joined: str = ""
    work_started: str = ""
    health: str = ""
    professional_title: str = ""
    specialty: str = ""
    full_time_level: str = ""
    full_time_degree: str = ""
    full_time_level_school: str = ""
    full_time_degree_school: str = ""
    in_service_level: str = ""
    in_service_degree: str = ""
    in_service_level_school: str = ""
    in_service_degree_school: str = ""
    present_post: str = ""
    intended_post: str = ""
    removed_post: str = ""
    resume_text: str = ""
    awards: str = ""
    appraisals: str = ""
    reasons: str = ""
    family: tuple[FamilyMember, ...] = ()
    submitted_by: str = ""
    age_as_of: str = ""
    filled_on: str = ""
    filled_by: str = ""
    id_number: str = ""
    photo: bytes = b""
    version: str = ""
    kept: tuple[KeptElement, ...] = ()
    root_attributes: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        if any(k.member is not None and k.member >= len(self.family) for k in self.kept):
            raise ValueError("an element is kept in a family member that the form does not have")
        object.__setattr__(self, "kept", tuple(sorted(self.kept, key=_place)))

    def texts(self) -> Iterator[tuple[ElementSpec, str]]:
        """Each element that is text, with what it says."""
        for spec in SPECS:
            if spec.shape in ("line", "lines"):
                yield spec, str(getattr(self, spec.field))

    def later(self, name: str) -> str | None:
        """What an element of `LATER_ELEMENTS` says; None when the form does not have it."""
        found = (k.element for k in self.kept if k.member is None and k.element.name == name)
        return next((element.text().strip() for element in found), None)

    @property
    def resume(self) -> Resume:
        """The resume read line by line."""
        return resume_of(self.resume_text)

    def with_texts(self, texts: Mapping[str, str]) -> AppointmentForm:
        """The form with other texts, by field."""
        return replace(self, **texts)  # type: ignore[arg-type]  # only fields that hold text are named


_ORDER = {"": -1, **{spec.element: n for n, spec in enumerate(SPECS)}}
_ITEM_ORDER = {"": -1, **{spec.element: n for n, spec in enumerate(ITEM_SPECS)}}


def _place(kept: KeptElement) -> tuple[int, int, int, int]:
    """Where a kept element stands in a file, as the writer puts it."""
    if kept.member is None:
        return _ORDER[kept.after], 1, 0, 0
    family = _ORDER[FAMILY]
    if kept.member == -1:
        return family, 0, int(kept.after or 0), -1
    return family, 0, kept.member, 1 + _ITEM_ORDER[kept.after]


def month_of(text: str) -> PartialDate | None:
    """The month or day that a text is: 197001, 19700115, 1970.01, 1970-1, 1970年1月; None if it is none."""
    try:
        return PartialDate.of(text.strip().replace("．", ".").replace("－", "-"))
    except Refused:
        return None


def compact_month(month: PartialDate) -> str:
    """A month as a form writes it: 197001."""
    return f"{month.year:04d}{month.month:02d}"


def compact_day(day: PartialDate) -> str:
    """A day as a form writes it: 20260320; only the month where the day is not known."""
    return compact_month(day) + (f"{day.day:02d}" if day.day else "")
