"""What routes are given: a reading session that spoils no answer."""

from types import SimpleNamespace

from sqlalchemy import create_engine, text

from api.app import WebSettings
from api.dependencies import get_session, release
from api.resources import open_resources


def test_a_transaction_that_the_database_ended_spoils_no_answer(module_database):
    resources = open_resources(WebSettings(database_url=module_database.web_url))
    request = SimpleNamespace(app=SimpleNamespace(state=SimpleNamespace(resources=resources)))
    given = get_session(request)
    session = next(given)
    number = session.scalar(text("SELECT pg_backend_pid()"))
    other = create_engine(module_database.web_url)
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:n)"), {"n": number})
    other.dispose()
    assert next(given, "over") == "over"
    again = get_session(request)
    reading = next(again)
    assert reading.scalar(text("SELECT 1")) == 1
    release(reading)
    assert not reading.in_transaction()
    assert next(again, "over") == "over"
    resources.engine.dispose()
