"""The database server behind the product: found, made, started, stopped.

Imported by entry points only. `open_server(settings)` gives a running server with
the real register's database; `find_server(settings)` one that must be running already.
"""

from cluster_gis.config import Settings
from cluster_gis.postgres.given import describe_given
from cluster_gis.postgres.layout import Layout
from cluster_gis.postgres.private import find_private, open_private, stop_private
from cluster_gis.postgres.server import Server, is_used_by_others

__all__ = ["Server", "find_server", "open_server", "release_server", "stop_server"]


def open_server(settings: Settings) -> Server:
    """A running server; makes and starts the private one when no database address is set."""
    if settings.database_url is not None:
        server = describe_given(settings)
        server.ensure_database("real")
        return server
    return open_private(Layout(settings.home))


def find_server(settings: Settings) -> Server:
    """The server as it is now, nothing started or made; raises SetupProblem when it is down."""
    if settings.database_url is not None:
        return describe_given(settings)
    return find_private(Layout(settings.home))


def stop_server(settings: Settings) -> bool:
    """Stop the private server (never a user's own); False when there was nothing to stop."""
    if settings.database_url is not None:
        return False
    return stop_private(Layout(settings.home))


def release_server(settings: Settings, server: Server) -> bool:
    """Stop what `open_server` started, unless another program has begun to use it meanwhile."""
    if not server.started or is_used_by_others(server):
        return False
    return stop_server(settings)
