"""What `/openapi.json` promises: besides the answers of the routes, every problem they may answer.

FastAPI describes a 422 of its own form; ours are RFC 9457 documents (`api/errors.py`). What an
operation may refuse follows from what it takes and from its row in the table of permissions.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.errors import MEDIA_TYPE, TYPE_PREFIX
from api.route_actions import action_of
from cluster_gis.domain.access import MATRIX

_BOTH = {
    "type": "object",
    "required": ["vi", "en"],
    "properties": {"vi": {"type": "string"}, "en": {"type": "string"}},
}
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "RFC 9457. The type is stable; title and detail are in the language asked for.",
    "required": ["type", "title", "status", "detail", "instance", "titles", "details", "register"],
    "properties": {
        "type": {"type": "string", "pattern": f"^{TYPE_PREFIX}[a-z-]+$"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "titles": _BOTH,
        "details": _BOTH,
        "register": {"type": "string", "enum": ["real", "simulated"]},
        "parameter": {"type": "string"},
    },
}
#: Status -> when.
_ALWAYS = {
    "400": "A parameter is not known or not valid; the problem names it.",
    "401": "Sign in first, or the token is not known, is over or was revoked.",
    "403": "Not allowed; the detail says who could.",
    "429": "Too many requests; Retry-After says how many seconds to wait.",
    "503": "The database is away or took too long; Retry-After says when to try again.",
}
_NOT_FOUND = {"404": "There is nothing of that name that the asker may read."}
_BODY = {
    "413": "The body is larger than this address takes.",
    "415": "The body is not of a type that this address takes.",
    "422": "The body is not valid; the problem names what.",
}
_WRITES = {"409": "The present state forbids it."}
_VERSIONED = {
    "412": "It changed since it was read; the problem says what is current.",
    "428": "If-Match with the version that was read is missing.",
}


def install_contract(app: FastAPI) -> None:
    """Let the application describe itself with every problem it answers."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            document = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
            )
            _complete(document)
            app.openapi_schema = document
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]


def _complete(document: dict[str, Any]) -> None:
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM_SCHEMA
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "A token of /profile."}
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _add_problems(method.upper(), path, operation)


def _add_problems(method: str, path: str, operation: dict[str, Any]) -> None:
    action = action_of(method, path)
    public = action is not None and MATRIX[action].is_public
    operation["security"] = [{}, {"token": []}] if public else [{"token": []}]
    problems = dict(_ALWAYS)
    if "{" in path or operation.get("parameters"):
        problems |= _NOT_FOUND
    if "requestBody" in operation:
        problems |= _BODY
    if method not in ("GET", "HEAD"):
        problems |= _NOT_FOUND | _WRITES
    names = {parameter["name"].lower() for parameter in operation.get("parameters", ())}
    if "if-match" in names:
        problems |= _VERSIONED
    responses = operation["responses"]
    responses.pop("422", None)
    for answer in responses.values():
        # FastAPI adds JSON to whatever a route says it answers.
        content = answer.get("content", {})
        if len(content) > 1 and not content.get("application/json", {}).get("schema"):
            content.pop("application/json", None)
    for status, when in problems.items():
        described = responses.setdefault(status, {"description": when})
        described.setdefault("content", {})[MEDIA_TYPE] = {
            "schema": {"$ref": "#/components/schemas/Problem"}
        }
