"""Servers over the small register, with one cluster whose every text is hostile."""

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from api.app import WebSettings
from cluster_gis.storage.migrate import upgrade
from cluster_gis.storage.register import Batch, insert_missing, write_versions
from tests.databases import Clone, DatabaseMaker
from tests.servers import serving
from tests.small_register import write_small_register

HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror=window.hacked=1>\"'&{{7*7}}"
HOSTILE_STATE = {
    "cluster_code": "hp-thu",
    "name": HOSTILE,
    "status": "operating",
    "status_basis": "inferred",
    "province_key": "2025:31",
    "commune_key": "2025:11800",
    "place": "SRID=4326;POINT(106.56 20.73)",
    "place_basis": "commune_by_name",
    "infrastructure_investor": HOSTILE,
    "decision_text": HOSTILE,
    "note": HOSTILE,
    "area_planned_ha": 20,
    "source_key": "hostile",
    "valid": "[2020-01-01,)",
}
HOSTILE_SOURCE = {
    "source_key": "hostile",
    "dataset": "test",
    "title": HOSTILE,
    "url": "javascript:window.hacked=1",
}


def write_page_register(session: Session) -> None:
    """The small register and the hostile cluster."""
    write_small_register(session)
    insert_missing(session, "source", [HOSTILE_SOURCE])
    insert_missing(session, "industrial_cluster", [{"code": "hp-thu", "source_key": "hostile"}])
    write_versions(
        session,
        by="tester",
        reason="hostile",
        batches=[Batch(table="cluster_state", rows=[HOSTILE_STATE])],
    )


def fill(database: Clone) -> None:
    engine = create_engine(database.owner_url)
    with Session(engine) as session:
        write_page_register(session)
        session.commit()
    engine.dispose()


@pytest.fixture(scope="module")
def small_database(module_database: Clone) -> Clone:
    """In place of the one of all the API: with the hostile cluster."""
    fill(module_database)
    return module_database


@pytest.fixture(scope="module")
def site(small_database: Clone) -> Iterator[str]:
    """Address of a server over the register."""
    settings = WebSettings(
        database_url=small_database.web_url,
        writer_url=small_database.writer_url,
        access_url=small_database.access_url,
    )
    with serving(settings) as address:
        yield address


@pytest.fixture(scope="module")
def simulated_site(databases: DatabaseMaker) -> Iterator[str]:
    """Address of a server over a simulated register."""
    database = databases.create("simulated_pages")
    upgrade(database.owner_url, kind="simulated")
    fill(database)
    engine = create_engine(database.owner_url)
    with engine.connect() as connection:
        kind = connection.scalar(text("SELECT kind FROM register.register_identity"))
        assert kind == "simulated"
    engine.dispose()
    settings = WebSettings(database_url=database.owner_url, register="simulated")
    with serving(settings) as address:
        yield address
    databases.drop(database)
