"""A page that says what went wrong, for readers of pages; programs get a problem document."""

import difflib
import logging
from http import HTTPStatus

import sqlalchemy.exc
from fastapi import Request, Response

from api.errors import NOT_FOUND, Problem
from api.language import language_of
from api.pages.context import bare_context, render
from api.pages.sign_in_address import sign_in_address
from cluster_gis.storage.queries.cluster_list import names_of_clusters
from cluster_gis.storage.register import revision_at

logger = logging.getLogger("cluster_gis.api")

#: Addresses of programs: they get problem documents, whatever they say they accept.
FOR_PROGRAMS = ("/api/", "/ogc", "/static/", "/openapi.json", "/healthz", "/readyz", "/metrics")
NEAR = 5


def render_problem(request: Request, problem: Problem) -> Response | None:
    """The page in the reader's language; None = this reader gets a problem document."""
    if request.url.path.startswith(FOR_PROGRAMS) or "text/html" not in request.headers.get(
        "accept", ""
    ):
        return None
    page = bare_context(request, language_of(request))
    other = "en" if page.language == "vi" else "vi"
    return render(
        "problem.html",
        page,
        status=problem.kind.status,
        problem=problem,
        phrase=HTTPStatus(problem.kind.status).phrase,
        other=other,
        sign_in=sign_in_address(request),
        near=_near_clusters(request) if problem.kind is NOT_FOUND else [],
    )


def _near_clusters(request: Request) -> list[tuple[str, str]]:
    """(code, name) of clusters whose code or name is like what was asked for."""
    parts = request.url.path.strip("/").split("/")
    if len(parts) != 2 or parts[0] != "clusters":
        return []
    asked = parts[1].lower()
    try:
        with request.app.state.resources.sessions() as session:
            names = names_of_clusters(session, revision=revision_at(session))
    except sqlalchemy.exc.SQLAlchemyError:
        # The page must come even when the database went away meanwhile.
        logger.warning("no near names for %s: the database is away", asked)
        return []
    codes = difflib.get_close_matches(asked, names, n=NEAR, cutoff=0.5)
    codes += [code for code in sorted(names) if asked in code and code not in codes]
    return [(code, names[code]) for code in codes[:NEAR]]
