"""The error tree.

ClusterGisError
├── NotFound            the thing asked for is not there
├── InvalidInput        a value given by a person or file; names field, value, expected form
│   └── InvalidGeometry
├── Conflict            the state of things forbids it
│   ├── IllegalTransition
│   └── Stale           the facts it was decided upon changed meanwhile
├── Forbidden           this person may not do it; the message says who may
├── SignInNeeded        we do not know who asks, and must
├── TooManyAttempts     wait; the message says how long
├── TooManyRequests     the same for asking too often
├── VersionNotNamed     a change must name the version it was decided upon (If-Match)
└── Unavailable         the database or a needed program cannot be reached
    └── SetupProblem    this machine lacks something; the message says what to do

Messages are English msgids with named values, translated where they are shown.
Only `api/errors.py` knows HTTP status codes; only `cluster_gis/cli` knows exit codes.
"""

from collections.abc import Mapping
from typing import Any


class ClusterGisError(Exception):
    """A message for people: an English msgid and the values that go in by name."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.values: Mapping[str, Any] = values

    def __str__(self) -> str:
        return self.message.format(**self.values) if self.values else self.message


class NotFound(ClusterGisError):
    """The thing asked for is not there."""


class InvalidInput(ClusterGisError):
    """A value from outside is not of the expected form.

    field: path of the value, for example `facts.cluster.area_planned_ha` or `limit`.
    """

    def __init__(self, message: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(message, field=field, **values)
        self.field = field


class InvalidGeometry(InvalidInput):
    """A geometry that cannot be used as it is."""


class Conflict(ClusterGisError):
    """The present state forbids the action."""


class IllegalTransition(Conflict):
    """A move that the state machine does not have."""


class Stale(Conflict):
    """What the action was decided upon has changed meanwhile."""


class Forbidden(ClusterGisError):
    """This person may not do it, or not from here."""


class SignInNeeded(ClusterGisError):
    """We do not know who asks, and must for this."""


class TooManyAttempts(ClusterGisError):
    """Too many attempts; wait_s: whole seconds until the next one is looked at."""

    def __init__(self, message: str, *, wait_s: int, **values: Any) -> None:
        super().__init__(message, **values)
        self.wait_s = wait_s


class TooManyRequests(TooManyAttempts):
    """Asked too often; wait_s: whole seconds until the next answer."""


class VersionNotNamed(ClusterGisError):
    """A change must name the version it was decided upon."""


class Unavailable(ClusterGisError):
    """The database or a needed program cannot be reached now."""


class SetupProblem(Unavailable):
    """This machine lacks something; the message says what to do about it."""
