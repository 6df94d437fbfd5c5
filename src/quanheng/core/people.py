"""People as a plan sees them (人员事实): facts with dates, frozen, none of them guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from quanheng.core.workdays import PartialDate


@dataclass(frozen=True, slots=True)
class Education:
    """One course of education (学历学位); full-time and in-service are kept apart."""

    level: str
    degree: str = ""
    full_time: bool = True
    school: str = ""
    major: str = ""
    finished_on: date | None = None


@dataclass(frozen=True, slots=True)
class Tenure:
    """One dated interval in a post, a rank, a title, a secondment or a stay (任职经历).

    Shapes: `kind` is post | rank | title | secondment | work | study; `until` None means still held.
    """

    kind: str
    name: str
    since: date
    until: date | None = None
    unit: str = ""
    level: str = ""
    leading: bool = False
    grassroots: bool = False
    post: str = ""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """The grade of one year's appraisal (年度考核)."""

    year: int
    grade: str


@dataclass(frozen=True, slots=True)
class Sanction:
    """A sanction or handling with the end of its effect (处分、组织处理及影响期)."""

    kind: str
    decided_on: date
    effect_until: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Training:
    """A course attended (培训)."""

    name: str
    finished_on: date
    hours: int = 0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """An award (奖励)."""

    name: str
    level: str
    given_on: date


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that may call for recusal (回避关系)."""

    to: str
    kind: str


@dataclass(frozen=True, slots=True)
class Relative:
    """A member of the family or an important social relation, as told (家庭成员及重要社会关系)."""

    relation: str
    name: str
    born: PartialDate | None = None
    party: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class Reserve:
    """One stay on a reserve list (后备名单): `entered_on` None is not known, `left_on` the first day off."""

    list: str
    entered_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """All that the archive knows of one person; None, or a history marked missing, is not known.

    Shapes: `missing` names whole histories that were never entered (such as 'appraisals'), so that an empty
    tuple means "none" and not "not known". `attributes` are open names for what plans ask beyond the archive.
    """

    id: str
    name: str
    sex: str | None = None
    born: PartialDate | None = None
    nation: str | None = None
    party: str | None = None
    party_joined: PartialDate | None = None
    work_started: PartialDate | None = None
    identity: str | None = None
    establishment: str | None = None
    unit: str | None = None
    health: str | None = None
    educations: tuple[Education, ...] = ()
    tenures: tuple[Tenure, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()
    sanctions: tuple[Sanction, ...] = ()
    trainings: tuple[Training, ...] = ()
    awards: tuple[Award, ...] = ()
    relations: tuple[Relation, ...] = ()
    family: tuple[Relative, ...] = ()
    reserves: tuple[Reserve, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    missing: frozenset[str] = frozenset()
