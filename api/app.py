"""The web application, made by `create_app`; importing this module does nothing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio.to_thread
from fastapi import Depends, FastAPI

from api import errors, pages
from api.body_limit import BodyLimit
from api.contract import install_contract
from api.desk import DeskMemory
from api.identity import enforce
from api.middleware import Edge
from api.resources import WebSettings, close_resources, open_resources
from api.routers import (
    audit,
    boundaries,
    cluster_changes,
    clusters,
    docs,
    health,
    items,
    ogc,
    ogc_html,
    plans,
    progress,
    proposal_review,
    proposals,
    province_settings,
    quality,
    questions,
    register,
    reports,
    returns,
    staging,
    tiles,
)
from api.static_files import VersionedFiles
from api.tile_shortcut import TileShortcut
from cluster_gis.i18n import N_, translator
from cluster_gis.services.notice_sinks import Mailroom
from cluster_gis.services.notify import LogSink
from cluster_gis.services.remember_quality import QualityMemory
from cluster_gis.services.remember_verdicts import VerdictMemory

STATIC = Path(__file__).parent / "static"

__all__ = ["WebSettings", "create_app"]


def create_app(settings: WebSettings) -> FastAPI:
    """The application for one register. Nothing is connected until it is asked something.

    app.state: resources (pools, settings, counters), asset_url (path below static/ -> address
    with its hash), render_problem (a page for a problem, or None), verdicts, desk and quality
    (remembered answers), notice_sinks (who is told that a proposal or question moved).
    """
    resources = open_resources(settings)
    static = VersionedFiles(STATIC)
    mailroom = Mailroom(settings.notices) if settings.notices else None

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # Threads beyond the pool would only wait for a connection; a few more serve files.
        limiter = anyio.to_thread.current_default_thread_limiter()
        limiter.total_tokens = resources.engine.pool.size() + 4  # type: ignore[attr-defined]
        await resources.pool.open(wait=False)
        yield
        if mailroom is not None:
            await anyio.to_thread.run_sync(mailroom.close)
        await close_resources(resources)

    app = FastAPI(
        title=_title(settings),
        description=N_("Register, plan, law findings and maps of industrial clusters."),
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        dependencies=[Depends(enforce)],
    )
    app.state.resources = resources
    app.state.asset_url = static.url
    app.state.render_problem = pages.render_problem
    app.state.verdicts = VerdictMemory()
    app.state.desk = DeskMemory()
    app.state.quality = QualityMemory()
    app.state.notice_sinks = (LogSink(),) if mailroom is None else (LogSink(), mailroom)
    # The one added last is the outermost.
    app.add_middleware(TileShortcut, resources=resources)
    app.add_middleware(BodyLimit)
    app.add_middleware(Edge, resources=resources)
    errors.install(app)
    for module in (
        health,
        docs,
        ogc_html,  # before the JSON routes of the same addresses
        ogc,
        items,
        tiles,
        clusters,
        cluster_changes,
        boundaries,
        register,
        staging,
        progress,
        quality,
        audit,
        plans,
        proposals,
        proposal_review,
        returns,  # before the reports of the same address
        questions,
        province_settings,
        reports,
    ):
        app.include_router(module.router)
    for router in pages.routers():
        app.include_router(router)
    app.mount("/static", static, name="static")
    install_contract(app)
    return app


def _title(settings: WebSettings) -> str:
    """The heading of the API's console: a simulated register says so in both languages."""
    if settings.register != "simulated":
        return "Cluster GIS"
    warning = N_("SIMULATED DATA")
    return f"Cluster GIS · {translator('vi')(warning)} · {warning}"
