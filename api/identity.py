"""Who asks, and whether they may: the one guard of pages and API.

`Person` is a dependency; `require(person, action, place)` raises what the answer says.

As long as the register has no account at all, who sits at the machine of a server that listens on
loopback acts as its operator, as with the commands; everybody else is nobody.
"""

from typing import Annotated

from fastapi import Depends, Request

from api.parameters import today
from api.writing import may_write
from cluster_gis.domain import access
from cluster_gis.domain.access import ANONYMOUS, OPERATOR, Action, Actor, Place
from cluster_gis.errors import NotFound
from cluster_gis.i18n import N_


def get_person(request: Request) -> Actor:
    """The actor of this request."""
    return OPERATOR if may_write(request) else ANONYMOUS


Person = Annotated[Actor, Depends(get_person)]


def may(person: Actor, action: Action, place: Place | None = None) -> bool:
    """Whether the person may do it today; place None: anywhere at all. For buttons and lists."""
    return access.may(person, action, place, today())


def require(person: Actor, action: Action, place: Place | None = None) -> None:
    """Raise SignInNeeded or Forbidden, which say who could, unless the person may do it today."""
    access.decide(person, action, place, today())


def require_seen(person: Actor, action: Action, place: Place | None = None) -> None:
    """Like `require` for a draft: somebody signed in who may not read it learns not even of it."""
    if person.signed_in and not may(person, action, place):
        raise NotFound(N_("There is nothing at this address."))
    require(person, action, place)
