"""Whether an actor may do something at a place on a day: the one judge over `MATRIX`.

Rights follow the day on which the person acts: `on` is that day, never the day of the fact spoken
of. What is to be recorded of 2024 today is recorded by who is responsible today.
"""

from dataclasses import dataclass
from datetime import date

from cluster_gis.domain.actors import (
    ANONYMOUS,
    COUNTRY,
    OPERATOR,
    ROLE_LABELS,
    Actor,
    Membership,
    Period,
    Place,
    Role,
    Territory,
    TerritoryKind,
    place_in,
    unit,
)
from cluster_gis.domain.permissions import MATRIX, Action, Permission, Reach
from cluster_gis.errors import Forbidden, SignInNeeded
from cluster_gis.i18n import N_, Words

__all__ = [
    "ANONYMOUS",
    "COUNTRY",
    "MATRIX",
    "OPERATOR",
    "Action",
    "Actor",
    "Forbidden",
    "Membership",
    "Period",
    "Permission",
    "Place",
    "Reach",
    "Role",
    "Scope",
    "SignInNeeded",
    "Territory",
    "TerritoryKind",
    "decide",
    "may",
    "place_in",
    "scope_of",
    "unit",
]


@dataclass(frozen=True, slots=True)
class Scope:
    """Where an actor may do something: everywhere, or in these territories; for lists."""

    everywhere: bool
    territories: frozenset[Territory] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether it is nowhere at all."""
        return not self.everywhere and not self.territories


def scope_of(actor: Actor, action: Action, on: date) -> Scope:
    """Where `actor` may do `action` on the day; lists show only what lies inside."""
    permission = MATRIX[action]
    if permission.writes and actor.read_only:
        return Scope(everywhere=False)
    held = [(permission.grants.get(one.role), one) for one in actor.memberships_on(on)]
    if actor.operator or any(reach is Reach.ANYWHERE for reach, _ in held):
        return Scope(everywhere=True)
    own = frozenset(one.territory for reach, one in held if reach is Reach.TERRITORY)
    return Scope(everywhere=COUNTRY in own, territories=own - {COUNTRY})


def may(actor: Actor, action: Action, place: Place | None, on: date) -> bool:
    """Whether `actor` may do `action` at `place` on the day.

    place None: whether anywhere at all, which opens a list or shows a button in a menu.
    """
    permission = MATRIX[action]
    scope = scope_of(actor, action, on)
    if scope.everywhere:
        return True
    if Reach.SELF in permission.grants.values():
        own = actor.account is not None and (place is None or place.account == actor.account)
        return own and not (permission.writes and actor.read_only)
    if place is None:
        return not scope.is_empty
    return any(place.lies_in(territory) for territory in scope.territories)


def decide(actor: Actor, action: Action, place: Place | None, on: date) -> None:
    """Return when `may`; else raise SignInNeeded or Forbidden, which say who could."""
    if may(actor, action, place, on):
        return
    permission = MATRIX[action]
    words = {"action": Words([permission.label]), "who": who_could(action)}
    if not actor.signed_in:
        raise SignInNeeded(N_("Sign in to {action}. It may be done by: {who}."), **words)
    if permission.writes and actor.read_only:
        raise Forbidden(N_("This token may only read; it may not {action}."), **words)
    ended = _ended(actor, permission, place, on)
    if ended is not None:
        raise Forbidden(
            N_(
                "Your role ({role}) does not hold on {day}, so you may not {action}. "
                "It may be done by: {who}."
            ),
            role=Words([ROLE_LABELS[ended.role]]),
            day=f"{on:%d/%m/%Y}",
            **words,
        )
    if place is not None and place.label and not scope_of(actor, action, on).is_empty:
        raise Forbidden(
            N_(
                "{place} lies outside your territory; there you may not {action}. "
                "It may be done by: {who}."
            ),
            place=place.label,
            **words,
        )
    raise Forbidden(N_("Your account may not {action}. It may be done by: {who}."), **words)


def who_could(action: Action) -> Words:
    """The roles that may do it, as words; the operator when no role may."""
    grants = MATRIX[action].grants
    if Reach.SELF in grants.values():
        return Words([N_("the owner of the account")])
    return Words([ROLE_LABELS[role] for role in grants] or [N_("the operator of the server")])


def _ended(
    actor: Actor, permission: Permission, place: Place | None, on: date
) -> Membership | None:
    """A membership that would have allowed it on other days."""
    for one in actor.memberships:
        reach = permission.grants.get(one.role)
        inside = reach is Reach.ANYWHERE or place is None or place.lies_in(one.territory)
        if reach is not None and inside and not one.holds_on(on):
            return one
    return None
