"""Whatever is sent to the API, the answer is one that `/openapi.json` promises."""

import os, time
import pytest
from schemathesis.openapi import from_asgi
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from cluster_gis.domain.access import Role, COUNTRY
from cluster_gis.services.sign_in import issue_token
from cluster_gis.storage.connections import name_actor
from tests.accounts import HAI_PHONG, write_account
from tests.contract import find_faults
from tests.proposal_story import begin
from tests.staged_outlines import FEATURES, collection
from cluster_gis.domain.staging import ReceivedFile
from cluster_gis.services.stage_boundaries import stage_boundaries

KNOWN = {
    "code": "hp-tien-lang",
    "file_id": 1,
    "proposal_id": 1,
    "collection": "clusters",
    "feature": "hp-tien-lang",
    "matrix": "WebMercatorQuad",
    "z": 8,
    "row": 113,
    "col": 203,
    "number": 1,
    "attachment_id": 1,
    "opinion_id": 1,
    "comment_id": 1,
    "row_no": 1,
}


@pytest.fixture(scope="module")
def asked(small_database):
    engine = create_engine(small_database.owner_url)
    with Session(engine) as session, session.begin():
        received = ReceivedFile(
            name="ranh.geojson",
            content=collection(FEATURES[:3]),
            source_title="CV 12/SCT",
            options={"province": "Hải Phòng"},
        )
        stage_boundaries(session, received, choices={}, by="tester")
        begin(session, "2026-01-05")
    engine.dispose()
    engine = create_engine(small_database.access_url)
    tokens = {}
    with Session(engine) as session, session.begin():
        for role in Role:
            if role is Role.PUBLIC:
                continue
            account = write_account(
                session,
                role.value.replace("_", "-"),
                (role, HAI_PHONG if role is not Role.MINISTRY else COUNTRY),
            )
            tokens[role] = issue_token(session, account, name="t", scope="write", days=30, by="t")
    engine.dispose()
    app = create_app(
        WebSettings(
            database_url=small_database.web_url,
            writer_url=small_database.owner_url,
            access_url=small_database.access_url,
        )
    )
    return from_asgi("/openapi.json", app), tokens


def test_answers(asked):
    schema, tokens = asked
    only = os.environ.get("ONLY_ROLES", "industry_department").split(",")
    n = int(os.environ.get("EXAMPLES", "3"))
    out = {}
    for role in only:
        t = time.time()
        headers = {"Authorization": f"Bearer {tokens[Role(role)]}"} if role != "public" else {}
        out[role] = find_faults(schema, headers, KNOWN, examples=n)
        print(role, time.time() - t)
        for k, v in out[role].items():
            print("FAULT", role, k)
            print("     ", v.replace("\n", "\n      "))
    assert not any(out.values())
