"""The archive (档案): people and their dated histories, units and established posts, as entered.

Shapes: what is known now stands in its own tables, each row with the instant from which it was known; when an
act changes or removes a row, the row as it was goes to `FormerRow`, which the database never changes.
"""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Coalesce

UNKNOWN = "9"
"""What an unknown date or unit is sorted as: after all that are known."""


class Archived(models.Model):
    """A row of the archive as it is known now, and since when."""

    known_from = models.DateTimeField()

    class Meta:
        abstract = True


class Unit(Archived):
    """A unit (单位); `parent` is the code of the unit above."""

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    parent = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=64, blank=True)


class EstablishedPost(Archived):
    """An established post (岗位职数) with the seats approved for it."""

    code = models.CharField(max_length=64, unique=True)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=64)
    level = models.CharField(max_length=64, blank=True)
    leading = models.BooleanField(default=False)
    seats = models.PositiveIntegerField(default=1)


class Person(Archived):
    """A person (人员); empty means not known, never "none". Months stand as yyyy-mm.

    Shapes: `pinyin` is the name spelled, surname apart (wen shuyan), and `initials` its first letters (wsy).
    """

    code = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100, db_index=True)
    sex = models.CharField(max_length=8, null=True)
    born = models.CharField(max_length=10, null=True)
    nation = models.CharField(max_length=32, null=True)
    party = models.CharField(max_length=64, null=True)
    party_joined = models.CharField(max_length=10, null=True)
    work_started = models.CharField(max_length=10, null=True)
    identity = models.CharField(max_length=32, null=True)
    establishment = models.CharField(max_length=32, null=True)
    unit = models.CharField(max_length=64, null=True)
    health = models.CharField(max_length=32, null=True)
    id_number = models.CharField(max_length=18, null=True, db_index=True)
    pinyin = models.CharField(max_length=200, db_index=True)
    initials = models.CharField(max_length=32, db_index=True)

    class Meta:
        indexes = [
            # What the list is narrowed and sorted by, each with the code, so that a page is read in order.
            models.Index("pinyin", "code", name="person_pinyin"),
            models.Index(Coalesce("unit", models.Value(UNKNOWN)), "code", name="person_unit"),
            models.Index(Coalesce("born", models.Value(UNKNOWN)), "code", name="person_born"),
            models.Index(Coalesce("work_started", models.Value(UNKNOWN)), "code", name="person_work_started"),
            models.Index(fields=["identity", "code"], name="person_identity"),
            models.Index(fields=["establishment", "code"], name="person_establishment"),
            models.Index(fields=["party", "code"], name="person_party"),
        ]


class History(Archived):
    """A row of somebody's history; the person is named by code."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, to_field="code", db_column="person", related_name="+"
    )

    class Meta:
        abstract = True


class Education(History):
    """One course of education (学历学位)."""

    level = models.CharField(max_length=64)
    degree = models.CharField(max_length=64, blank=True)
    full_time = models.BooleanField()
    school = models.CharField(max_length=200, blank=True)
    major = models.CharField(max_length=200, blank=True)
    finished_on = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["level", "person"], name="education_level")]


class Tenure(History):
    """One interval in a post, a rank, a title, a secondment or a stay (任职经历)."""

    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    since = models.DateField()
    until = models.DateField(null=True)
    unit = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=64, blank=True)
    leading = models.BooleanField(default=False)
    grassroots = models.BooleanField(default=False)
    post = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            # What is held now; the past is read by person only.
            models.Index(
                fields=["kind", "name", "person"], condition=models.Q(until=None), name="tenure_held"
            ),
            models.Index(
                fields=["level", "person", "leading"],
                condition=models.Q(until=None, kind="post"),
                name="tenure_level",
            ),
            models.Index(
                fields=["person"],
                condition=models.Q(until=None, kind="post", leading=True),
                name="tenure_leading",
            ),
        ]


class Appraisal(History):
    """One year's grade (年度考核)."""

    year = models.PositiveSmallIntegerField()
    grade = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "year"], name="one_appraisal_a_year")]


class Sanction(History):
    """A sanction or handling with the end of its effect (处分)."""

    kind = models.CharField(max_length=64)
    decided_on = models.DateField()
    effect_until = models.DateField(null=True)
    source = models.CharField(max_length=200, blank=True)


class Training(History):
    """A course attended (培训)."""

    name = models.CharField(max_length=200)
    finished_on = models.DateField()
    hours = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=64, blank=True)


class Award(History):
    """An award (奖励)."""

    name = models.CharField(max_length=200)
    level = models.CharField(max_length=64, blank=True)
    given_on = models.DateField()


class Relation(History):
    """A relation that may call for recusal (回避关系)."""

    to = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)


class Family(History):
    """A member of the family or an important social relation (家庭主要成员及重要社会关系)."""

    relation = models.CharField(max_length=32)
    name = models.CharField(max_length=100)
    born = models.CharField(max_length=10, null=True)
    party = models.CharField(max_length=64, blank=True)
    work = models.CharField(max_length=200, blank=True)


class Reserve(History):
    """One stay on a reserve list (后备名单)."""

    list = models.CharField(max_length=64, db_index=True)
    entered_on = models.DateField(null=True)
    left_on = models.DateField(null=True)


class Attribute(History):
    """A fact beyond the archive that some plan asks for (其他事实)."""

    name = models.CharField(max_length=64)
    value = models.CharField(max_length=200)


class Missing(History):
    """A history that was never entered (未录入的经历)."""

    history = models.CharField(max_length=32)


class FormerRow(models.Model):
    """A row as it was known before an act changed or removed it (旧档); the database refuses to change it.

    Shapes: `table` and `key` are the roster's; `person` is the code of whom it is about, empty for units and
    posts; `number` is its own in its table, by which rows keep their order; `payload` is the row as JSON.
    It was known from `known_from` until just before `known_until`.
    """

    table = models.CharField(max_length=16)
    key = models.CharField(max_length=600)
    person = models.CharField(max_length=64, blank=True)
    number = models.BigIntegerField()
    payload = models.TextField()
    known_from = models.DateTimeField()
    known_until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "known_until"], name="former_row_person"),
            models.Index(fields=["known_until"], name="former_row_until"),
        ]


class PersonDocument(models.Model):
    """A photograph or document of a person (照片、材料); one removed keeps its row with `known_until`.

    Shapes: `person` is a code and no reference, so that documents outlast the person's row; `digest` is the
    SHA-256 of the content.
    """

    person = models.CharField(max_length=64, db_index=True)
    kind = models.CharField(max_length=32)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    entered_by = models.CharField(max_length=150)
    known_from = models.DateTimeField()
    known_until = models.DateTimeField(null=True)
