"""Records of the compliance map: the verdict of a procedure on a day, and the rule that decides."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from cluster_gis.domain.labels import PROCEDURE
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_
from cluster_gis.law.rule_titles import rule_title
from cluster_gis.services.assess_cluster import require_procedure
from cluster_gis.services.read_map import (
    Column,
    MapQuestion,
    MapRecords,
    Tally,
    finish,
    read_ground,
)
from cluster_gis.services.remember_verdicts import Told, VerdictMemory

#: Verdicts that a column of the table of rules counts, in its order.
_COUNTED = ("fail", "needs_review", "not_enough_data", "pass")


def read_compliance_records(session: Session, question: MapQuestion) -> MapRecords:
    """The clusters judged by `question.procedure` under the law of `question.on`.

    The facts are those of `as_of`; without `on` the law is that of the same day.
    """
    require_procedure(question.procedure)
    ground = read_ground(session, question)
    _ = ground.gettext
    day = question.on or question.as_of
    told = (question.memory or VerdictMemory()).verdicts(
        session,
        ground.codes,
        procedure=question.procedure,
        on=day,
        facts_on=question.as_of,
        revision=ground.revision,
        known_at=question.known_at,
    )
    known = {cluster.code: told.get(cluster.code) for cluster in ground.clusters}
    # Of a cluster whose state is not known nothing is judged.
    judged = {
        cluster.code: verdict
        for cluster in ground.clusters
        if cluster.state_known and (verdict := known[cluster.code])
    }
    rules = sorted({verdict.rule for verdict in judged.values() if verdict.rule})
    added: dict[str, Mapping[str, Any]] = {
        code: _added(verdict, rules, question.language) for code, verdict in judged.items()
    }
    formats = Formats(question.language)
    return finish(
        session,
        ground,
        added,
        notes=(
            _(N_("{procedure}, under the law of {day}; facts of {facts_day}.")).format(
                procedure=_(PROCEDURE[question.procedure]),
                day=formats.day(day),
                facts_day=formats.day(question.as_of),
            ),
        ),
        tallies=(
            Tally(
                code="rules",
                title=_(N_("The rule that decides")),
                labels=tuple(rule_title(rule, _) for rule in rules),
                codes=tuple(rules),
                columns=(
                    Column(label=_(N_("Fail"))),
                    Column(label=_(N_("Review"))),
                    Column(label=_(N_("No data"))),
                    Column(label=_(N_("Pass"))),
                ),
                note=_(N_("Of several findings the one that weighs most is counted.")),
            ),
        ),
    )


def _added(told: Told, rules: list[str], language: str) -> dict[str, Any]:
    added: dict[str, Any] = {
        "verdict": told.verdict,
        "rule": told.rule,
        "verdict_text": told.said[language] if told.said else None,
    }
    if told.rule and told.verdict in _COUNTED:
        counts = [int(told.verdict == verdict) for verdict in _COUNTED]
        added["tally_rules"] = [[rules.index(told.rule), *counts]]
    return added
