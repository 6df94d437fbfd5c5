"""All tables (数据表), one module a subject."""

# Loaded so that Django knows the tables of the ballot box; store/ballot_box.py alone takes them from there.
from quanheng.store.models import ballot_box
from quanheng.store.models.accountability import AccountabilityCase, CaseStep
from quanheng.store.models.accounts import Account, RoleGrant
from quanheng.store.models.archive import (
    Appraisal,
    Attribute,
    Award,
    Education,
    EstablishedPost,
    Family,
    FormerRow,
    Missing,
    Person,
    PersonDocument,
    Relation,
    Reserve,
    Sanction,
    Tenure,
    Training,
    Unit,
)
from quanheng.store.models.elections import (
    Election,
    IssueRecord,
    IssuerKey,
    SlipCommitment,
    Voter,
)
from quanheng.store.models.establishment import (
    ApprovedSeats,
    PromotionRecord,
    ShareFloor,
    VacancyLine,
    VacancyPlan,
)
from quanheng.store.models.forms import ArchiveFinding, DecidedForm, PersonCheck, SettledFinding, StagedUpload
from quanheng.store.models.integrity import BankQuestion, Sitting
from quanheng.store.models.paper_templates import PaperTemplate
from quanheng.store.models.plans import PlanComment, PlanDraft, PlanReview
from quanheng.store.models.roster_uploads import RosterUpload, UploadPage
from quanheng.store.models.runs import (
    AmendmentRow,
    InputRow,
    Membership,
    PersonFacts,
    PlanVersion,
    Run,
    SecretBlock,
    StageClosing,
    StageRescheduling,
)
from quanheng.store.models.supervision import (
    AlertNote,
    AlertSetting,
    DutyRecord,
    Report,
    ReportFile,
    ReportStep,
)
from quanheng.store.models.trace import TraceEntry
from quanheng.store.models.views import SavedView

__all__ = [
    "Account",
    "AccountabilityCase",
    "AlertNote",
    "AlertSetting",
    "AmendmentRow",
    "Appraisal",
    "ApprovedSeats",
    "ArchiveFinding",
    "Attribute",
    "Award",
    "BankQuestion",
    "CaseStep",
    "DecidedForm",
    "DutyRecord",
    "Education",
    "Election",
    "EstablishedPost",
    "Family",
    "FormerRow",
    "InputRow",
    "IssueRecord",
    "IssuerKey",
    "Membership",
    "Missing",
    "PaperTemplate",
    "Person",
    "PersonCheck",
    "PersonDocument",
    "PersonFacts",
    "PlanComment",
    "PlanDraft",
    "PlanReview",
    "PlanVersion",
    "PromotionRecord",
    "Relation",
    "Report",
    "ReportFile",
    "ReportStep",
    "Reserve",
    "RoleGrant",
    "RosterUpload",
    "Run",
    "Sanction",
    "SavedView",
    "SecretBlock",
    "SettledFinding",
    "ShareFloor",
    "Sitting",
    "SlipCommitment",
    "StageClosing",
    "StageRescheduling",
    "StagedUpload",
    "Tenure",
    "TraceEntry",
    "Training",
    "Unit",
    "UploadPage",
    "VacancyLine",
    "VacancyPlan",
    "Voter",
    "ballot_box",
]
