"""Questions: routed, passed on, answered in time, seen where they belong."""

from datetime import date

import pytest

from cluster_gis.domain.access import (
    Action,
    Actor,
    Membership,
    Role,
    Scope,
    Territory,
    TerritoryKind,
    scope_of,
)
from cluster_gis.domain.questions import Desk, NewQuestion, QuestionState
from cluster_gis.errors import Forbidden, IllegalTransition, InvalidInput, NotFound, Stale
from cluster_gis.services.ask_question import (
    Said,
    ask_question,
    may_step,
    move_question,
    working_days_after,
)
from cluster_gis.services.describe_question import question_json, waiting_questions
from cluster_gis.storage.queries.questions import (
    difficulties_of,
    get_question,
    list_questions,
    steps_of,
)
from tests.proposal_story import (
    CHAIR,
    COMMUNE,
    COMMUNE_OFFICER,
    DEPARTMENT,
    FINANCE,
    MINISTRY,
    PROVINCE,
    at,
    paper,
    person,
    writer,
)
from tests.small_register import write_small_register

DAY = date(2026, 10, 5)  # a Monday
SCT = Desk(role=Role.INDUSTRY_DEPARTMENT)


@pytest.fixture
def register(session):
    write_small_register(session)
    return session


def ask(session, who=COMMUNE_OFFICER, day=DAY, **more):
    said = {
        "title": "Vướng mắc đất lúa",
        "body": "Chưa rõ thẩm quyền chuyển mục đích đất lúa.",
        "asked_by": "UBND xã Kiến Thiết",
        "asked_on": day,
        "desk": SCT,
        "rule": "AREA-MAX",
        "unit_key": COMMUNE,
    } | more
    return ask_question(session, NewQuestion(**said), writer(who, at(day)))


def step(session, question_id, move, who, day, **said):
    version = get_question(session, question_id).version
    return move_question(
        session, question_id, move, Said(**said), writer(who, at(day)), expected=version
    )


def test_a_question_goes_up_and_comes_back_answered(register):
    number = ask(register, due_on=working_days_after(DAY, 5))
    assert get_question(register, number).due_on == date(2026, 10, 12)
    step(register, number, "forward", DEPARTMENT, DAY, desk=Desk(role=Role.PROVINCE))
    step(register, number, "forward", CHAIR, DAY, desk=Desk(role=Role.MINISTRY), body="Vượt")
    answered = step(
        register, number, "answer", MINISTRY, date(2026, 10, 20), body="Theo Điều 6.",
        document=paper("7/BCT-ĐCK", date(2026, 10, 19)),
    )  # fmt: skip
    assert (answered.state, answered.answered_on) == (QuestionState.ANSWERED, date(2026, 10, 19))
    step(register, number, "close", COMMUNE_OFFICER, date(2026, 10, 21))
    way = [(row["move"], row["desk_role"], row["role"]) for row in steps_of(register, number)]
    assert way == [
        ("ask", "industry_department", "commune"),
        ("forward", "province", "industry_department"),
        ("forward", "ministry", "province"),
        ("answer", "ministry", "ministry"),
        ("close", "ministry", "commune"),
    ]
    with pytest.raises(IllegalTransition):
        step(register, number, "answer", MINISTRY, date(2026, 10, 22), body="Nữa")


def test_an_office_answers_what_lies_on_its_desk_and_no_other(register):
    number = ask(register, desk=Desk(role=Role.PROVINCE))
    with pytest.raises(Forbidden, match="Committee"):
        step(register, number, "answer", FINANCE, DAY, body="Tôi trả lời")
    with pytest.raises(InvalidInput, match="letter"):
        step(register, number, "answer", DEPARTMENT, DAY, body="Tỉnh trả lời")
    letter = paper("5/UBND-CT", DAY)
    step(register, number, "answer", DEPARTMENT, DAY, body="Tỉnh trả lời", document=letter)
    told = question_json(register, get_question(register, number), CHAIR, str, on=DAY)
    assert told["answer"]["document"]["number"] == "5/UBND-CT"
    assert [one["move"] for one in told["moves"]] == ["close"]


def test_what_waits_stands_first_with_who_must_answer_and_is_overdue_after_its_day(register):
    ask(register, desk=Desk(role=Role.PROVINCE), title="của tỉnh")
    ask(register, due_on=DAY, title="của sở")
    own, other = waiting_questions(register, DEPARTMENT, on=DAY)
    assert (own.question.title, own.mine, own.overdue) == ("của sở", True, False)
    assert (other.question.title, other.mine) == ("của tỉnh", False)
    late = waiting_questions(register, DEPARTMENT, on=date(2026, 10, 6))[0]
    assert late.overdue
    elsewhere = person("lc", Role.INDUSTRY_DEPARTMENT, "2025:15")
    assert waiting_questions(register, elsewhere, on=DAY) == []
    assert len(waiting_questions(register, MINISTRY, on=DAY)) == 2


def test_an_investor_of_a_cluster_sees_its_questions_and_no_others(register):
    ask(register)
    number = ask(register, DEPARTMENT, cluster_code="hp-do-son", rule=None, unit_key=None)
    own = Membership(role=Role.INVESTOR, territory=Territory(TerritoryKind.CLUSTER, "hp-do-son"))
    investor = Actor(account="cdt", name="Cdt", memberships=(own,))
    scope = scope_of(investor, Action.QUESTION_READ, DAY)
    [found] = list_questions(register, scope=scope, on=DAY)
    assert found.id == number
    assert not may_step(register, found, "answer", investor, DAY)


def test_a_report_tells_the_questions_alive_in_its_period(register):
    number = ask(register, DEPARTMENT, cluster_code="hp-do-son", rule=None, unit_key=None)
    ask(register)
    told = {"scope": Scope(everywhere=True), "on": DAY}
    year = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    assert len(difficulties_of(register, ["hp-do-son"], unit_key=PROVINCE, **year, **told)) == 2
    of_cluster = difficulties_of(register, ["hp-do-son"], unit_key="2025:15", **year, **told)
    assert [one.id for one in of_cluster] == [number]
    before = {"first": date(2025, 1, 1), "last": date(2025, 12, 31)}
    assert difficulties_of(register, ["hp-do-son"], unit_key="", **before, **told) == []


@pytest.mark.parametrize(
    ("given", "error", "said"),
    [
        pytest.param({"rule": None}, InvalidInput, "cluster, the rule", id="about-nothing"),
        pytest.param({"rule": "NO-RULE"}, NotFound, "NO-RULE", id="a-rule-that-is-none"),
        pytest.param({"cluster_code": "hp-x"}, NotFound, "hp-x", id="no-such-cluster"),
        pytest.param({"body": " "}, InvalidInput, "body", id="no-text"),
        pytest.param({"asked_on": date(2027, 1, 1)}, InvalidInput, "future", id="not-asked-yet"),
        pytest.param({"due_on": date(2026, 1, 1)}, InvalidInput, "due_on", id="due-before-asked"),
        pytest.param({"unit_key": "2025:15"}, Forbidden, "Lào Cai", id="of-another-province"),
    ],
)
def test_a_wrong_question_is_refused_by_its_field(register, given, error, said):
    with pytest.raises(error, match=said):
        ask(register, **given)


def test_another_department_must_be_named_and_a_step_names_the_version_seen(register):
    with pytest.raises(InvalidInput, match="department"):
        Desk.parse("other_department", " ")
    number = ask(register)
    with pytest.raises(Stale):
        move_question(
            register, number, "close", Said(body="x"), writer(DEPARTMENT, at(DAY)), expected=9
        )
