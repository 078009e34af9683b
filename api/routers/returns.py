"""Periodic returns by programs: start, type, fill, submit, accept, send back, correct.

Each change names in If-Match the ETag that was read. Which form a role sends and accepts:
docs/reports.md.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from api.dependencies import DbSession, Language, ServerResources, only
from api.identity import Person
from api.if_match import IfMatch, read_tag, versioned_answer
from api.parameters import today
from api.writing import Writer
from cluster_gis.domain.reporting.returns import Move, ReturnVersion
from cluster_gis.services import work_on_returns as work
from cluster_gis.services.describe_return import describe_return

router = APIRouter(prefix="/api/v1/reports/returns", tags=["Returns"])
Number = Annotated[int, Path(ge=1, le=2**62, description="Number of one version of a return")]
Plain = Depends(only())


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, and in which language the answer is."""

    who: work.Person
    language: str


def get_asked(person: Person, resources: ServerResources, language: Language) -> Asked:
    """The person of the request, acting today."""
    who = work.Person(
        actor=person, by=person.recorded_as, on=today(), register=resources.settings.register
    )
    return Asked(who, language)


AskedBy = Annotated[Asked, Depends(get_asked)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class StartIn(_Body):
    """A return to be begun. reporter: key of a project (01), code of a cluster (02), unit (03, 04).

    reason: why the newest version, which is closed, is corrected; left out for a first version.
    """

    form: Annotated[str, Field(max_length=40)]
    period: Annotated[str, Field(max_length=20)]
    reporter: Annotated[str, Field(max_length=100)]
    reason: Annotated[str | None, Field(max_length=2000)] = None


class FiguresIn(_Body):
    """Field of the form -> figure such as "1234.5" in the unit of its row; "" takes one back."""

    figures: Annotated[
        dict[
            Annotated[str, Field(max_length=60)],
            Annotated[str, Field(max_length=40)],
        ],
        Field(min_length=1, max_length=60),
    ]


class RemarkIn(_Body):
    """What is to be corrected."""

    remark: Annotated[str, Field(min_length=1, max_length=2000)]


@router.post("", dependencies=[Plain], status_code=201)
def start(session: Writer, asked: AskedBy, wanted: StartIn) -> Response:
    """Begin a draft; its figures are those of the register until others are typed."""
    version = work.start_return(
        session, asked.who, wanted.form, wanted.period, wanted.reporter, reason=wanted.reason
    )
    response = _answer(session, asked, version)
    response.status_code = 201
    response.headers["Location"] = f"/api/v1/reports/returns/{version.id}"
    return response


@router.get("/{number}", dependencies=[Plain])
def read(session: DbSession, asked: AskedBy, number: Number) -> Response:
    """One version: figures with what is missing, typed figures, moves, what may be done now."""
    return _answer(session, asked, work.read_return(session, asked.who, number))


@router.put("/{number}/figures", dependencies=[Plain])
def type_figures(
    session: Writer, asked: AskedBy, number: Number, wanted: FiguresIn, if_match: IfMatch
) -> Response:
    """Keep figures of a draft; 400 names the row that cannot be, and nothing is kept."""
    version = work.type_return(
        session, asked.who, number, wanted.figures, locale="en", read=read_tag(if_match)
    )
    return _answer(session, asked, version)


@router.post("/{number}/fill", dependencies=[Plain])
def fill(session: Writer, asked: AskedBy, number: Number, if_match: IfMatch) -> Response:
    """Take over what the record of progress says and nobody typed; gaps stay empty."""
    version = work.fill_return(session, asked.who, number, read=read_tag(if_match))
    return _answer(session, asked, version)


@router.post("/{number}/submit", dependencies=[Plain])
def submit(session: Writer, asked: AskedBy, number: Number, if_match: IfMatch) -> Response:
    """Send it: its figures are kept as they are now."""
    return _step(session, asked, number, Move.SUBMIT, if_match)


@router.post("/{number}/discard", dependencies=[Plain])
def discard(session: Writer, asked: AskedBy, number: Number, if_match: IfMatch) -> Response:
    """Give a draft up."""
    return _step(session, asked, number, Move.DISCARD, if_match)


@router.post("/{number}/accept", dependencies=[Plain])
def accept(session: Writer, asked: AskedBy, number: Number, if_match: IfMatch) -> Response:
    """Accept what was sent; from now on it counts in forms 03 and 04."""
    return _step(session, asked, number, Move.ACCEPT, if_match)


@router.post("/{number}/send-back", dependencies=[Plain])
def send_back(
    session: Writer, asked: AskedBy, number: Number, wanted: RemarkIn, if_match: IfMatch
) -> Response:
    """Send it back with remarks; the reporter begins a new version with its reason."""
    return _step(session, asked, number, Move.SEND_BACK, if_match, remark=wanted.remark)


def _step(
    session: Session,
    asked: Asked,
    number: int,
    move: Move,
    if_match: str,
    *,
    remark: str | None = None,
) -> Response:
    version = work.step_return(
        session, asked.who, number, move, remark=remark, read=read_tag(if_match)
    )
    return _answer(session, asked, version)


def _answer(session: Session, asked: Asked, version: ReturnVersion) -> Response:
    told: dict[str, Any] = describe_return(session, version, asked.who, asked.language)
    return versioned_answer({"register": asked.who.register, **told}, told["tag"])
