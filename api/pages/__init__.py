"""Pages for people. `routers()` and `render_problem` are what the application takes from here."""

from fastapi import APIRouter, Request, Response

from api.errors import Problem


def routers() -> list[APIRouter]:
    """Routers of all pages, in the order they are matched."""
    return []


def render_problem(request: Request, problem: Problem) -> Response | None:  # noqa: ARG001
    """A page that says what went wrong, for readers of pages; None = a problem document."""
    return None
