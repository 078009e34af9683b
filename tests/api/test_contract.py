"""Whatever is sent to the API, the answer is one that `/openapi.json` promises."""

import json

import pytest
from fastapi.testclient import TestClient
from schemathesis.openapi import from_asgi
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from api.app import WebSettings, create_app
from cluster_gis.domain.access import COUNTRY, Role
from cluster_gis.domain.staging import ReceivedFile
from cluster_gis.services.sign_in import issue_token
from cluster_gis.services.stage_boundaries import stage_boundaries
from tests.accounts import HAI_PHONG, write_account
from tests.contract import find_faults
from tests.proposal_story import begin
from tests.staged_outlines import FEATURES, collection

#: Values of path parameters that the database of these tests holds.
KNOWN = {
    "attachment_id": 1,
    "code": "hp-tien-lang",
    "col": 203,
    "collection": "clusters",
    "comment_id": 1,
    "feature": "hp-tien-lang",
    "field": "area_established_ha",
    "file_id": 1,
    "matrix": "WebMercatorQuad",
    "number": 1,
    "opinion_id": 1,
    "proposal_id": 1,
    "question_id": 1,
    "row": 113,
    "z": 8,
}
ROLES = [role for role in Role if role is not Role.PUBLIC]


@pytest.fixture(scope="module")
def database(small_database):
    """The small register with a file in staging and a draft of a proposal."""
    engine = create_engine(small_database.owner_url)
    with Session(engine) as session, session.begin():
        received = ReceivedFile(
            name="ranh.geojson",
            content=collection(FEATURES[:2]),
            source_title="Công văn 12/SCT",
            options={"province": "Hải Phòng"},
        )
        stage_boundaries(session, received, choices={}, by="tester")
        begin(session, "2026-01-05")
    engine.dispose()
    return small_database


@pytest.fixture(scope="module")
def tokens(database):
    """Role -> headers of an account that has it; the public sends none."""
    engine = create_engine(database.access_url)
    made = {Role.PUBLIC: {}}
    with Session(engine) as session, session.begin():
        for role in ROLES:
            place = COUNTRY if role is Role.MINISTRY else HAI_PHONG
            account = write_account(session, role.replace("_", "-"), (role, place))
            secret = issue_token(session, account, name="t", scope="write", days=9, by="t")
            made[role] = {"Authorization": f"Bearer {secret}"}
    engine.dispose()
    return made


@pytest.fixture
def app(database):
    """Made anew for each test: its pools open once and are closed with the test's last request."""
    return create_app(
        WebSettings(
            database_url=database.web_url,
            writer_url=database.writer_url,
            access_url=database.access_url,
            costly_per_minute=0,
        )
    )


@pytest.fixture
def schema(app):
    return from_asgi("/openapi.json", app)


def told(faults):
    return "\n\n".join(f"{fault}\n{how}" for fault, how in faults.items())


def test_every_answer_to_a_department_is_in_the_contract(schema, tokens):
    """One example of each way; `test_every_role` asks long."""
    headers = tokens[Role.INDUSTRY_DEPARTMENT]
    faults = find_faults(schema, headers, KNOWN, examples=1)
    assert not faults, told(faults)


@pytest.mark.full
@pytest.mark.parametrize("role", list(Role))
def test_every_role_gets_answers_of_the_contract(schema, tokens, role):
    faults = find_faults(schema, tokens[role], KNOWN, examples=30)
    assert not faults, told(faults)


#: Values that once broke a program somewhere.
NASTY = (
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202e\uffff",
    "'; DROP TABLE register.cluster_state; --",
    "%",
    "../../etc/passwd",
    "{0}{x!r}",
    "9" * 400,
    "-1",
    "1e999",
    "NaN",
    "0001-01-01",
    "9999-12-31",
    "99999-01-01",
    "2025-02-30",
    "2024-01-01T00:00:00+99:99",
    "EPSG:99999999999",
    "ﬁ́" * 60,
)


def paths_of(document):
    return [
        (method.upper(), path, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    ]


def fill(path, known):
    for name, value in known.items():
        path = path.replace("{" + name + "}", str(value))
    return path


@pytest.fixture
def client(app):
    return TestClient(app, raise_server_exceptions=False)


def test_no_parameter_breaks_the_program_whatever_it_says(client, app, tokens):
    headers = tokens[Role.INDUSTRY_DEPARTMENT] | {"If-Match": '"1"'}
    broken = []
    for turn, (method, path, operation) in enumerate(paths_of(app.openapi())):
        promised = set(operation["responses"])
        queries = [p["name"] for p in operation.get("parameters", ()) if p["in"] == "query"]
        # A third of the values for each operation: neighbours get the others.
        for number, value in enumerate(NASTY[turn % 3 :: 3]):
            text = value.encode("utf-8", "surrogatepass")
            if method == "GET":
                # One value for each parameter in turn: every pair of both within a few rounds.
                name = queries[number % len(queries)] if queries else "x"
                asked = client.get(fill(path, KNOWN), params={name: text}, headers=headers)
                if str(asked.status_code) not in promised:
                    broken.append((path, name, value, asked.status_code))
            elif "application/json" in operation.get("requestBody", {}).get("content", {}):
                body = json.dumps(dict.fromkeys(names_of(operation, app), value))
                asked = client.request(
                    method,
                    fill(path, KNOWN),
                    content=body,
                    headers=headers | {"Content-Type": "application/json"},
                )
                if str(asked.status_code) not in promised:
                    broken.append((path, "body", value, asked.status_code))
    assert broken == []


def names_of(operation, app):
    """Members of the body of an operation."""
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    if "$ref" in schema:
        schema = app.openapi()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema.get("properties", {"content": {}})
