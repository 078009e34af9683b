"""What routes ask for by type: a session, the language, the moment of the two clocks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from api.language import require_language
from api.resources import Resources
from cluster_gis.formats import legal_day
from cluster_gis.i18n import Translator, translator
from cluster_gis.storage.register import revision_at


def get_resources(request: Request) -> Resources:
    """The pools and settings of this server."""
    resources: Resources = request.app.state.resources
    return resources


def get_session(request: Request) -> Iterator[Session]:
    """A session that only reads, given back before the answer is sent."""
    with get_resources(request).sessions() as session:
        yield session


ServerResources = Annotated[Resources, Depends(get_resources)]
DbSession = Annotated[Session, Depends(get_session, scope="function")]
Language = Annotated[str, Depends(require_language)]


def get_translator(language: Language) -> Translator:
    """The function msgid -> text in the language of the request."""
    return translator(language)


Gettext = Annotated[Translator, Depends(get_translator)]


def today() -> date:
    """The legal day now (Việt Nam)."""
    return legal_day(datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Moment:
    """A point on both clocks.

    as_of: the day in the world (legal day). known_at: None = what is known now.
    revision: newest revision recorded at `known_at`; 0 = nothing was known yet.
    """

    as_of: date
    known_at: datetime | None
    revision: int


def get_moment(
    session: DbSession,
    as_of: Annotated[
        date | None, Query(description="Day in the world, 2024-05-01; left out = today.")
    ] = None,
    known_at: Annotated[
        datetime | None,
        Query(description="What the register knew then, 2024-05-01T08:00:00Z; left out = now."),
    ] = None,
) -> Moment:
    """The two clocks of a request; a time without a zone is taken as UTC."""
    if known_at is not None and known_at.tzinfo is None:
        known_at = known_at.replace(tzinfo=UTC)
    return Moment(as_of or today(), known_at, revision_at(session, known_at))


TwoClocks = Annotated[Moment, Depends(get_moment)]
