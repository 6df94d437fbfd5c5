"""All tables (数据表), one module a subject."""

from quanheng.store.models.accounts import Account, RoleGrant
from quanheng.store.models.archive import (
    Appraisal,
    Attribute,
    Award,
    Education,
    EstablishedPost,
    Missing,
    Person,
    Relation,
    Sanction,
    Tenure,
    Training,
    Unit,
)
from quanheng.store.models.runs import (
    AmendmentRow,
    InputRow,
    Membership,
    PersonFacts,
    PlanVersion,
    Run,
    SecretBlock,
    StageClosing,
)
from quanheng.store.models.trace import TraceEntry

__all__ = [
    "Account",
    "AmendmentRow",
    "Appraisal",
    "Attribute",
    "Award",
    "Education",
    "EstablishedPost",
    "InputRow",
    "Membership",
    "Missing",
    "Person",
    "PersonFacts",
    "PlanVersion",
    "Relation",
    "RoleGrant",
    "Run",
    "Sanction",
    "SecretBlock",
    "StageClosing",
    "Tenure",
    "TraceEntry",
    "Training",
    "Unit",
]
