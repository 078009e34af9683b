"""What routes ask for by type: a session, the language, the moment of the two clocks."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from api.language import require_language
from api.parameters import parse_day, parse_known_at, require_json, single_values, today
from api.resources import Resources
from cluster_gis.i18n import Translator, translator
from cluster_gis.storage.register import revision_at

logger = logging.getLogger("cluster_gis.api")


def get_resources(request: Request) -> Resources:
    """The pools and settings of this server."""
    resources: Resources = request.app.state.resources
    return resources


def get_session(request: Request) -> Iterator[Session]:
    """A session that only reads, given back before the answer is sent.

    The database ends a transaction that idles; one that was over before its answer was made has
    told all it had to, and spoils nothing.
    """
    session = get_resources(request).sessions()
    try:
        yield session
    finally:
        try:
            session.close()
        except DBAPIError:
            logger.warning("a reading transaction was ended while its answer was made")
            session.invalidate()


def release(session: Session) -> None:
    """End a reading transaction before long work that needs no database, such as making a PDF."""
    session.rollback()


ServerResources = Annotated[Resources, Depends(get_resources)]
DbSession = Annotated[Session, Depends(get_session, scope="function")]
Language = Annotated[str, Depends(require_language)]


def get_translator(language: Language) -> Translator:
    """The function msgid -> text in the language of the request."""
    return translator(language)


Gettext = Annotated[Translator, Depends(get_translator)]


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
        str | None, Query(description="Day in the world, 2024-05-01; left out = today.")
    ] = None,
    known_at: Annotated[
        str | None,
        Query(description="What the register knew then, 2024-05-01T08:00:00Z; left out = now."),
    ] = None,
) -> Moment:
    """The two clocks of a request."""
    moment = parse_known_at(known_at) if known_at is not None else None
    day = parse_day("as_of", as_of) if as_of is not None else today()
    return Moment(day, moment, revision_at(session, moment))


TwoClocks = Annotated[Moment, Depends(get_moment)]


def only(*names: str) -> Callable[[Request, Language], None]:
    """A dependency that refuses every query parameter but these and `lang`."""
    known = frozenset({*names, "lang"})

    def refuse_others(request: Request, _: Language) -> None:
        values = single_values(request.query_params, known)
        if "f" in known:
            require_json(values)

    return refuse_others
