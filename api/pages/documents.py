"""Answers that a browser saves as a file."""

from fastapi.responses import Response

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def download(content: bytes, media_type: str, name: str) -> Response:
    """The bytes as a file of that name (ASCII), made anew each time it is asked for."""
    return Response(
        content,
        media_type=media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-cache",
            "Vary": "Cookie",
        },
    )
