"""Proposals through the API: five accounts, versions, territory, files, and no trace for others."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from api.parameters import today
from cluster_gis.domain.access import COUNTRY, Role, unit
from cluster_gis.services.sign_in import issue_token
from tests.accounts import HAI_PHONG, LAO_CAI, write_account
from tests.proposal_story import BOW_TIE, COMMUNE, SQUARE, add_item, content

PEOPLE = {
    "xa": (Role.COMMUNE, unit(COMMUNE)),
    "so": (Role.INDUSTRY_DEPARTMENT, HAI_PHONG),
    "tc": (Role.OTHER_DEPARTMENT, HAI_PHONG),
    "ub": (Role.PROVINCE, HAI_PHONG),
    "bo": (Role.MINISTRY, COUNTRY),
    "lc": (Role.INDUSTRY_DEPARTMENT, LAO_CAI),
    "dn": (Role.ENTERPRISE, HAI_PHONG),
    "cu": (Role.INDUSTRY_DEPARTMENT, HAI_PHONG, None, date(2026, 1, 1)),
}


@pytest.fixture(scope="module")
def office(small_database) -> Iterator[dict[str, TestClient]]:
    """One client a person, each with a token that may write; "" = nobody signed in."""
    engine = create_engine(small_database.owner_url)
    secrets = {}
    with Session(engine) as session:
        for login, held in PEOPLE.items():
            account = write_account(session, login, held)
            secrets[login] = issue_token(
                session, account, name="test", scope="write", days=9, by="t"
            )
        session.commit()
    engine.dispose()
    app = create_app(
        WebSettings(
            database_url=small_database.web_url,
            writer_url=small_database.writer_url,
            access_url=small_database.access_url,
        )
    )
    with TestClient(app, base_url="http://cluster.example") as nobody:
        made = {"": nobody}
        for login, secret in secrets.items():
            made[login] = TestClient(
                app,
                base_url="http://cluster.example",
                headers={"Authorization": f"Bearer {secret}"},
            )
        yield made


def begin(office, title="Bổ sung CCN Kiến Thiết", item=None):
    wanted = {"unit": COMMUNE, "content": content(item or add_item(), title=title)}
    answer = office["xa"].post("/api/v1/proposals", json=wanted)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"], answer.headers["ETag"]


def paper(number, signer="A"):
    return {"number": number, "signed_on": today().isoformat(), "signer": signer}


def move(client, address, name, seen, **given):
    return client.post(f"{address}/moves", json={"move": name, **given}, headers={"If-Match": seen})


def test_five_accounts_carry_a_proposal_into_the_plan(office):
    address, seen = begin(office, item=add_item(geometry=BOW_TIE))
    checked = office["xa"].get(f"{address}/check").json()
    assert "items.i1.outline" in {one["field"] for one in checked["blocking"]}
    refused = move(office["xa"], address, "submit", seen, document=paper("12/TTr-UBND"))
    assert refused.status_code == 400
    written = office["xa"].put(address, json=content(), headers={"If-Match": seen})
    seen = written.headers["ETag"]
    for who, name, given in (
        ("xa", "submit", {"document": paper("12/TTr-UBND")}),
        ("so", "accept", {}),
        ("so", "request_completion", {"document": paper("8/SCT"), "requested": ["Bản đồ"]}),
        ("xa", "answer", {"reason": "Đã bổ sung"}),
    ):
        done = move(office[who], address, name, seen, **given)
        assert done.status_code == 200, done.text
        seen = done.headers["ETag"]
    asked = office["so"].post(
        f"{address}/opinions", json={"agencies": ["Sở Tài chính"]}, headers={"If-Match": seen}
    )
    [opinion] = asked.json()["opinions"]
    assert move(
        office["so"], address, "appraise", asked.headers["ETag"], result="meets",
        document=paper("90/BC-SCT"),
    ).status_code == 409  # fmt: skip
    given = office["tc"].post(
        f"{address}/opinions/{opinion}",
        json={"result": "agree", "body": "Thống nhất"},
        headers={"If-Match": asked.headers["ETag"]},
    )
    appraised = move(
        office["so"], address, "appraise", given.headers["ETag"], result="meets",
        document=paper("90/BC-SCT"),
    )  # fmt: skip
    assert move(
        office["so"], address, "approve", appraised.headers["ETag"], document=paper("1/QĐ-UBND")
    ).status_code == 403  # fmt: skip
    decided = move(
        office["ub"], address, "approve", appraised.headers["ETag"], reason="Đồng ý",
        document=paper("1234/QĐ-UBND"),
    )  # fmt: skip
    assert decided.json()["state"] == "approved", decided.text
    told = office["bo"].get(address).json()
    assert [e["move"] for e in told["events"]][-1] == "approve"
    assert [one["number"] for one in told["revisions"]] == [1, 2]
    diff = office["ub"].get(f"{address}/diff", params={"from": 1, "to": 2}).json()
    assert diff["items"] == []
    register = office[""].get("/api/v1/clusters/hp-kien-thiet").json()
    assert "Kiến Thiết" in str(register)


def test_a_write_names_the_version_it_saw(office):
    address, seen = begin(office, "Phiên bản")
    assert office["xa"].put(address, json=content()).status_code == 428
    first = office["xa"].put(address, json=content(title="A"), headers={"If-Match": seen})
    late = office["xa"].put(address, json=content(title="B"), headers={"If-Match": seen})
    assert (first.status_code, late.status_code) == (200, 412)
    assert "Người xa" in late.json()["detail"]
    assert office["xa"].get(address).json()["title"] == "A"
    wrong = office["xa"].put(address, json=content(), headers={"If-Match": "now"})
    assert wrong.status_code == 400


def test_the_second_of_two_reviewers_gets_412_and_what_the_first_did(office):
    address, seen = begin(office, "Hai người thẩm định")
    sent = move(office["xa"], address, "submit", seen, document=paper("13/TTr-UBND"))
    seen = sent.headers["ETag"]
    assert move(office["so"], address, "accept", seen).status_code == 200
    late = move(office["so"], address, "return", seen, reason="thiếu")
    assert late.status_code == 412
    assert "Tiếp nhận để thẩm định" in late.json()["detail"]


def appraise(office, address, seen):
    """From the submission to the end of the appraisal; returns the newest version."""
    for who, name, given in (
        ("so", "accept", {}),
        ("so", "appraise", {"result": "meets", "document": paper("90/BC-SCT")}),
    ):
        done = move(office[who], address, name, seen, **given)
        assert done.status_code == 200, done.text
        seen = done.headers["ETag"]
    return seen


def test_the_second_decision_on_one_piece_of_land_is_stale_until_it_is_appraised_again(office):
    land = SQUARE | {"coordinates": [[[x + 0.1, y + 0.1] for x, y in SQUARE["coordinates"][0]]]}
    seen = {}
    for name in ("Đất Chung Một", "Đất Chung Hai"):
        address, tag = begin(office, name, add_item(name, geometry=land))
        sent = move(office["xa"], address, "submit", tag, document=paper("15/TTr-UBND"))
        seen[address] = sent.headers["ETag"]
    first, second = seen
    [hit] = office["so"].get(f"{second}/check").json()["items"][0]["collisions"]
    assert (hit["title"], Decimal(str(hit["area_ha"])) > 30) == ("Đất Chung Một", True)
    tags = {address: appraise(office, address, tag) for address, tag in seen.items()}
    given = {"reason": "Đồng ý", "document": paper("2001/QĐ-UBND")}
    assert move(office["ub"], first, "approve", tags[first], **given).status_code == 200
    given["document"] = paper("2002/QĐ-UBND")
    stale = move(office["ub"], second, "approve", tags[second], **given)
    assert stale.status_code == 412
    for part in ("thẩm định lại", "hp-dat-chung-mot", "phương án"):
        assert part in stale.json()["detail"].casefold()
    assert office["ub"].get(second).headers["ETag"] == tags[second]  # nothing was written
    opened = move(office["so"], second, "reappraise", tags[second], reason="Nền đã thay đổi")
    done = move(
        office["so"], second, "appraise", opened.headers["ETag"], result="meets",
        document=paper("91/BC-SCT"),
    )  # fmt: skip
    decided = move(office["ub"], second, "approve", done.headers["ETag"], **given)
    assert decided.json()["state"] == "approved", decided.text


@pytest.mark.parametrize(
    ("moment", "day", "version"),
    [
        pytest.param("2026-09-14T16:59:59+00:00", "2026-09-14", "V5", id="the-last-second"),
        pytest.param("2026-09-14T17:00:00+00:00", "2026-09-15", "V6", id="a-second-later"),
    ],
)
def test_a_submission_counts_by_the_second_in_viet_nam(office, monkeypatch, moment, day, version):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.fromisoformat(moment).astimezone(tz)

    address, seen = begin(office, f"Phút chót {day}")
    monkeypatch.setattr("api.proposal_access.datetime", Clock)
    document = {"number": "16/TTr-UBND", "signed_on": "2026-09-14", "signer": "A"}
    sent = move(office["xa"], address, "submit", seen, document=document)
    told = office["so"].get(address).json()
    assert (sent.status_code, told["law_on"], told["law_version"]) == (200, day, version)


def test_a_membership_that_has_ended_moves_nothing_and_reads_nothing(office):
    address, seen = begin(office, "Hết hạn")
    sent = move(office["xa"], address, "submit", seen, document=paper("17/TTr-UBND"))
    for answer in (
        office["cu"].get(address),
        move(office["cu"], address, "accept", sent.headers["ETag"]),
        office["cu"].post("/api/v1/proposals", json={"unit": COMMUNE}),
    ):
        assert answer.status_code == 403, answer.text
        assert "hiệu lực" in answer.json()["detail"]
    assert office["so"].get(address).json()["state"] == "submitted"


def test_to_others_a_proposal_is_not_there(office):
    address, seen = begin(office, "Của xã")
    assert office["so"].get(address).status_code == 200  # it may draft in the same unit
    for login in ("lc", "tc", "bo"):
        assert office[login].get(address).status_code == 404, login
    sent = move(office["xa"], address, "submit", seen, document=paper("14/TTr-UBND"))
    assert office["tc"].get(address).status_code == 200
    assert office["bo"].get(address).status_code == 200
    assert office["lc"].get(address).status_code == 404
    assert move(office["lc"], address, "accept", sent.headers["ETag"]).status_code == 404
    assert office["dn"].get(address).status_code == 403
    assert office[""].get(address).status_code == 401
    titles = {p["title"] for p in office["lc"].get("/api/v1/proposals").json()["proposals"]}
    assert titles == set()
    assert office["lc"].post("/api/v1/proposals", json={"unit": COMMUNE}).status_code == 403
    waiting = office["so"].get("/api/v1/worklist").json()["tasks"]
    assert ("Của xã", True) in {(t["proposal"]["title"], t["mine"]) for t in waiting}


def test_files_come_back_as_they_came_and_are_never_shown(office):
    address, seen = begin(office, "Tệp")
    evil = b"<script>alert(1)</script>"
    kept = office["xa"].post(
        f"{address}/attachments",
        files={"file": ("tờ trình.html", evil, "text/html")},
        data={"paper": "plan_basis"},
        headers={"If-Match": seen},
    )
    number = kept.json()["attachment"]
    back = office["xa"].get(f"{address}/attachments/{number}")
    assert back.content == evil
    assert back.headers["content-type"] == "application/octet-stream"
    assert back.headers["content-disposition"].startswith("attachment")
    gone = office["xa"].delete(
        f"{address}/attachments/{number}", headers={"If-Match": kept.headers["ETag"]}
    )
    assert gone.status_code == 200
    assert office["xa"].get(address).json()["attachments"] == []


def test_a_boundary_file_is_read_for_an_item(office):
    address, _ = begin(office, "Tọa độ")
    table = (
        "STT;X (m);Y (m)\n1;2300000;590000\n2;2300000;590400\n3;2300250;590400\n4;2300250;590000\n"
    )
    answer = office["xa"].post(
        f"{address}/outline",
        files={"file": ("ranh.csv", table.encode(), "text/csv")},
        data={"crs": "EPSG:9210", "quality": "surveyed"},
    )
    outline = answer.json()["outline"]
    assert (outline["area_ha"], outline["quality"], outline["how"]) == (
        "10.000000",
        "surveyed",
        "uploaded",
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param(
            {"items": [{"key": "i1", "kind": "sell"}]}, "items[0].kind", id="no-such-kind"
        ),
        pytest.param({"colour": 1}, "content.colour", id="unknown-key"),
    ],
)
def test_a_wrong_content_is_named_by_its_path(office, body, field):
    answer = office["xa"].post("/api/v1/proposals/check", json={"unit": COMMUNE, "content": body})
    assert answer.status_code == 400
    assert answer.json()["parameter"] == field


def test_papers_are_made_for_who_may_read_the_proposal(office):
    address, _ = begin(office, "Văn bản")
    listed = office["xa"].get(f"{address}/documents").json()["documents"]
    files = {one["kind"]: one["files"] for one in listed}
    assert set(files["map"]) == {"pdf"}
    word = office["xa"].get(files["submission"]["docx"])
    assert (word.status_code, word.content[:2]) == (200, b"PK")
    for kind in ("decision", "map"):
        printed = office["xa"].get(files[kind]["pdf"])
        assert (printed.status_code, printed.content[:4]) == (200, b"%PDF")
    for name in ("decision.odt", "map.docx", "letter.pdf"):
        path = files["decision"]["pdf"].replace("decision.pdf", name)
        assert office["xa"].get(path).status_code in (400, 404)
    assert office["lc"].get(files["decision"]["pdf"]).status_code == 404
    assert office[""].get(files["decision"]["pdf"]).status_code == 401
