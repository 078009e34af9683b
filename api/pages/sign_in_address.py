"""The address of the page of signing in, with where to go afterwards."""

from urllib.parse import urlencode, urlsplit

from fastapi import Request


def sign_in_address(request: Request) -> str:
    """Address of signing in that comes back to the page asked for; a form is not sent again."""
    here = request.url.path
    if request.method != "GET" or here == "/sign-in":
        return "/sign-in"
    if request.url.query:
        here += f"?{request.url.query}"
    return "/sign-in?" + urlencode({"next": here})


def safe_next(address: str) -> str:
    """The address when it is a page of this server, else the first page.

    Browsers read a backslash as "/", and "//host" as another server.
    """
    parts = urlsplit(address)
    plain = address.startswith("/") and not address.startswith(("//", "/\\"))
    if not plain or parts.scheme or parts.netloc or any(ord(sign) < 32 for sign in address):
        return "/"
    return address
