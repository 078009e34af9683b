"""The web application as a server process builds it, from the environment alone.

Worker processes share nothing with the command that started them, so the command
puts its choices into the environment and each worker calls `build`.
"""

import os

from fastapi import FastAPI

from api.app import WebSettings, create_app
from api.identity_provider import IdentityProvider
from cluster_gis.cli.notices import notice_sinks
from cluster_gis.cli.web_server import LOOPBACK_VARIABLE, REGISTER_VARIABLE
from cluster_gis.config import Settings, parse_register
from cluster_gis.postgres import find_server

#: Requests a minute of one address from outside, unless the environment says otherwise: a map asks
#: for some hundred tiles when it is moved, and an office may share one address.
FROM_OUTSIDE = 6000
#: A map that is dragged asks for dozens of tiles at once; what is written shows this much later.
TILE_AGE_S = 0.05


def find_provider(settings: Settings) -> IdentityProvider | None:
    """The identity provider of the settings; None = none is configured."""
    if not (settings.oidc_issuer and settings.oidc_client_id and settings.oidc_client_secret):
        return None
    return IdentityProvider(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
    )


def build() -> FastAPI:
    """The application of the register that the environment names."""
    settings = Settings.from_environment()
    register = parse_register(os.environ.get(REGISTER_VARIABLE, "real"))
    server = find_server(settings)
    loopback = bool(os.environ.get(LOOPBACK_VARIABLE))
    requests = settings.requests_per_minute
    return create_app(
        WebSettings(
            database_url=server.web_url(register),
            register=register,
            base_map_url=settings.base_map_url,
            writer_url=server.writer_url(register),
            access_url=server.access_url(register),
            provider=find_provider(settings),
            templates=settings.templates,
            loopback=loopback,
            tile_age_s=TILE_AGE_S,
            notices=notice_sinks(settings),
            costly_per_minute=settings.costly_per_minute,
            requests_per_minute=(0 if loopback else FROM_OUTSIDE) if requests is None else requests,
        )
    )
