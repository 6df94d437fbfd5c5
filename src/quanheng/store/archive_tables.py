"""Which table of the archive holds which table of the roster (名册与档案对照), parents before children."""

from __future__ import annotations

from django.db.models import Model

from quanheng.store import models

ARCHIVE: dict[str, type[Model]] = {
    "units": models.Unit,
    "people": models.Person,
    "posts": models.EstablishedPost,
    "establishments": models.ApprovedSeats,
    "educations": models.Education,
    "tenures": models.Tenure,
    "appraisals": models.Appraisal,
    "sanctions": models.Sanction,
    "trainings": models.Training,
    "awards": models.Award,
    "relations": models.Relation,
    "family": models.Family,
    "reserves": models.Reserve,
    "attributes": models.Attribute,
    "missing": models.Missing,
}
