"""What the roles of the web server may do in a database; each grant can be repeated.

Three roles, none of them owner or superuser: one reads for pages and layers, one writes what pages
and API change, one keeps accounts and sessions. The trail is written by its triggers alone.
"""

from sqlalchemy import Connection, text

#: What readers of pages see; `trail` shows of schema audit what a page tells.
_READ = ("register", "published", "proposal", "question", "reporting", "trail")
#: What services of pages and API write.
_WRITTEN = ("register", "proposal", "question", "reporting")
#: Tables of `register` that only migrations and commands write.
KEPT_BY_OWNER = (
    *("admin_unit", "admin_unit_lineage", "admin_unit_outline", "measuring_zone"),
    *("register_identity", "versioned_table"),
)
#: Drafts, whose lines may go: whatever is in the register only ever ends.
_MAY_DELETE = ("proposal.item", "proposal.clock")
#: Sums that triggers keep beside the register.
_SUMS = ("published.cluster_lots", "published.cluster_works")


def grant_reading(connection: Connection, role: str) -> None:
    """SELECT on what people read, EXECUTE on functions; nothing of accounts, no write at all."""
    name = _quoted(connection, role)
    connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {name}")
    for schema in _READ:
        _read_schema(connection, name, schema)
    _take_all(connection, name, "audit")  # it was read directly before there was `trail`


def grant_writing(connection: Connection, role: str) -> None:
    """Read and write what pages and API change: no definitions, no TRUNCATE, no trail."""
    name = _quoted(connection, role)
    _connect(connection, name)
    # register.write_versions lays the rows of a batch out in temporary tables of its transaction.
    connection.exec_driver_sql(f"GRANT TEMPORARY ON DATABASE {_database(connection)} TO {name}")
    for schema in ("register", "published", "proposal", "question", "reporting"):
        _read_schema(connection, name, schema)
    for schema in _WRITTEN:
        connection.exec_driver_sql(
            f"GRANT INSERT, UPDATE ON ALL TABLES IN SCHEMA {schema} TO {name}"
        )
        connection.exec_driver_sql(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {name}")
    for table in KEPT_BY_OWNER:
        connection.exec_driver_sql(f"REVOKE INSERT, UPDATE ON register.{table} FROM {name}")
    for table in _MAY_DELETE:
        connection.exec_driver_sql(f"GRANT DELETE ON {table} TO {name}")
    for table in _SUMS:
        connection.exec_driver_sql(f"GRANT INSERT, UPDATE, DELETE ON {table} TO {name}")


def grant_access(connection: Connection, role: str) -> None:
    """Read and write accounts and sessions, delete only old attempts; nothing of the register."""
    name = _quoted(connection, role)
    _connect(connection, name)
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA access TO {name}")
    connection.exec_driver_sql(
        f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA access TO {name}"
    )
    connection.exec_driver_sql(f"GRANT DELETE ON access.sign_in_attempt TO {name}")


def _quoted(connection: Connection, role: str) -> str:
    return str(connection.scalar(text("SELECT quote_ident(:role)"), {"role": role}))


def _database(connection: Connection) -> str:
    return str(connection.scalar(text("SELECT quote_ident(current_database())")))


def _connect(connection: Connection, name: str) -> None:
    connection.exec_driver_sql(f"GRANT CONNECT ON DATABASE {_database(connection)} TO {name}")


def _read_schema(connection: Connection, name: str, schema: str) -> None:
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {name}")
    connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {name}")
    connection.exec_driver_sql(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA {schema} TO {name}")


def _take_all(connection: Connection, name: str, schema: str) -> None:
    for what in ("ALL TABLES IN SCHEMA", "ALL FUNCTIONS IN SCHEMA", "SCHEMA"):
        connection.exec_driver_sql(f"REVOKE ALL ON {what} {schema} FROM {name}")
