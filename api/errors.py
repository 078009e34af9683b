"""Errors as RFC 9457 problem documents; the only place that knows HTTP status codes.

`type` is stable: clients may depend on it. Title and detail come in both languages, and once
more in the language of the request under the names that RFC 9457 gives them.
"""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg
import psycopg_pool
import sqlalchemy.exc
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.language import language_of
from cluster_gis import errors
from cluster_gis.i18n import N_, fill, translator

logger = logging.getLogger("cluster_gis.api")

TYPE_PREFIX = "urn:cluster-gis:problem:"
MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_S = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """One stable type of problem."""

    name: str
    status: int
    title: str


NOT_FOUND = Kind("not-found", 404, N_("Not found"))
METHOD = Kind("method-not-allowed", 405, N_("The method is not allowed here"))
PARAMETER = Kind("invalid-parameter", 400, N_("A parameter is not valid"))
INPUT = Kind("invalid-input", 422, N_("The input is not valid"))
GEOMETRY = Kind("invalid-geometry", 422, N_("The geometry cannot be used"))
CONFLICT = Kind("conflict", 409, N_("The present state forbids this"))
TRANSITION = Kind("illegal-transition", 409, N_("This step is not possible from the present state"))
STALE = Kind("stale", 412, N_("The facts have changed meanwhile"))
SIGN_IN = Kind("sign-in-needed", 401, N_("Sign in first"))
NO_IF_MATCH = Kind("if-match-required", 428, N_("The version that was read must be named"))
TOO_LARGE = Kind("too-large", 413, N_("The body is too large"))
TOO_OFTEN = Kind("too-many-requests", 429, N_("Too many requests"))
TOO_MANY = Kind("too-many-attempts", 429, N_("Too many attempts"))
FORBIDDEN = Kind("forbidden", 403, N_("This is not allowed"))
AWAY = Kind("database-away", 503, N_("The database cannot be reached"))
BUSY = Kind("busy", 503, N_("The server is busy"))
SLOW = Kind("too-slow", 503, N_("The database took too long"))
UNAVAILABLE = Kind("unavailable", 503, N_("Something that is needed cannot be reached"))
REQUEST = Kind("bad-request", 400, N_("The request cannot be answered"))
INTERNAL = Kind("internal", 500, N_("An error of the program"))

#: The first class that fits decides.
STATUS_TABLE: tuple[tuple[type[errors.ClusterGisError], Kind], ...] = (
    (errors.NotFound, NOT_FOUND),
    (errors.InvalidGeometry, GEOMETRY),
    (errors.InvalidInput, PARAMETER),
    (errors.IllegalTransition, TRANSITION),
    (errors.Stale, STALE),
    (errors.VersionNotNamed, NO_IF_MATCH),
    (errors.SignInNeeded, SIGN_IN),
    (errors.TooManyRequests, TOO_OFTEN),
    (errors.TooManyAttempts, TOO_MANY),
    (errors.Forbidden, FORBIDDEN),
    (errors.Conflict, CONFLICT),
    (errors.Unavailable, UNAVAILABLE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """detail: an English msgid with named values. parameter: name of the one that is wrong."""

    kind: Kind
    detail: str
    values: dict[str, Any] = field(default_factory=dict)
    parameter: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def detail_in(self, language: str) -> str:
        """The sentence in "vi" or "en"."""
        return fill(self.detail, self.values, translator(language))

    def title_in(self, language: str) -> str:
        """The title in "vi" or "en"."""
        return translator(language)(self.kind.title)


def problem_document(problem: Problem, request: Request) -> dict[str, Any]:
    """Members of the RFC 9457 document for this request."""
    language = language_of(request)
    document: dict[str, Any] = {
        "type": TYPE_PREFIX + problem.kind.name,
        "title": problem.title_in(language),
        "status": problem.kind.status,
        "detail": problem.detail_in(language),
        "instance": request.url.path,
        "titles": {"vi": problem.title_in("vi"), "en": problem.title_in("en")},
        "details": {"vi": problem.detail_in("vi"), "en": problem.detail_in("en")},
        "register": request.app.state.resources.settings.register,
    }
    if problem.parameter is not None:
        document["parameter"] = problem.parameter
    return document


def problem_response(problem: Problem, request: Request) -> Response:
    """The answer: a page for a reader of pages, a problem document for everybody else."""
    headers = {"Cache-Control": "no-store", **problem.headers}
    if problem.kind.status == 503:
        headers["Retry-After"] = str(RETRY_AFTER_S)
    render = request.app.state.render_problem
    if render is not None:
        page: Response | None = render(request, problem)
        if page is not None:
            page.headers.update(headers)
            return page
    return Response(
        json.dumps(problem_document(problem, request), ensure_ascii=False),
        status_code=problem.kind.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def describe(error: Exception) -> Problem:
    """The problem that an exception stands for; INTERNAL for one that nobody expected."""
    if isinstance(error, errors.ClusterGisError):
        kind = next(kind for cls, kind in STATUS_TABLE if isinstance(error, cls))
        parameter = error.field if isinstance(error, errors.InvalidInput) else None
        headers = {}
        if isinstance(error, errors.SignInNeeded):
            headers = {"WWW-Authenticate": "Bearer"}
        elif isinstance(error, errors.TooManyAttempts):
            headers = {"Retry-After": str(error.wait_s)}
        return Problem(
            kind=kind,
            detail=error.message,
            values=dict(error.values),
            parameter=parameter,
            headers=headers,
        )
    if isinstance(error, RequestValidationError):
        return _describe_validation(error)
    if isinstance(error, HTTPException):
        return _describe_http(error)
    cause = error.orig if isinstance(error, sqlalchemy.exc.DBAPIError) else error
    return next((problem for cls, problem in _DATABASE if isinstance(cause, cls)), _UNEXPECTED)


_AWAY = Problem(kind=AWAY, detail=N_("The database is away for now; try again shortly."))
_UNEXPECTED = Problem(kind=INTERNAL, detail=N_("The server has noted what happened."))
#: What the drivers raise when an answer takes too long, when a value cannot be read, and when the
#: server is stopped, restarting, or all connections are taken. The first that fits decides.
_DATABASE: tuple[tuple[type[Exception], Problem], ...] = (
    (
        psycopg.errors.QueryCanceled,
        Problem(kind=SLOW, detail=N_("The answer took too long; ask for less, or later.")),
    ),
    (
        psycopg.DataError,
        Problem(kind=PARAMETER, detail=N_("A value of the request cannot be stored or read.")),
    ),
    (psycopg.OperationalError, _AWAY),
    (psycopg.InterfaceError, _AWAY),
    (psycopg_pool.PoolTimeout, _AWAY),
    (psycopg_pool.PoolClosed, _AWAY),
    (
        sqlalchemy.exc.TimeoutError,
        Problem(kind=BUSY, detail=N_("Many requests are being answered; try again shortly.")),
    ),
)


def _describe_http(error: HTTPException) -> Problem:
    if error.status_code == 404:
        return Problem(kind=NOT_FOUND, detail=N_("There is nothing at this address."))
    if error.status_code == 405:
        return Problem(
            kind=METHOD,
            detail=N_("This address is only read, not written."),
            headers=error.headers or {"Allow": "GET, HEAD"},
        )
    if error.status_code == 413 and error.detail.isdigit():
        return Problem(
            kind=TOO_LARGE,
            detail=N_("The request is larger than {most} MB, which is what this address takes."),
            values={"most": error.detail},
        )
    kind = Kind(REQUEST.name, error.status_code, REQUEST.title)
    return Problem(kind=kind, detail=str(error.detail).replace("{", "(").replace("}", ")"))


#: pydantic's error type -> sentence; pydantic's own English text would reach readers otherwise.
_EXPECTED = {
    "missing": N_("The parameter {parameter} is missing."),
    "extra_forbidden": N_("The parameter {parameter} is not known here."),
    "int_parsing": N_("The parameter {parameter} is {value}; expected a whole number."),
    "date_from_datetime_parsing": N_(
        "The parameter {parameter} is {value}; expected a date such as 2024-05-01."
    ),
    "date_parsing": N_("The parameter {parameter} is {value}; expected a date such as 2024-05-01."),
    "literal_error": N_("The parameter {parameter} is {value}; expected one of {expected}."),
    "greater_than_equal": N_("The parameter {parameter} is {value}; at least {ge} is expected."),
    "less_than_equal": N_("The parameter {parameter} is {value}; at most {le} is expected."),
}
_OTHERWISE = N_("The parameter {parameter} is {value}, which is not of the expected form.")


def _describe_validation(error: RequestValidationError) -> Problem:
    """The first fault, named; a parameter is 400, a body 422."""
    fault = error.errors()[0]
    where = fault["loc"]
    name = ".".join(str(part) for part in where[1:]) or str(where[0])
    return Problem(
        kind=INPUT if where[0] == "body" else PARAMETER,
        detail=_EXPECTED.get(fault["type"], _OTHERWISE),
        values={"parameter": name, "value": repr(fault.get("input")), **(fault.get("ctx") or {})},
        parameter=name,
    )


async def _answer(request: Request, error: Exception) -> Response:
    problem = describe(error)
    if problem.kind is INTERNAL:
        raise error
    if problem.kind in (AWAY, SLOW):
        logger.warning("%s %s: %s", request.method, request.url.path, error)
    return problem_response(problem, request)


def answer_unexpected(request: Request, error: Exception) -> Response:
    """Log the traceback; the client learns nothing of the inside."""
    logger.exception("%s %s", request.method, request.url.path, exc_info=error)
    return problem_response(describe(error), request)


def install(app: FastAPI) -> None:
    """Register the one handler for everything that `describe` knows."""
    for cls in (
        errors.ClusterGisError,
        RequestValidationError,
        HTTPException,
        sqlalchemy.exc.DBAPIError,
        sqlalchemy.exc.TimeoutError,
        psycopg.Error,
        psycopg_pool.PoolTimeout,
        psycopg_pool.PoolClosed,
    ):
        app.add_exception_handler(cls, _answer)
