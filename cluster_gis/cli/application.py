"""The web application as a server process builds it, from the environment alone.

Worker processes share nothing with the command that started them, so the command
puts its choices into the environment and each worker calls `build`.
"""

import os

from fastapi import FastAPI

from api.app import WebSettings, create_app
from cluster_gis.cli.web_server import LOOPBACK_VARIABLE, REGISTER_VARIABLE
from cluster_gis.config import Settings, parse_register
from cluster_gis.postgres import find_server


def build() -> FastAPI:
    """The application of the register that the environment names."""
    settings = Settings.from_environment()
    register = parse_register(os.environ.get(REGISTER_VARIABLE, "real"))
    server = find_server(settings)
    return create_app(
        WebSettings(
            database_url=server.web_url(register),
            register=register,
            base_map_url=settings.base_map_url,
            writer_url=server.owner_url(register),
            access_url=server.access_url(register),
            loopback=bool(os.environ.get(LOOPBACK_VARIABLE)),
        )
    )
