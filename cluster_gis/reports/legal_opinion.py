"""The legal opinion on one cluster as DOCX and PDF: facts, findings, citations, what is missing.

The same plain data fills both. The DOCX template is a Word file that an office may change; the
PDF template reads the data as JSON. A text from outside never becomes markup.
"""

import io
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.locator_map import LocatorMap, draw_locator_map
from cluster_gis.reports.opinion_words import opinion_words
from cluster_gis.reports.typesetting import TEMPLATES, typeset
from cluster_gis.services.read_opinion import Opinion

#: Characters that XML 1.0 cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAP_WIDTH_MM = 160
#: What a file that is no template, or one that asks for what is not there, makes the filler raise.
_UNFIT = (
    TemplateError,
    BadZipFile,
    OpcError,
    SyntaxError,  # of XML
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)


def legal_opinion_pdf(opinion: Opinion, *, language: str, register: str, printed_on: date) -> bytes:
    """The opinion as PDF, fonts embedded. register: "simulated" draws the watermark."""
    data = opinion_words(opinion, language=language, register=register, printed_on=printed_on)
    wanted = locator_map_of(opinion, watermark=data["watermark"])
    drawn = None if wanted is None else draw_locator_map(wanted, language=language, form="svg")
    return typeset(
        "legal_opinion.typ",
        data | {"map": None if drawn is None else drawn.decode("utf-8")},
        printed_on=printed_on,
    )


def legal_opinion_docx(
    opinion: Opinion,
    *,
    language: str,
    register: str,
    printed_on: date,
    template: Path | None = None,
) -> bytes:
    """The opinion as a Word file.

    template: an office's own, made from templates/legal_opinion.<language>.docx. Raises
    InvalidInput when it cannot be filled.
    """
    data = opinion_words(opinion, language=language, register=register, printed_on=printed_on)
    chosen = template or TEMPLATES / f"legal_opinion.{language}.docx"
    wanted = locator_map_of(opinion, watermark=data["watermark"])
    try:
        document = DocxTemplate(chosen)
        drawn: Any = ""
        if wanted is not None:
            picture = draw_locator_map(wanted, language=language, form="png")
            drawn = InlineImage(document, io.BytesIO(picture), width=Mm(MAP_WIDTH_MM))
        document.render(xml_safe(data) | {"map": drawn}, _sandbox(), autoescape=True)
        target = io.BytesIO()
        document.save(target)
    except _UNFIT as error:
        if template is None:
            raise
        raise InvalidInput(
            N_("{field}: the file cannot be filled as a template of an opinion ({reason})."),
            field=str(template),
            reason=str(error),
        ) from error
    return target.getvalue()


def _sandbox() -> SandboxedEnvironment:
    """An office's template may use values, not reach into the program."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def xml_safe(value: Any) -> Any:
    """The same data without characters that a Word file cannot hold."""
    if isinstance(value, str):
        return _CONTROL.sub("\ufffd", value)
    if isinstance(value, Mapping):
        return {key: xml_safe(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [xml_safe(item) for item in value]
    return value


def locator_map_of(opinion: Opinion, *, watermark: str = "") -> LocatorMap | None:
    """What the map of the opinion shows; None when no place is known."""
    cluster = opinion.cluster
    if cluster is None or cluster.lon is None or cluster.lat is None:
        return None
    areas = (cluster.area_established_ha, cluster.area_detailed_ha, cluster.area_planned_ha)
    return LocatorMap(
        name=opinion.name,
        lon=cluster.lon,
        lat=cluster.lat,
        boundary=opinion.shape.geometry if opinion.shape else None,
        quality=opinion.shape.quality if opinion.shape else None,
        area_ha=next((area for area in areas if area is not None), None),
        srid=opinion.boundary["measuring_srid"] if opinion.boundary else None,
        provinces_on=opinion.assessment.facts_on,
        watermark=watermark,
    )
