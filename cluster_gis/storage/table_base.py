"""The metadata of the register's tables, and the columns that every versioned table has."""

from typing import Any

from sqlalchemy import BigInteger, Column, MetaData, Table, Text
from sqlalchemy.dialects.postgresql import DATERANGE, INT8RANGE

metadata = MetaData(schema="register")


def versioned(name: str, *columns: Column[Any]) -> Table:
    """A table made by `register.make_versioned`: its own columns, its id and the two clocks.

    valid: days in the world `[)`; recorded: revisions during which the register held it for true.
    """
    return Table(
        name,
        metadata,
        *columns,
        Column("id", BigInteger, primary_key=True),
        Column("valid", DATERANGE, nullable=False),
        Column("recorded", INT8RANGE, nullable=False),
        Column("recorded_by", Text, nullable=False),
    )
