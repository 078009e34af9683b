"""Bytes of a stranger as an answer: saved under their name, never shown inside our pages."""

from urllib.parse import quote

from fastapi import Response


def saved_file(content: bytes, name: str) -> Response:
    """The file to be saved; the browser neither guesses its type nor runs anything of it."""
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, errors='replace')}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "private, no-store",
        },
    )
