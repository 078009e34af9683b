"""A return as one act of one person: the right, the version read, then the step itself.

Page, API and command come here, so that a return obeys the same rules whoever moves it. `read` is
the tag of the version that the person saw; nothing commits.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cluster_gis.domain.access import Action, Actor, Place, Territory, TerritoryKind, decide
from cluster_gis.domain.amounts import NumberLocale
from cluster_gis.domain.reporting.canonical import canonical_json
from cluster_gis.domain.reporting.periods import cut_off_of, parse_period
from cluster_gis.domain.reporting.returns import (
    CLOSED,
    MOVES,
    OF_THE_REPORTER,
    Move,
    ReturnState,
    ReturnVersion,
    may_move,
)
from cluster_gis.errors import Forbidden, Stale
from cluster_gis.i18n import N_
from cluster_gis.services.hold_returns import (
    begin_return,
    fill_from_register,
    get_return,
    move_return,
    type_figures,
)
from cluster_gis.services.make_report import ReportUnit, find_report_unit
from cluster_gis.services.read_report_forms import find_form
from cluster_gis.services.report_facts import moment_of
from cluster_gis.storage.queries.reporting import newest_version
from cluster_gis.storage.queries.territory import place_of_cluster, place_of_unit

#: The tag that fits any version: who works at the command line sees the newest state.
ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who acts. by: as it is recorded; on: the legal day of the act; register: real, simulated."""

    actor: Actor
    by: str
    on: date
    register: str


def tag_of(version: ReturnVersion) -> str:
    """Short name of what a version holds now; it changes with every figure and every move."""
    said = {
        "id": version.id,
        "state": version.state.value,
        "typed": dict(version.typed),
        "moved_at": version.moved_at.isoformat() if version.moved_at else None,
    }
    return hashlib.sha256(canonical_json(said)).hexdigest()[:16]


def place_of_report(session: Session, unit: ReportUnit, day: date) -> Place:
    """Where the unit of a report lies on the day, for rights."""
    if unit.cluster is not None:
        place = place_of_cluster(session, unit.cluster, day)
        own = {Territory(TerritoryKind.PROJECT, unit.key)} if unit.level == "project" else set()
        return Place(territories=place.territories | own, label=place.label)
    if unit.key:
        return place_of_unit(session, unit.key, day)
    return Place()


def place_of_return(session: Session, version: ReturnVersion) -> Place:
    """Where the reporter of a version lies."""
    return _place(session, version.form, version.period, version.reporter)


def _place(session: Session, form: str, period: str, reporter: str) -> Place:
    chosen = parse_period(period)
    found = find_form(form, chosen.last)
    day = cut_off_of(found, chosen)
    moment = moment_of(session, None)
    unit = find_report_unit(session, reporter, found, as_of=day, revision=moment.revision)
    return place_of_report(session, unit, day)


def start_return(
    session: Session, person: Person, form: str, period: str, reporter: str, *, reason: str | None
) -> ReturnVersion:
    """Begin a draft; `reason` where it corrects a version that is closed."""
    place = _place(session, form, period, reporter)
    _allow(person, form, None, place)
    number = begin_return(
        session, form, parse_period(period), reporter, by=person.by, reason=reason
    )
    return get_return(session, number)


def read_return(session: Session, person: Person, number: int) -> ReturnVersion:
    """One version, for who may read it."""
    version = get_return(session, number)
    decide(person.actor, Action.RETURN_READ, place_of_return(session, version), person.on)
    return version


def type_return(
    session: Session,
    person: Person,
    number: int,
    figures: Mapping[str, str],
    *,
    locale: NumberLocale,
    read: str,
) -> ReturnVersion:
    """Keep figures of a draft; an empty text takes one back."""
    _touch(session, person, number, Move.SUBMIT, read)
    type_figures(session, number, figures, locale=locale)
    return get_return(session, number)


def fill_return(session: Session, person: Person, number: int, *, read: str) -> ReturnVersion:
    """Take over into a draft what the record of progress says and nobody has typed yet."""
    version = _touch(session, person, number, Move.SUBMIT, read)
    fill_from_register(session, version, register=person.register)
    return get_return(session, number)


def step_return(
    session: Session, person: Person, number: int, move: Move, *, remark: str | None, read: str
) -> ReturnVersion:
    """Submit, discard, accept or send back with remarks."""
    _touch(session, person, number, move, read)
    move_return(
        session,
        number,
        move,
        by=person.by,
        on=person.on,
        remark=remark,
        register=person.register,
    )
    return get_return(session, number)


def moves_open(session: Session, person: Person, version: ReturnVersion) -> list[Move]:
    """What the person may do with the version as it stands."""
    place = place_of_return(session, version)
    return [
        move
        for move in Move
        if (version.state, move) in MOVES
        and may_move(person.actor, version.form, move, place, person.on)
    ]


def may_correct(session: Session, person: Person, version: ReturnVersion) -> bool:
    """Whether the person may begin a new version after this one, the newest of its return."""
    newest = newest_version(session, version.form, version.period, version.reporter)
    place = place_of_return(session, version)
    return (
        version.state in CLOSED
        and newest is not None
        and newest.id == version.id
        and may_move(person.actor, version.form, None, place, person.on)
    )


def _touch(session: Session, person: Person, number: int, move: Move, read: str) -> ReturnVersion:
    """The version, locked, when the person may make the move and saw it as it is."""
    version = get_return(session, number, lock=True)
    _allow(person, version.form, move, place_of_return(session, version))
    current = tag_of(version)
    if read not in (ANY, current):
        raise Stale(
            N_("It was changed meanwhile: you read version {read}, now it is {current}."),
            read=read,
            current=current,
        )
    return version


def _allow(person: Person, form: str, move: Move | None, place: Place) -> None:
    enters = move is None or move in OF_THE_REPORTER
    action = Action.RETURN_ENTER if enters else Action.RETURN_ACCEPT
    decide(person.actor, action, place, person.on)
    if not may_move(person.actor, form, move, place, person.on):
        raise Forbidden(N_("Your role does not do this with form {form}."), form=form)


def is_draft(version: ReturnVersion) -> bool:
    """Whether figures may still be typed."""
    return version.state is ReturnState.DRAFT
