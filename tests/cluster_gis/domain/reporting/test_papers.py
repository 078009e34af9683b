"""The paper of an issued report: all of it, or none for a form that nobody receives."""

from datetime import date

import pytest

from cluster_gis.domain.reporting.papers import Paper, parse_paper
from cluster_gis.errors import InvalidInput
from cluster_gis.services.read_report_forms import find_form

DAY = date(2026, 6, 24)
FORM, CARD = find_form("04", DAY), find_form("PHIEU", DAY)


def test_number_day_and_signer_are_kept():
    given = parse_paper(FORM, number=" 125/BC-SCT ", dated=None, signer="Nguyễn Văn A", on=DAY)
    assert given == Paper(number="125/BC-SCT", dated=DAY, signer="Nguyễn Văn A")


@pytest.mark.parametrize(
    ("form", "number", "dated", "signer", "field"),
    [
        pytest.param(FORM, "", None, "", "number", id="a-form-that-is-sent-needs-a-number"),
        pytest.param(FORM, "1/BC", None, "  ", "signer", id="and-who-signs"),
        pytest.param(CARD, "1/BC", None, "", "signer", id="a-number-alone-is-no-paper"),
        pytest.param(FORM, "1/BC", date(2026, 6, 25), "A", "dated", id="a-day-to-come"),
        pytest.param(FORM, "1" * 201, None, "A", "number", id="no-number-is-so-long"),
    ],
)
def test_what_is_missing_is_named(form, number, dated, signer, field):
    with pytest.raises(InvalidInput) as refused:
        parse_paper(form, number=number, dated=dated, signer=signer, on=DAY)
    assert refused.value.values["field"] == field


def test_an_internal_form_needs_no_paper():
    assert parse_paper(CARD, number="", dated=None, signer="", on=DAY) is None
