"""The small register with a row of lots, for tiles."""

import pytest
from sqlalchemy import create_engine, text

from tests.lots import N_LOTS, lot, write_lots


@pytest.fixture(scope="module")
def lots(small_database):
    """Lots since 2021 (revision 2); on 2024-05-01 the first is let (revision 3)."""
    write_lots(small_database.owner_url, [lot(number) for number in range(N_LOTS)])
    write_lots(small_database.owner_url, [lot(1, valid="[2024-05-01,)", leased=True)])
    return small_database


@pytest.fixture(scope="module")
def ask(lots):
    """Rows of a statement."""
    engine = create_engine(lots.owner_url)

    def run(statement, **values):
        with engine.connect() as connection:
            return connection.execute(text(statement), values).all()

    yield run
    engine.dispose()
