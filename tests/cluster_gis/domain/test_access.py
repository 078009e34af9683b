"""The one judge over the matrix: every cell, inside and outside, before and after; its words."""

from datetime import date

import pytest

from cluster_gis.domain.access import (
    ANONYMOUS,
    COUNTRY,
    MATRIX,
    OPERATOR,
    Action,
    Actor,
    Forbidden,
    Membership,
    Period,
    Place,
    Reach,
    Role,
    SignInNeeded,
    Territory,
    TerritoryKind,
    decide,
    may,
    place_in,
    scope_of,
    unit,
)
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import fill, translator

HERE, ELSEWHERE = unit("2025:31"), unit("2025:15")
INSIDE, OUTSIDE = place_in([HERE], "Tiên Lãng"), place_in([ELSEWHERE], "Đông Phố Mới")
#: The district level ends, the commune level begins, between the two days.
DISTRICT_DAY, COMMUNE_DAY = date(2025, 6, 30), date(2025, 7, 1)


def holder(role, first=None, last=None, territory=HERE, **more):
    held = Membership(role=role, territory=territory, valid=Period(first, last))
    return Actor(account="a", name="A", memberships=(held,), **more)


def day_of(role):
    return DISTRICT_DAY if role is Role.DISTRICT else COMMUNE_DAY


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_every_cell_of_the_matrix_is_what_is_decided(role, action):
    grants, day = MATRIX[action].grants, day_of(role)
    public = Role.PUBLIC in grants and grants[Role.PUBLIC] is Reach.ANYWHERE
    anywhere = public or grants.get(role) is Reach.ANYWHERE
    inside = anywhere or grants.get(role) is Reach.TERRITORY
    held = holder(role, day, day)
    assert may(held, action, INSIDE, day) is inside
    assert may(held, action, OUTSIDE, day) is anywhere
    for other_day in (date(2024, 1, 1), date(2025, 12, 31)):
        assert may(held, action, INSIDE, other_day) is public
    assert may(OPERATOR, action, OUTSIDE, day)
    assert may(ANONYMOUS, action, INSIDE, day) is public


def test_the_matrix_has_a_row_for_every_action():
    assert set(MATRIX) == set(Action)


@pytest.mark.parametrize(
    ("role", "day", "holds"),
    [
        pytest.param(Role.DISTRICT, DISTRICT_DAY, True, id="last-day-of-the-district"),
        pytest.param(Role.DISTRICT, COMMUNE_DAY, False, id="no-district-after-it"),
        pytest.param(Role.COMMUNE, DISTRICT_DAY, False, id="no-duty-of-the-commune-before"),
        pytest.param(Role.COMMUNE, COMMUNE_DAY, True, id="first-day-of-the-commune"),
    ],
)
def test_the_level_below_the_province_changes_with_the_law(role, day, holds):
    assert may(holder(role), Action.PROPOSAL_SUBMIT, INSIDE, day) is holds


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        pytest.param(date(2025, 7, 31), False, id="the-day-before"),
        pytest.param(date(2025, 8, 1), True, id="first-day"),
        pytest.param(date(2025, 8, 31), True, id="last-day"),
        pytest.param(date(2025, 9, 1), False, id="the-day-after"),
    ],
)
def test_a_membership_holds_on_its_days_only(day, holds):
    actor = holder(Role.INDUSTRY_DEPARTMENT, date(2025, 8, 1), date(2025, 8, 31))
    assert may(actor, Action.FACT_CORRECT, INSIDE, day) is holds


def test_a_membership_of_the_country_reaches_everything():
    actor = holder(Role.INDUSTRY_DEPARTMENT, territory=COUNTRY)
    assert may(actor, Action.FACT_CORRECT, OUTSIDE, COMMUNE_DAY)
    assert scope_of(actor, Action.FACT_CORRECT, COMMUNE_DAY).everywhere


def test_one_s_own_account_is_one_s_own():
    actor = Actor(account="a")
    assert may(actor, Action.ACCOUNT_SELF, Place(account="a"), COMMUNE_DAY)
    assert not may(actor, Action.ACCOUNT_SELF, Place(account="b"), COMMUNE_DAY)
    assert not may(ANONYMOUS, Action.ACCOUNT_SELF, Place(account=None), COMMUNE_DAY)


def test_a_token_that_only_reads_writes_nothing():
    actor = holder(Role.INDUSTRY_DEPARTMENT, read_only=True)
    assert may(actor, Action.STAGING_READ, INSIDE, COMMUNE_DAY)
    with pytest.raises(Forbidden, match="may only read"):
        decide(actor, Action.FACT_CORRECT, INSIDE, COMMUNE_DAY)
    with pytest.raises(Forbidden, match="may only read"):
        decide(actor, Action.ACCOUNT_SELF, Place(account="a"), COMMUNE_DAY)


@pytest.mark.parametrize(
    ("actor", "place", "error", "said"),
    [
        pytest.param(ANONYMOUS, INSIDE, SignInNeeded, "Hãy đăng nhập để đính chính", id="nobody"),
        pytest.param(
            holder(Role.INDUSTRY_DEPARTMENT),
            OUTSIDE,
            Forbidden,
            "Đông Phố Mới nằm ngoài địa bàn",
            id="elsewhere",
        ),
        pytest.param(
            holder(Role.INDUSTRY_DEPARTMENT, None, date(2025, 6, 1)),
            INSIDE,
            Forbidden,
            "không có hiệu lực vào ngày 01/07/2025",
            id="expired",
        ),
        pytest.param(
            holder(Role.INVESTOR), INSIDE, Forbidden, "Tài khoản của bạn không", id="another-role"
        ),
    ],
)
def test_a_refusal_says_why_and_who_could(actor, place, error, said):
    with pytest.raises(error) as refused:
        decide(actor, Action.FACT_CORRECT, place, COMMUNE_DAY)
    text = fill(refused.value.message, refused.value.values, translator("vi"))
    assert said in text
    assert "Sở Công Thương" in text
    assert "Department of Industry and Trade" in str(refused.value)


def test_what_only_the_operator_does_says_so():
    with pytest.raises(Forbidden, match="operator of the server"):
        decide(holder(Role.ADMINISTRATOR), Action.SERVER_OPERATE, None, COMMUNE_DAY)


@pytest.mark.parametrize(
    ("text", "territory"),
    [
        pytest.param("country", COUNTRY, id="country"),
        pytest.param("unit:2025:31", HERE, id="unit"),
        pytest.param("2025:31", HERE, id="bare-unit"),
        pytest.param("cluster:hp-a", Territory(TerritoryKind.CLUSTER, "hp-a"), id="cluster"),
        pytest.param("project:hp-a/p1", Territory(TerritoryKind.PROJECT, "hp-a/p1"), id="project"),
    ],
)
def test_territories_are_read_and_written_alike(text, territory):
    assert Territory.parse(text) == territory
    assert Territory.parse(str(territory)) == territory


@pytest.mark.parametrize("text", ["", "unit:", "country:x", "Hải Phòng", "planet:mars"])
def test_another_text_is_no_territory(text):
    with pytest.raises(InvalidInput, match="expected country"):
        Territory.parse(text)


def test_a_period_does_not_run_backwards():
    with pytest.raises(InvalidInput, match="before the first day"):
        Period(date(2025, 1, 2), date(2025, 1, 1))
