"""The console of the API, from this server's own files."""

from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def read_docs(request: Request) -> HTMLResponse:
    """Swagger UI over /openapi.json; needs no network."""
    asset = request.app.state.asset_url
    return get_swagger_ui_html(
        openapi_url="/openapi.json",
        title=f"{request.app.title} API",
        swagger_js_url=asset("vendor/swagger-ui/swagger-ui-bundle.js"),
        swagger_css_url=asset("vendor/swagger-ui/swagger-ui.css"),
        swagger_favicon_url=asset("vendor/swagger-ui/favicon-32x32.png"),
        swagger_ui_parameters={"validatorUrl": None},
    )
