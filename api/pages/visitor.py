"""Who looks at a page, for its head: name, roles with their places, and what may be offered."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import Request
from sqlalchemy.orm import Session

from api.forms import form_token
from api.identity import find_person, has_accounts, may
from api.parameters import today
from cluster_gis.domain.access import (
    ANONYMOUS,
    COUNTRY,
    Action,
    Actor,
    Membership,
    Place,
    Role,
)
from cluster_gis.domain.actors import ROLE_LABELS
from cluster_gis.i18n import N_, Translator
from cluster_gis.storage.queries.territory import names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """The reader of a page. roles: (msgid of the role, name of the place), those that hold today.

    knows_accounts: whether there is anybody who could sign in. token: for the page's forms.
    """

    person: Actor = ANONYMOUS
    roles: Sequence[tuple[str, str]] = ()
    knows_accounts: bool = False
    token: str = ""

    def may(self, action: str, place: Place | None = None) -> bool:
        """Whether the reader may do it today; a page offers nothing else."""
        return may(self.person, Action(action), place)

    def roles_in(self, translate: Translator) -> str:
        """Roles and their places in one line."""
        said = [f"{translate(role)} – {translate(place)}" for role, place in self.roles]
        return "; ".join(said) or translate(N_("no role today"))


NOBODY = Visitor()


def find_visitor(request: Request, session: Session | None) -> Visitor:
    """The reader; session None: the register cannot be asked, places keep their keys."""
    person = find_person(request)
    held = [one for one in person.memberships_on(today()) if one.role is not Role.PUBLIC]
    return Visitor(
        person=person,
        roles=_roles(held, session),
        knows_accounts=has_accounts(request.app.state.resources),
        token=form_token(request),
    )


def _roles(held: Sequence[Membership], session: Session | None) -> list[tuple[str, str]]:
    places = [one.territory for one in held if one.territory != COUNTRY]
    names = names_of(session, places) if places and session is not None else {}
    return [
        (
            one.organisation or ROLE_LABELS[one.role],
            N_("the whole country")
            if one.territory == COUNTRY
            else names.get(one.territory, one.territory.key),
        )
        for one in held
    ]
