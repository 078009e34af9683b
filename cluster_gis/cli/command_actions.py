"""Which action of the matrix each command does.

Every command acts as the operator of the server, who may do all of them and is recorded as such;
the entry says what a page or a program would need to do the same. A group's entry holds for its
commands without one of their own.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cluster_gis.domain.permissions import Action

COMMAND_ACTIONS: Final[Mapping[str, Action]] = MappingProxyType(
    {
        "account": Action.ACCOUNT_MANAGE,
        "assess": Action.REGISTER_READ,
        "audit": Action.AUDIT_READ,
        "backup": Action.SERVER_OPERATE,
        "boundary": Action.BOUNDARY_READ,
        "correct": Action.FACT_CORRECT,
        "deadlines": Action.LAW_READ,
        "dossier": Action.LAW_READ,
        "down": Action.SERVER_OPERATE,
        "export": Action.REGISTER_READ,
        "ingest": Action.DATA_LOAD,
        "ingest boundaries": Action.STAGING_UPLOAD,
        "ingest clusters": Action.STAGING_UPLOAD,
        "ingest progress": Action.PROGRESS_ENTER,
        "judge": Action.LAW_READ,
        "law": Action.LAW_READ,
        "map": Action.REGISTER_READ,
        "migrate": Action.SERVER_OPERATE,
        "opinion": Action.REGISTER_READ,
        "override": Action.FINDING_OVERRIDE,
        "progress inspections": Action.REGISTER_READ,
        "progress list": Action.REGISTER_READ,
        "progress settle": Action.PROGRESS_ENTER,
        "sector": Action.PROVINCE_SETTLE,
        "plan": Action.REGISTER_READ,
        "proposal check": Action.PROPOSAL_READ,
        "proposal decide": Action.PROPOSAL_DECIDE,
        "proposal events": Action.PROPOSAL_READ,
        "proposal list": Action.PROPOSAL_READ,
        "proposal move": Action.PROPOSAL_SUBMIT,
        "proposal paper": Action.PROPOSAL_READ,
        "proposal show": Action.PROPOSAL_READ,
        "proposal start": Action.PROPOSAL_DRAFT,
        "proposal undo": Action.PROPOSAL_DECIDE,
        "proposal write": Action.PROPOSAL_DRAFT,
        "province": Action.PROVINCE_SETTLE,
        "qgis": Action.ACCOUNT_MANAGE,
        "question answer": Action.QUESTION_ANSWER,
        "question ask": Action.QUESTION_ASK,
        "question close": Action.QUESTION_ANSWER,
        "question forward": Action.QUESTION_ANSWER,
        "question list": Action.QUESTION_READ,
        "question show": Action.QUESTION_READ,
        "report compare": Action.REPORT_READ,
        "report infrastructure": Action.REPORT_READ,
        "report issue": Action.REPORT_ISSUE,
        "report list": Action.REPORT_READ,
        "report return accept": Action.RETURN_ACCEPT,
        "report return discard": Action.RETURN_ENTER,
        "report return fill": Action.RETURN_ENTER,
        "report return send-back": Action.RETURN_ACCEPT,
        "report return show": Action.RETURN_READ,
        "report return start": Action.RETURN_ENTER,
        "report return submit": Action.RETURN_ENTER,
        "report status": Action.REPORT_READ,
        "report verify": Action.REPORT_READ,
        "restore": Action.SERVER_OPERATE,
        "run": Action.SERVER_OPERATE,
        "same": Action.RECORD_MERGE,
        "serve": Action.SERVER_OPERATE,
        "simulate": Action.DATA_LOAD,
        "staging": Action.STAGING_READ,
        "staging apply": Action.STAGING_APPLY,
        "staging check": Action.STAGING_DECIDE,
        "staging decide": Action.STAGING_DECIDE,
        "staging discard": Action.STAGING_DECIDE,
        "staging undo": Action.STAGING_UNDO,
        "status": Action.SERVER_OPERATE,
        "topology": Action.REGISTER_READ,
        "up": Action.SERVER_OPERATE,
        "verify": Action.REGISTER_READ,
        "what-if": Action.LAW_READ,
    }
)


def action_of_command(path: str) -> Action | None:
    """The action of a command, "staging apply"; None = it has no entry."""
    group = path.partition(" ")[0]
    return COMMAND_ACTIONS.get(path) or COMMAND_ACTIONS.get(group)
