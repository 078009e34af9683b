"""The way of a proposal: versions, clocks, opinions, papers, territory, late hours."""

from datetime import date, datetime

import pytest

from cluster_gis.domain.access import (
    Action,
    Actor,
    Membership,
    Role,
    Territory,
    TerritoryKind,
    may,
    unit,
)
from cluster_gis.domain.proposal_moves import Details, State
from cluster_gis.errors import (
    Conflict,
    Forbidden,
    IllegalTransition,
    InvalidInput,
    Stale,
    VersionNotNamed,
)
from cluster_gis.services.ask_opinions import give_opinion, request_opinions
from cluster_gis.services.comment_proposal import NewComment, add_comment
from cluster_gis.services.move_proposal import move_proposal
from cluster_gis.services.proposal_clocks import clocks_on, read_worklist, readable_scopes
from cluster_gis.services.proposal_standing import check_now
from cluster_gis.services.review_proposal import NewFile, attach_file, record_step
from cluster_gis.services.settle_province import set_province_setting
from cluster_gis.services.write_proposal import place_of, save_draft, start_proposal
from cluster_gis.storage.queries.proposal_review import comments_of, opinions_of
from cluster_gis.storage.queries.proposals import (
    clocks_of,
    events_of,
    get_proposal,
    list_proposals,
    revisions_of,
)
from tests.proposal_story import (
    BOW_TIE,
    CHAIR,
    COMMUNE,
    COMMUNE_OFFICER,
    DEPARTMENT,
    FINANCE,
    PROVINCE,
    add_item,
    at,
    begin,
    carry,
    content,
    paper,
    person,
    step,
    writer,
)
from tests.small_register import write_small_register

DAY = date(2026, 10, 5)  # a Monday


@pytest.fixture
def register(session):
    write_small_register(session)
    return session


def establish_item(**values):
    return {
        "key": "i1",
        "kind": "establish",
        "cluster_code": "hp-do-son",
        "values": {"name": "Đồ Sơn", "area_ha": "34.5"} | values,
        "outline": add_item()["outline"],
    }


def test_a_boundary_that_crosses_itself_is_named_kept_and_stops_the_submission(register):
    broken = content(add_item(geometry=BOW_TIE))
    proposal_id = begin(register, DAY, content=broken)
    kept = get_proposal(register, proposal_id).draft.items[0].outline
    assert "self_intersection" in {issue["code"] for issue in kept.issues}
    with pytest.raises(InvalidInput, match="cross"):
        step(register, proposal_id, "submit", DAY)
    who = writer(COMMUNE_OFFICER, at(DAY))
    save_draft(register, proposal_id, content(), who, expected=1)
    assert step(register, proposal_id, "submit", DAY).state is State.SUBMITTED


def test_the_draft_is_checked_by_the_path_of_the_submission(register):
    proposal_id = begin(register, DAY)
    draft = get_proposal(register, proposal_id)
    check = check_now(register, draft, draft.draft, today=DAY)
    step(register, proposal_id, "submit", DAY)
    [submitted] = revisions_of(register, proposal_id)
    assert submitted.findings["items"] == dict(check.answer)["items"]


def test_a_write_without_a_version_and_with_an_old_one_is_refused(register):
    proposal_id = begin(register, DAY)
    who = writer(COMMUNE_OFFICER, at(DAY))
    with pytest.raises(VersionNotNamed):
        save_draft(register, proposal_id, content(), who, expected=None)
    save_draft(register, proposal_id, content(title="Khác"), who, expected=1)
    with pytest.raises(Stale, match="Xa"):
        save_draft(register, proposal_id, content(), who, expected=1)


def test_the_second_of_two_reviewers_is_told_what_the_first_did(register):
    proposal_id = begin(register, DAY)
    carry(register, proposal_id, DAY, "submit", "accept")
    seen = get_proposal(register, proposal_id).version
    step(register, proposal_id, "request_completion", DAY)
    with pytest.raises(Stale) as refused:
        move_proposal(
            register,
            proposal_id,
            "appraise",
            Details(document=paper("1/BC", DAY), result="meets"),
            writer(DEPARTMENT, at(DAY)),
            expected=seen,
        )
    assert "Request completion" in str(refused.value)


@pytest.mark.parametrize(
    ("role", "moment", "version", "on"),
    [
        pytest.param(
            Role.COMMUNE, "2026-09-14T16:59:59Z", "V5", "2026-09-14", id="last-second-of-v5"
        ),
        pytest.param(Role.COMMUNE, "2026-09-14T17:00:00Z", "V6", "2026-09-15", id="a-second-later"),
        pytest.param(
            Role.DISTRICT, "2024-04-30T16:59:59Z", "V2", "2024-04-30", id="last-second-of-v2"
        ),
        pytest.param(Role.DISTRICT, "2024-04-30T17:00:00Z", "V3", "2024-05-01", id="v3-begins"),
    ],
)
def test_the_legal_day_of_viet_nam_picks_the_version_of_the_law(
    register, role, moment, version, on
):
    late = writer(person("xa", role, COMMUNE), datetime.fromisoformat(moment))
    proposal_id = start_proposal(register, COMMUNE, late, content=content(establish_item()))
    details = Details(document=paper("12/TTr-UBND", late.on))
    proposal = move_proposal(register, proposal_id, "submit", details, late, expected=1)
    assert proposal.law_on == date.fromisoformat(on)
    [revision] = revisions_of(register, proposal_id)
    assert revision.findings["law_version"] == version


def test_an_account_of_another_province_and_an_expired_one_are_refused(register):
    proposal_id = begin(register, DAY)
    step(register, proposal_id, "submit", DAY)
    elsewhere = person("lc", Role.INDUSTRY_DEPARTMENT, "2025:15")
    former = person("cu", Role.INDUSTRY_DEPARTMENT, "2025:31", until=date(2026, 10, 4))
    for who in (elsewhere, former):
        with pytest.raises(Forbidden):
            move_proposal(
                register, proposal_id, "accept", Details(), writer(who, at(DAY)), expected=2
            )
    assert read_worklist(register, elsewhere, on=DAY) == []
    with pytest.raises(Forbidden):
        start_proposal(register, COMMUNE, writer(elsewhere, at(DAY)))


def test_the_clock_stands_while_completion_is_asked_for(register):
    proposal_id = begin(register, DAY, content=content(establish_item()))
    carry(register, proposal_id, DAY, "submit", "accept")
    step(register, proposal_id, "request_completion", date(2026, 10, 8))

    def clock(day):
        rows = clocks_of(register, [proposal_id])[proposal_id]
        [one] = clocks_on(get_proposal(register, proposal_id), rows, ("establish",), as_of=day)
        return one

    running = clock(date(2026, 10, 12))
    assert (running.state.value, running.due_date, running.days_used) == ("paused", None, 2)
    step(register, proposal_id, "answer", date(2026, 10, 13))
    # 20 working days (V6) from 6 October, without 9, 12 and 13 October.
    after = clock(date(2026, 10, 13))
    assert (after.state.value, after.due_date) == ("running", date(2026, 11, 6))
    late = clock(date(2026, 11, 9))
    assert late.overdue
    [task] = [
        t for t in read_worklist(register, DEPARTMENT, on=date(2026, 11, 9)) if t.opinion is None
    ]
    assert (task.mine, task.overdue, task.due) == (True, True, date(2026, 11, 6))
    [other] = read_worklist(register, CHAIR, on=date(2026, 11, 9))
    assert not other.mine


def test_each_answer_is_a_revision_that_nobody_changes_again(register):
    proposal_id = begin(register, DAY)
    carry(register, proposal_id, DAY, "submit", "accept", "request_completion")
    version = get_proposal(register, proposal_id).version
    who = writer(COMMUNE_OFFICER, at("2026-10-08"))
    save_draft(register, proposal_id, content(add_item(sectors="Dệt may")), who, expected=version)
    step(register, proposal_id, "answer", "2026-10-08")
    first, second = revisions_of(register, proposal_id)
    assert "sectors" not in first.content.items[0].values
    assert second.content.items[0].values["sectors"] == "Dệt may"
    with pytest.raises(Conflict):
        save_draft(register, proposal_id, content(), who, expected=version + 2)


def test_departments_answer_once_and_for_themselves(register):
    proposal_id = begin(register, DAY)
    carry(register, proposal_id, DAY, "submit", "accept")

    def now():
        return get_proposal(register, proposal_id).version

    agencies = ["Sở Tài chính", "Sở Xây dựng"]
    asked = request_opinions(
        register, proposal_id, agencies, writer(DEPARTMENT, at("2026-10-07")), expected=now()
    )
    with pytest.raises(Conflict, match="Sở Tài chính"):
        step(register, proposal_id, "appraise", "2026-10-08")
    of_finance = Actor(
        account="tc",
        name="Tc",
        memberships=(
            Membership(
                role=Role.OTHER_DEPARTMENT, territory=unit("2025:31"), organisation="Sở Tài chính"
            ),
        ),
    )
    answer = {"result": "agree", "body": "Thống nhất"}
    them = writer(of_finance, at("2026-10-08"))
    with pytest.raises(Forbidden):
        give_opinion(register, proposal_id, asked[1], them, expected=now(), **answer)
    give_opinion(register, proposal_id, asked[0], them, expected=now(), **answer)
    with pytest.raises(Conflict):
        give_opinion(register, proposal_id, asked[0], them, expected=now(), **answer)
    recorded = writer(DEPARTMENT, at("2026-10-09"))
    with pytest.raises(InvalidInput):  # a letter dated before it was asked for
        give_opinion(
            register, proposal_id, asked[1], recorded, expected=now(), **answer,
            document=paper("5/SXD", "2026-10-06"),
        )  # fmt: skip
    give_opinion(
        register, proposal_id, asked[1], recorded, expected=now(), **answer,
        document=paper("5/SXD", "2026-10-08"),
    )  # fmt: skip
    assert step(register, proposal_id, "appraise", "2026-10-09").state is State.APPRAISED
    assert {row["result"] for row in opinions_of(register, proposal_id)} == {"agree"}


def test_two_proposals_on_one_piece_of_land_see_each_other(register):
    first = begin(register, DAY)
    step(register, first, "submit", DAY)
    second = begin(register, DAY, content=content(add_item("Kiến Thiết 2")))
    draft = get_proposal(register, second)
    check = check_now(register, draft, draft.draft, today=DAY)
    [hit] = check.answer["items"][0]["collisions"]
    assert (hit["proposal"], hit["state"]) == (first, "submitted")
    assert float(hit["area_ha"]) == pytest.approx(34.6, abs=0.2)
    step(register, second, "submit", DAY)
    for proposal_id in (first, second):
        carry(register, proposal_id, DAY, "accept", "appraise")
    step(register, first, "approve", "2026-10-08")
    with pytest.raises(Stale, match="hp-kien-thiet"):
        step(register, second, "approve", "2026-10-08")


def test_a_paper_of_a_passed_step_is_refused(register):
    proposal_id = begin(register, DAY, content=content(establish_item()))
    carry(register, proposal_id, DAY, "submit", "accept")
    who = writer(DEPARTMENT, at("2026-10-12"))

    def record(name, number, day):
        version = get_proposal(register, proposal_id).version
        return record_step(register, proposal_id, name, paper(number, day), who, expected=version)

    record("council", "900/QĐ-UBND", "2026-10-07")
    record("scoring", "1/BB-HĐ", "2026-10-09")
    with pytest.raises(Conflict, match="900/QĐ-UBND"):
        record("council", "950/QĐ-UBND", "2026-10-10")
    with pytest.raises(Conflict, match="1/BB-HĐ"):
        record("criteria", "2/BB-HĐ", "2026-10-12")


def test_remarks_never_stop_a_writer_and_files_belong_to_the_dossier(register):
    proposal_id = begin(register, DAY)
    who = writer(COMMUNE_OFFICER, at(DAY))
    letter = NewFile(
        name="tờ trình.pdf",
        media_type="application/pdf",
        content=b"%PDF-1.7",
        paper="plan_basis",
    )
    attach_file(register, proposal_id, letter, who, expected=1)
    carry(register, proposal_id, DAY, "submit", "accept")
    version = get_proposal(register, proposal_id).version
    remark = NewComment(
        body="Đỉnh này ở ngoài xã", about="vertex", target="1", item_key="i1", lon=106.6, lat=20.7
    )
    add_comment(register, proposal_id, remark, writer(FINANCE, at(DAY)))
    assert get_proposal(register, proposal_id).version == version
    [kept] = comments_of(register, proposal_id)
    assert (kept["about"], kept["role"]) == ("vertex", "other_department")
    with pytest.raises(Conflict):
        attach_file(register, proposal_id, letter, who, expected=version)


def test_events_tell_who_moved_what_under_which_paper(register):
    proposal_id = begin(register, DAY)
    carry(register, proposal_id, DAY, "submit", "accept", "appraise", "approve")
    told = [
        (e["move"], e["by_account"], e["role"], (e["document"] or {}).get("number"))
        for e in events_of(register, proposal_id)
    ]
    assert told == [
        ("start", "xa", "commune", None),
        ("submit", "xa", "commune", "12/TTr-UBND"),
        ("accept", "so", "industry_department", None),
        ("appraise", "so", "industry_department", "90/BC-SCT"),
        ("approve", "ub", "province", "1234/QĐ-UBND"),
    ]
    with pytest.raises(IllegalTransition):
        move_proposal(
            register,
            proposal_id,
            "withdraw",
            Details(reason="thôi"),
            writer(COMMUNE_OFFICER, at(DAY)),
            expected=5,
        )


def test_an_investor_reads_what_concerns_its_cluster_alone_and_drafts_nothing(register):
    of_cluster = Membership(
        role=Role.INVESTOR, territory=Territory(TerritoryKind.CLUSTER, "hp-do-son")
    )
    investor = Actor(account="cdt", name="Cdt", memberships=(of_cluster,))
    alone = begin(register, DAY, content=content(establish_item()))
    other = add_item("Kiến Thiết") | {"key": "i2"}
    shared = begin(register, DAY, content=content(establish_item(), other))
    assert listed(register, investor) == []  # drafts are of who writes them
    for proposal_id in (alone, shared):
        step(register, proposal_id, "submit", DAY)
    assert listed(register, investor) == [alone]
    place = place_of(register, get_proposal(register, alone), DAY)
    assert may(investor, Action.PROPOSAL_READ, place, DAY)
    place = place_of(register, get_proposal(register, shared), DAY)
    assert not may(investor, Action.PROPOSAL_READ, place, DAY)
    with pytest.raises(Forbidden, match="commune"):
        start_proposal(register, COMMUNE, writer(investor, at(DAY)))


def listed(register, actor):
    readable, drafts = readable_scopes(actor, DAY)
    return [one.id for one in list_proposals(register, readable=readable, drafts=drafts)]


def test_the_land_quota_is_shown_with_its_use_and_source_and_unknown_is_never_zero(register):
    def quotas():
        draft = get_proposal(register, proposal_id)
        return check_now(register, draft, draft.draft, today=DAY).answer["plan"]["quotas"]

    proposal_id = begin(register, DAY, content=content(add_item(area_ha="30")))
    assert quotas() == []
    for unit_key, value in ((PROVINCE, "500"), (COMMUNE, "20")):
        set_province_setting(
            register, unit_key, setting="land_quota_ha", value=value, document="326/QĐ-TTg",
            first_day=date(2021, 1, 1), last_day=date(2030, 12, 31), by="t",
        )  # fmt: skip
    whole, local = quotas()
    names = ("quota_ha", "used_before_ha", "used_after_ha", "left_ha")
    assert [whole[name] for name in names] == [500, 50, 80, 420]
    assert [local[name] for name in names] == [20, 50, 80, -60]
    assert (local["unit_key"], local["document"]) == (COMMUNE, "326/QĐ-TTg")
    assert whole["last_day"] == "2030-12-31"
