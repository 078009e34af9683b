"""Clusters formed before the regulation of 2009: LEG-DEADLINE, LEG-EST-DEADLINE."""

from datetime import date

from cluster_gis.domain.facts import Case
from cluster_gis.i18n import N_
from cluster_gis.law.documents import SECONDARY, TEXT, V3, V4, V5, V6
from cluster_gis.law.rule import (
    Check,
    Group,
    Limit,
    Outcome,
    Rule,
    Text,
    Verdict,
    Version,
    versions,
)

STATUS = "facts.cluster.status"


def _by(*, last_day_included: bool) -> Check:
    """A pre-regulation cluster is handled by a date; afterwards "no decision" fails."""

    def check(case: Case, version: Version) -> Outcome:
        status, limit = case.cluster.status, version.limit
        if status is None:
            return Outcome(
                Verdict.NOT_ENOUGH_DATA,
                Text(N_("The state of the cluster is not known.")),
                limit=limit,
                inputs=(STATUS,),
                missing=(STATUS,),
            )
        if status != "pre_regulation":
            said = Text(N_("Only for clusters formed before the regulation of 2009."))
            return Outcome(Verdict.NOT_APPLICABLE, said, limit=limit, inputs=(STATUS,))
        deadline = date.fromisoformat(str(limit.threshold))
        in_time = case.on <= deadline if last_day_included else case.on < deadline
        values = {"deadline": deadline}
        change = Text(N_("Decide: establish, adjust, drop, or convert the land."))
        if in_time:
            said = Text(N_("Not decided yet; the date set is {deadline}."), values)
            return Outcome(Verdict.NEEDS_REVIEW, said, limit=limit, inputs=(STATUS,), change=change)
        said = Text(N_("Legacy cluster without a decision; the date set was {deadline}."), values)
        return Outcome(Verdict.FAIL, said, limit=limit, inputs=(STATUS,), change=change)

    return check


LEG_DEADLINE = Rule(
    id="LEG-DEADLINE",
    title=N_("Clusters older than the regulation were to be handled"),
    group=Group.INFORMATION,
    procedures=("operate",),
    versions=(
        Version(
            document="31/2012/TTLT-BCT-BKHĐT, sửa đổi bởi 17/2016/TT-BCT",
            locator="17/2016/TT-BCT",
            effective_from=date(2016, 8, 30),
            effective_to=None,
            confidence=SECONDARY,
            limits=(Limit("pre-2009 cluster handled by", "<=", "2017-12-31", "date"),),
            note=N_("Afterwards they are treated like later clusters."),
        ),
    ),
    check=_by(last_day_included=True),
)

_DECIDED = (Limit("establishment of a pre-2009 cluster decided", "<", "2026-12-31", "date"),)

LEG_EST_DEADLINE = Rule(
    id="LEG-EST-DEADLINE",
    title=N_("Establishment of clusters older than the regulation"),
    group=Group.INFORMATION,
    procedures=("operate",),
    versions=(
        *versions(
            *(V3, V4, V5), locator="Điều 35 khoản 4 điểm b", limits=_DECIDED, confidence=TEXT
        ),
        *versions(
            V6,
            locator="Điều 35 khoản 4, 4a",
            limits=_DECIDED,
            confidence=SECONDARY,
            note=N_("The summary does not restate the date."),
        ),
    ),
    check=_by(last_day_included=False),
)

RULES = (LEG_DEADLINE, LEG_EST_DEADLINE)
