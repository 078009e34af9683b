"""The same form for every province: the register is read once."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from cluster_gis.domain.reporting.periods import Period
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.make_report import Report, ReportUnit, build_report
from cluster_gis.services.read_report_forms import find_form
from cluster_gis.services.report_facts import moment_of, provinces_met, read_report_facts
from cluster_gis.storage.queries import report_facts as queries


class ProvinceReports:
    """Reports of all provinces that have clusters, made one after the other; `total` of them."""

    def __init__(
        self,
        session: Session,
        form: str,
        period: Period,
        *,
        known_at: datetime | None,
        register: str,
    ) -> None:
        self._session = session
        self._form = find_form(form, period.last)
        if self._form.subject != "province":
            raise InvalidInput(
                N_("{field} is {value}; expected {expected}."),
                field="form",
                value=repr(form),
                expected="04",
            )
        self._moment = moment_of(session, known_at)
        self._register = register
        self._facts = read_report_facts(session, period, self._moment)
        self._keys = provinces_met(self._facts)
        self._units = queries.units_of_keys(session, self._keys, revision=self._moment.revision)
        self.total = len(self._keys)

    def __iter__(self) -> Iterator[Report]:
        for key in self._keys:
            unit = self._units[key]
            yield build_report(
                self._session,
                self._form,
                ReportUnit(key=key, name=unit["name"], level="province", province=key),
                self._facts,
                self._moment,
                register=self._register,
            )


def make_province_reports(
    session: Session,
    form: str,
    period: Period,
    *,
    known_at: datetime | None,
    register: str,
) -> ProvinceReports:
    """Reports of every province; nothing is made before it is asked for."""
    return ProvinceReports(session, form, period, known_at=known_at, register=register)
