"""Which language a request is answered in: `?lang=vi|en`, else the cookie, else Vietnamese."""

from starlette.requests import Request

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import DEFAULT_LANGUAGE, LANGUAGES, N_

COOKIE = "lang"


def language_of(request: Request) -> str:
    """Either "vi" or "en"; a value that is neither counts as not given."""
    for value in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if value in LANGUAGES:
            return str(value)
    return DEFAULT_LANGUAGE


def require_language(request: Request) -> str:
    """Like `language_of`, but raises InvalidInput for `?lang=` with another value."""
    asked = request.query_params.get("lang")
    if asked is not None and asked not in LANGUAGES:
        raise InvalidInput(
            N_("The parameter {field} is {value}; expected vi or en."),
            field="lang",
            value=repr(asked),
        )
    return language_of(request)
