"""An officer's decision on a finding that the law leaves to a person.

The machine's verdict is never replaced: both stand side by side, and the decision stops to count
when the machine no longer says `needs_review` for the same finding.
"""

import hashlib
import json
from datetime import date

from sqlalchemy.orm import Session

from cluster_gis.domain.facts import PROCEDURES
from cluster_gis.errors import Conflict, InvalidInput, Stale
from cluster_gis.i18n import N_
from cluster_gis.services.assess_cluster import Assessment, assess_cluster
from cluster_gis.storage.register import Batch, write_versions

OVERRIDE_VERDICTS = ("pass", "fail", "not_applicable")
LEAST_REASON = 10


def override_finding(
    session: Session,
    code: str,
    *,
    procedure: str,
    on: date,
    rule: str,
    verdict: str,
    officer: str,
    reason: str,
    document: str,
    by: str | None = None,
    expected: str | None = None,
) -> int | None:
    """Record the decision; returns the revision, None when it already stands. The caller commits.

    by: who records it, the officer unless said. expected: `finding_version` that the decision rests
    on; another one raises Stale. Raises InvalidInput naming the field, NotFound for the cluster,
    Conflict when the machine's verdict for that rule, procedure and day is not `needs_review`.
    """
    _require("verdict", verdict, OVERRIDE_VERDICTS)
    _require("procedure", procedure, PROCEDURES)
    for field, value, least in (
        ("officer", officer, 1),
        ("document", document, 1),
        ("reason", reason, LEAST_REASON),
    ):
        if len(value.strip()) < least:
            raise InvalidInput(
                N_("{field} is too short; at least {least} characters are expected."),
                field=field,
                least=least,
            )
    found = assess_cluster(session, code, procedure=procedure, on=on)
    verdicts = found.verdicts
    if rule not in verdicts:
        raise InvalidInput(
            N_("{field}: {value} is not a rule of this procedure on that day."),
            field="rule",
            value=repr(rule),
        )
    machine = verdicts[rule]
    if expected is not None and expected != finding_version(found, rule):
        raise Stale(
            N_("The finding {rule} was changed meanwhile: the machine says {machine}, {decided}."),
            rule=rule,
            machine=machine,
            decided="; ".join(
                f"{row['officer']}: {row['verdict']} ({row['document']})"
                for row in found.overrides
                if row["rule"] == rule
            )
            or "–",
        )
    if machine != "needs_review":
        raise Conflict(
            N_("{rule} is {machine}: only a finding that needs review is left to an officer."),
            rule=rule,
            machine=machine,
        )
    row = {
        "cluster_code": code,
        "procedure": procedure,
        "on_date": on,
        "rule": rule,
        "machine_verdict": machine,
        "verdict": verdict,
        "officer": officer.strip(),
        "reason": reason.strip(),
        "document": document.strip(),
    }
    return write_versions(
        session,
        by=(by or officer).strip(),
        reason=f"override {rule} of {code}: {reason.strip()}",
        batches=[Batch(table="finding_override", rows=[row])],
    )


def finding_version(found: Assessment, rule: str) -> str:
    """Changes when the machine says otherwise of the rule, or an officer decides it."""
    judged = [one for one in found.judgement["findings"] if one["rule"] == rule]
    decided = [dict(row) for row in found.overrides if row["rule"] == rule]
    text = json.dumps([judged, decided], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _require(field: str, value: str, expected: tuple[str, ...]) -> None:
    if value not in expected:
        raise InvalidInput(
            N_("{field}: {value} is not known; one of {expected} is expected."),
            field=field,
            value=repr(value),
            expected=", ".join(expected),
        )
