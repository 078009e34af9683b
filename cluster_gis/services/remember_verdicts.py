"""Verdicts of many clusters, remembered while the register stays as it is.

Judging is a pure function of the register's revision, the procedure and the day, so an answer
holds as long as its revision is asked for: nothing has to be thrown away when data change.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from sqlalchemy.orm import Session

from cluster_gis.law.judgement import Judgement
from cluster_gis.law.judgement_json import finding_to_json
from cluster_gis.services.assess_cluster import assess_clusters

#: Groups of findings that decide the verdict of a procedure.
DECIDING = ("condition", "plan", "operation")
#: The finding that explains the whole is of the first of these verdicts that occurs.
_WEIGHT = ("fail", "needs_review", "not_enough_data", "pass", "not_applicable")

_Key = tuple[int, str, date, date]


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict in short. rule, said: of the finding that weighs most; None without findings.

    said: language -> sentence with its legal basis.
    """

    verdict: str
    rule: str | None
    said: Mapping[str, str] | None


class VerdictMemory:
    """Remembers verdicts of the most recently asked days; safe for threads."""

    def __init__(self, days: int = 32) -> None:
        self._days = days
        self._lock = Lock()
        self._told: OrderedDict[_Key, dict[str, Told]] = OrderedDict()

    def verdicts(
        self,
        session: Session,
        codes: Collection[str],
        *,
        procedure: str,
        on: date,
        revision: int,
        known_at: datetime | None,
        facts_on: date | None = None,
    ) -> Mapping[str, Told]:
        """Code -> verdict on the day, as the register knew the facts at `revision`.

        facts_on: the day whose facts are judged under the law of `on`; None = the same.
        """
        key = (revision, procedure, on, facts_on or on)
        with self._lock:
            known = dict(self._told.get(key, {}))
        missing = [code for code in codes if code not in known]
        if missing:
            fresh = {
                item.code: (item.revision, _tell(item.judged))
                for item in assess_clusters(
                    session,
                    missing,
                    procedure=procedure,
                    on=on,
                    facts_on=facts_on,
                    known_at=known_at,
                )
            }
            known |= {code: told for code, (_read, told) in fresh.items()}
            # A write between the two reads must not be remembered under the older revision.
            lasting = {code: told for code, (read, told) in fresh.items() if read == revision}
            self._keep(key, lasting)
        return known

    def _keep(self, key: _Key, told: Mapping[str, Told]) -> None:
        with self._lock:
            self._told.setdefault(key, {}).update(told)
            self._told.move_to_end(key)
            while len(self._told) > self._days:
                self._told.popitem(last=False)


def _tell(judged: Judgement) -> Told:
    verdict = judged.verdict.value
    findings = [finding for finding in judged.findings if finding.deciding]
    if not findings:
        return Told(verdict, None, None)
    # Only the finding that is told is put into words. Rules for special kinds come last: that the
    # kind of an ordinary cluster is not recorded says less than a missing area.
    first = finding_to_json(
        min(
            findings,
            key=lambda f: (
                _WEIGHT.index(f.verdict.value),
                f.rule.id.startswith(("CRAFT-", "KIND-")),
            ),
        )
    )
    cited = first["citation"]
    basis = ", ".join(part for part in (cited["locator"], cited["document"]) if part)
    said = {language: f"{text} ({basis})" for language, text in first["message"].items()}
    return Told(verdict, first["rule"], said)
