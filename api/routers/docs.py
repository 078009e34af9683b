"""The console of the API, from this server's own files."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

router = APIRouter(include_in_schema=False)

#: As fastapi.openapi.docs, without the script inside the page that the security policy forbids.
_PAGE = Markup(
    """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="{icon}">
<link rel="stylesheet" href="{style}">
</head>
<body>
<div id="swagger-ui" data-openapi="/openapi.json"></div>
<script src="{library}"></script>
<script src="{script}"></script>
</body>
</html>
"""
)


@router.get("/docs")
async def read_docs(request: Request) -> HTMLResponse:
    """Swagger UI over /openapi.json; needs no network."""
    asset = request.app.state.asset_url
    return HTMLResponse(
        _PAGE.format(
            title=f"{request.app.title} API",
            icon=asset("vendor/swagger-ui/favicon-32x32.png"),
            style=asset("vendor/swagger-ui/swagger-ui.css"),
            library=asset("vendor/swagger-ui/swagger-ui-bundle.js"),
            script=asset("pages/console.js"),
        )
    )
