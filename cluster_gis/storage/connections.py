"""How sessions of the business part connect, and how a writing one names who acts."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

#: No server-side prepared statements: after a few rounds PostgreSQL would plan them without the
#: values, and a list of 2,000 codes with a range of revisions then took minutes instead of 0.1 s.
CUSTOM_PLANS: dict[str, Any] = {"prepare_threshold": None}


def name_actor(session: Session, actor: str) -> None:
    """Say who acts until the transaction ends (`SET LOCAL`); the audit keeps it.

    Local, because connections are used again: the next request must not inherit a name.
    """
    session.execute(text("SELECT set_config('cluster_gis.actor', :actor, true)"), {"actor": actor})


@contextmanager
def writing_session(makers: sessionmaker[Session], actor: str) -> Iterator[Session]:
    """A session in the name of `actor`, committed at the end, rolled back on an error."""
    with makers.begin() as session:
        name_actor(session, actor)
        yield session
