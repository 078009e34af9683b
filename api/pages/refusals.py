"""The status of a page that shows again what a person sent, with the reason why it was not done."""

from cluster_gis.errors import (
    ClusterGisError,
    Conflict,
    Forbidden,
    InvalidInput,
    NotFound,
    Stale,
)

#: The first class that fits decides: Stale is a Conflict.
_STATUS: tuple[tuple[type[ClusterGisError], int], ...] = (
    (Stale, 412),
    (Forbidden, 403),
    (InvalidInput, 422),
    (NotFound, 404),
    (Conflict, 409),
)
#: What a person meets on the page itself; anything else is an error of the request.
REFUSALS = tuple(cls for cls, _ in _STATUS)


def refusal_status(error: ClusterGisError) -> int:
    """The HTTP status of a refusal, one of `REFUSALS`."""
    return next(status for cls, status in _STATUS if isinstance(error, cls))
