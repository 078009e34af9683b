"""The matrix: which role may do what, and how far. The only table of permission there is.

Printed in docs/permissions.md. A new thing that may be done is one `Action` and one row here;
`api/route_actions.py` and `cluster_gis/cli/command_actions.py` say which routes and commands do it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from cluster_gis.domain.actors import Role
from cluster_gis.i18n import N_


class Action(StrEnum):
    """One value for each thing that may be done."""

    # what everybody may read
    REGISTER_READ = "register.read"
    LAW_READ = "law.read"
    BOUNDARY_READ = "boundary.read"
    SERVER_OBSERVE = "server.observe"
    SIGN_IN = "sign_in"
    # drafts and corrections of the register
    STAGING_READ = "staging.read"
    STAGING_UPLOAD = "staging.upload"
    STAGING_DECIDE = "staging.decide"
    STAGING_APPLY = "staging.apply"
    STAGING_UNDO = "staging.undo"
    FACT_CORRECT = "fact.correct"
    FINDING_OVERRIDE = "finding.override"
    RECORD_MERGE = "record.merge"
    PROVINCE_SETTLE = "province.settle"
    # proposals and decisions
    PROPOSAL_READ = "proposal.read"
    PROPOSAL_DRAFT = "proposal.draft"
    PROPOSAL_SUBMIT = "proposal.submit"
    PROPOSAL_APPRAISE = "proposal.appraise"
    PROPOSAL_RETURN = "proposal.return"
    PROPOSAL_OPINE = "proposal.opine"
    PROPOSAL_DECIDE = "proposal.decide"
    PROPOSAL_REVIEW = "proposal.review"
    # questions and difficulties
    QUESTION_READ = "question.read"
    QUESTION_ASK = "question.ask"
    QUESTION_ANSWER = "question.answer"
    # works, leases and periodic returns
    PROGRESS_ENTER = "progress.enter"
    LEASE_ENTER = "lease.enter"
    INSPECTION_ENTER = "inspection.enter"
    ENTERPRISE_READ = "enterprise.read"
    RETURN_READ = "return.read"
    RETURN_ENTER = "return.enter"
    RETURN_ACCEPT = "return.accept"
    REPORT_READ = "report.read"
    REPORT_ISSUE = "report.issue"
    # who did what, and who may
    AUDIT_READ = "audit.read"
    ACCOUNT_SELF = "account.self"
    ACCOUNT_MANAGE = "account.manage"
    # the machine
    DATA_LOAD = "data.load"
    SERVER_OPERATE = "server.operate"


class Reach(StrEnum):
    """How far a role's right goes."""

    ANYWHERE = "anywhere"
    TERRITORY = "own territory"
    SELF = "own account"


@dataclass(frozen=True, slots=True, kw_only=True)
class Permission:
    """One row of the matrix. The operator at the server's command line may do every row.

    writes: whether it changes something (a token that only reads may not).
    """

    label: str
    grants: Mapping[Role, Reach]
    writes: bool = True

    @property
    def is_public(self) -> bool:
        """Whether nobody needs to sign in for it."""
        return self.grants.get(Role.PUBLIC) is Reach.ANYWHERE


_EVERYBODY: Final = MappingProxyType({Role.PUBLIC: Reach.ANYWHERE})


def _row(
    label: str, *own: Role, anywhere: tuple[Role, ...] = (), writes: bool = True
) -> Permission:
    grants = dict.fromkeys(own, Reach.TERRITORY) | dict.fromkeys(anywhere, Reach.ANYWHERE)
    return Permission(label=label, grants=MappingProxyType(grants), writes=writes)


_LOCAL: Final = (Role.DISTRICT, Role.COMMUNE)
_SCT: Final = Role.INDUSTRY_DEPARTMENT
_MINISTRY: Final = (Role.MINISTRY,)
_OFFICES: Final = (Role.PROVINCE, _SCT, *_LOCAL)

MATRIX: Final[Mapping[Action, Permission]] = MappingProxyType(
    {
        Action.REGISTER_READ: Permission(
            label=N_("read the published register, its maps, lists and findings"),
            grants=_EVERYBODY,
            writes=False,
        ),
        Action.LAW_READ: Permission(
            label=N_("read the law and judge a case"), grants=_EVERYBODY, writes=False
        ),
        Action.BOUNDARY_READ: Permission(
            label=N_("have a boundary file read and checked; nothing is kept"),
            grants=_EVERYBODY,
            writes=False,
        ),
        Action.SERVER_OBSERVE: Permission(
            label=N_("ask whether the server is well"), grants=_EVERYBODY, writes=False
        ),
        Action.SIGN_IN: Permission(label=N_("sign in and out"), grants=_EVERYBODY),
        Action.STAGING_READ: _row(
            N_("read files that wait for decisions"), *_OFFICES, anywhere=_MINISTRY, writes=False
        ),
        Action.STAGING_UPLOAD: _row(N_("put a list or boundaries into staging"), _SCT, *_LOCAL),
        Action.STAGING_DECIDE: _row(N_("decide the rows of a staged file"), _SCT),
        Action.STAGING_APPLY: _row(N_("apply a staged file to the register"), _SCT),
        Action.STAGING_UNDO: _row(N_("take back an applied file"), _SCT),
        Action.FACT_CORRECT: _row(N_("correct a fact of the register"), _SCT),
        Action.FINDING_OVERRIDE: _row(N_("override a verdict, with grounds"), _SCT),
        Action.RECORD_MERGE: _row(N_("mark two records as one cluster"), _SCT),
        Action.PROVINCE_SETTLE: _row(
            N_("record a province's settings and that its list is complete"), Role.PROVINCE, _SCT
        ),
        Action.PROPOSAL_READ: _row(
            N_("read proposals and their dossiers"),
            *_OFFICES,
            Role.OTHER_DEPARTMENT,
            Role.INVESTOR,
            anywhere=_MINISTRY,
            writes=False,
        ),
        # An investor hands its file to the commune, which submits it (Decree 32/2024 Điều 9, 10).
        Action.PROPOSAL_DRAFT: _row(N_("draft a proposal and its dossier"), *_LOCAL, _SCT),
        Action.PROPOSAL_SUBMIT: _row(N_("submit a proposal"), *_LOCAL, _SCT),
        Action.PROPOSAL_APPRAISE: _row(N_("record the appraisal of a proposal"), _SCT),
        Action.PROPOSAL_RETURN: _row(N_("return a proposal to be completed"), _SCT),
        Action.PROPOSAL_OPINE: _row(
            N_("give an opinion on a proposal"), Role.OTHER_DEPARTMENT, anywhere=_MINISTRY
        ),
        Action.PROPOSAL_DECIDE: _row(N_("record the decision on a proposal"), Role.PROVINCE),
        Action.PROPOSAL_REVIEW: _row(
            N_("take part in the review of a proposal"),
            *_OFFICES,
            Role.OTHER_DEPARTMENT,
            Role.INVESTOR,
            anywhere=_MINISTRY,
        ),
        Action.QUESTION_READ: _row(
            N_("read questions and difficulties with their answers"),
            *_OFFICES,
            Role.OTHER_DEPARTMENT,
            Role.INVESTOR,
            Role.ENTERPRISE,
            anywhere=_MINISTRY,
            writes=False,
        ),
        Action.QUESTION_ASK: _row(
            N_("ask a question, report a difficulty"),
            *_OFFICES,
            Role.OTHER_DEPARTMENT,
            Role.INVESTOR,
            Role.ENTERPRISE,
            anywhere=_MINISTRY,
        ),
        # Which office answers which question: services/ask_question.py.
        Action.QUESTION_ANSWER: _row(
            N_("answer a question, pass it on, close it"),
            *_OFFICES,
            Role.OTHER_DEPARTMENT,
            Role.INVESTOR,
            Role.ENTERPRISE,
            anywhere=_MINISTRY,
        ),
        Action.PROGRESS_ENTER: _row(
            N_("enter progress of works and milestones"), Role.INVESTOR, *_LOCAL, _SCT
        ),
        Action.LEASE_ENTER: _row(N_("enter leases of land lots"), Role.INVESTOR, _SCT),
        Action.INSPECTION_ENTER: _row(
            N_("enter inspections, their findings and what was remedied"), *_LOCAL, _SCT
        ),
        Action.ENTERPRISE_READ: _row(
            N_("read the rows of single enterprises"),
            Role.ENTERPRISE,
            *_OFFICES,
            anywhere=_MINISTRY,
            writes=False,
        ),
        Action.RETURN_READ: _row(
            N_("read periodic returns"),
            Role.ENTERPRISE,
            Role.INVESTOR,
            *_OFFICES,
            anywhere=_MINISTRY,
            writes=False,
        ),
        Action.RETURN_ENTER: _row(
            N_("enter a periodic return"), Role.ENTERPRISE, Role.INVESTOR, *_LOCAL, _SCT
        ),
        # Which form each of them enters and accepts: domain/reporting/returns.py.
        Action.RETURN_ACCEPT: _row(
            N_("accept or send back a periodic return"), *_OFFICES, anywhere=_MINISTRY
        ),
        Action.REPORT_READ: _row(
            N_("read issued reports"), *_OFFICES, anywhere=_MINISTRY, writes=False
        ),
        Action.REPORT_ISSUE: _row(N_("issue a report"), *_OFFICES, anywhere=_MINISTRY),
        Action.AUDIT_READ: _row(
            N_("read and export who did what"),
            Role.ADMINISTRATOR,
            Role.PROVINCE,
            _SCT,
            anywhere=_MINISTRY,
            writes=False,
        ),
        Action.ACCOUNT_SELF: Permission(
            label=N_("change one's own name, password, sessions and tokens"),
            grants=MappingProxyType(dict.fromkeys(Role, Reach.SELF)),
        ),
        Action.ACCOUNT_MANAGE: _row(N_("manage accounts and memberships"), Role.ADMINISTRATOR),
        Action.DATA_LOAD: _row(N_("load or invent whole datasets")),
        Action.SERVER_OPERATE: _row(N_("start, stop, migrate, back up and restore")),
    }
)
