"""Staged files as pages and as JSON: what waits, what is wrong with it, and the next command."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.domain.staging import ReceivedFile
from cluster_gis.services.decide_staging import decide_rows
from cluster_gis.services.stage_boundaries import stage_boundaries
from tests.databases import Clone
from tests.staged_outlines import FEATURES, collection, write_clusters


@pytest.fixture
def client(fresh_database: Clone, open_client) -> TestClient:
    """A register with one staged file: an overlap, a crossing, an unknown name."""
    engine = create_engine(fresh_database.owner_url)
    with Session(engine) as session, session.begin():
        write_clusters(session)
        received = ReceivedFile(
            name="<ranh>.geojson",
            content=collection([FEATURES[0], FEATURES[2], FEATURES[5], FEATURES[12]]),
            source_title="Công văn 12/SCT",
            options={"province": "Hải Phòng"},
        )
        file_id = stage_boundaries(session, received, choices={}, by="tester")
    with Session(engine) as session, session.begin():
        decide_rows(session, file_id, [1], "accept", by="tester")
    engine.dispose()
    return open_client(fresh_database, operator=True)


def test_the_pages_show_files_rows_issues_and_the_exact_command(client):
    listed = client.get("/staging").text
    assert "&lt;ranh&gt;.geojson" in listed
    assert "1 đã chấp nhận, 0 đã từ chối, 3 chưa quyết định" in listed
    shown = client.get("/staging/1").text
    for text in (
        "Chồng lấn với #3 CCN Sáu 0,9438 ha",
        "self_intersection",
        "cluster-gis staging apply 1",
        "cluster-gis staging decide 1",
        "chưa gắn với cụm",
        "\u00a0ha",
        "Công văn 12/SCT",
        "srcdoc=",
    ):
        assert text in shown
    english = client.get("/staging/1", params={"lang": "en"}).text
    assert "Overlaps #3 CCN Sáu by 0.9438 ha" in english
    assert client.get("/staging/77").status_code == 404
    assert client.get("/staging/x").status_code in (400, 404, 422)


def test_the_interface_answers_the_same_and_refuses_what_it_does_not_know(client):
    [file] = client.get("/api/v1/staging").json()["files"]
    assert (file["state"], file["counts"]["total"], file["findings_hold"]) == ("open", 4, True)
    answer = client.get("/api/v1/staging/1", params={"limit": 2, "offset": 1}).json()
    assert [row["row"] for row in answer["rows"]] == [2, 3]
    crossing = answer["rows"][0]["issues"]
    assert {i["code"] for i in crossing} >= {"self_intersection"}
    assert all(i["lon"] for i in crossing if i["code"] == "self_intersection")
    assert [q["field"] for q in answer["rows"][0]["questions"]] == ["quality"]
    assert client.get("/api/v1/staging/9").status_code == 404
    assert client.get("/api/v1/staging", params={"x": 1}).status_code == 400
    assert client.get("/api/v1/staging/1", params={"limit": 0}).status_code == 400
