"""Wipe (清空): everything but accounts goes; only the demonstration may do so, never an installation."""

from __future__ import annotations

from django.db import connection
from django.db.models import Model

from quanheng.store import ballot_box, models
from quanheng.store.append_only import put_triggers, take_triggers
from quanheng.store.archive_tables import ARCHIVE

_RUNS: tuple[type[Model], ...] = (
    models.SlipCommitment,
    models.IssuerKey,
    models.IssueRecord,
    models.Voter,
    models.Election,
    models.PersonFacts,
    models.Membership,
    models.InputRow,
    models.SecretBlock,
    models.Sitting,
    models.StageClosing,
    models.AmendmentRow,
    models.StageRescheduling,
    models.Run,
    models.PlanComment,
    models.PlanReview,
    models.PlanDraft,
    models.PlanVersion,
    models.BankQuestion,
    models.SavedView,
    models.ReportFile,
    models.ReportStep,
    models.Report,
    models.AlertSetting,
    models.PromotionRecord,
    models.ShareFloor,
    models.VacancyLine,
    models.VacancyPlan,
    models.PersonDocument,
    models.UploadPage,
    models.RosterUpload,
    models.PersonCheck,
    models.ArchiveFinding,
    models.StagedUpload,
)
_NEVER_CHANGED: tuple[type[Model], ...] = (
    models.TraceEntry,
    models.FormerRow,
    models.DecidedForm,
    models.SettledFinding,
    models.AlertNote,
    models.DutyRecord,
    models.CaseStep,
    models.AccountabilityCase,
    models.PaperTemplate,
)


def wipe() -> None:
    """Empty runs, plans, roster and trace, and the box where anybody voted.

    The triggers are put back in the same transaction.
    """
    if models.Election.objects.exclude(phase="set_up").exists():
        ballot_box.empty()
    take_triggers(connection)
    _empty(*_NEVER_CHANGED)
    put_triggers(connection)
    _empty(*_RUNS, *reversed(ARCHIVE.values()))


def _empty(*tables: type[Model]) -> None:
    for table in tables:
        table._default_manager.all().delete()
