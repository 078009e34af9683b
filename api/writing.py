"""Sessions of requests that write: committed before the answer is sent, undone by an error.

The transaction names who acts (`SET LOCAL`, see storage/connections.py): the audit reads it there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from api.identity import Person
from cluster_gis.errors import Forbidden
from cluster_gis.i18n import N_
from cluster_gis.storage.connections import writing_session


def get_writer(request: Request, person: Person) -> Iterator[Session]:
    """A session that may write the register, in the name of the person."""
    writers = request.app.state.resources.writers
    if writers is None:
        raise Forbidden(N_("This server only reads."))
    with writing_session(writers, person.recorded_as) as session:
        yield session


#: The same for a part of a route only, where long work comes before the writing.
open_writer = contextmanager(get_writer)


def get_access_session(request: Request, person: Person) -> Iterator[Session]:
    """A session on accounts, memberships, sessions and tokens, in the name of the person.

    It sees nothing of the register.
    """
    access = request.app.state.resources.access
    if access is None:
        raise Forbidden(N_("This server knows no accounts."))
    with writing_session(access, person.recorded_as) as session:
        yield session


Writer = Annotated[Session, Depends(get_writer, scope="function")]
AccessSession = Annotated[Session, Depends(get_access_session, scope="function")]
