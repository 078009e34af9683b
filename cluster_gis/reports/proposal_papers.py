"""Papers of a proposal as Word files and PDF: letter, reports, tables, draft decision, map.

The Word templates may be changed by an office; a template that asks for what is not there, or a
decision without a field the law asks for, is refused by the name of the placeholder.
"""

import io
import re
from pathlib import Path
from typing import Any, Literal
from zipfile import BadZipFile

from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2 import TemplateError, UndefinedError

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.reports.legal_opinion import xml_safe
from cluster_gis.reports.map_sheets import SheetRequest, prepare_map, print_pdf
from cluster_gis.reports.office_pdf import find_office, word_to_pdf
from cluster_gis.reports.paper_patterns import (
    FOLDER,
    Filling,
    PaperKind,
    filled_blocks,
    pattern_of,
    patterns,
)
from cluster_gis.reports.paper_words import paper_data
from cluster_gis.reports.typesetting import typeset
from cluster_gis.services.read_paper import PaperFacts
from cluster_gis.services.read_print import PrintRecords
from maps.proposal_map import LOOK

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
_PLACEHOLDER = re.compile(r"\{\{[-\s]*([A-Za-z_][\w.]*)")
Register = Literal["real", "simulated"]


def template_of(kind: PaperKind, templates: Path | None) -> Path:
    """The Word template: of the office's folder when it is there, else the one shipped."""
    name = f"{kind.value}.docx"
    if templates is not None and (templates / name).is_file():
        return templates / name
    return FOLDER / name


def paper_docx(
    facts: PaperFacts, kind: PaperKind, *, register: str, templates: Path | None = None
) -> bytes:
    """The paper as a Word file.

    templates: a folder with the office's own templates, named as the shipped ones; one that is not
    there is taken from those. Raises InvalidInput when a template cannot be filled.
    """
    path = template_of(kind, templates)
    filling = Filling(xml_safe(paper_data(facts, kind, register=register)), markup=True)
    try:
        document = DocxTemplate(path)
        document.init_docx()
        _require_fields(document, kind, path)
        document.render(filling.data, filling.environment, autoescape=True)
        target = io.BytesIO()
        document.save(target)
    except UndefinedError as error:
        raise InvalidInput(
            N_("{field}: the placeholder is not known to this paper ({reason})."),
            field=path.name,
            reason=str(error),
        ) from error
    except _UNFIT as error:
        if path.parent == FOLDER:
            raise
        raise InvalidInput(
            N_("{field}: the file cannot be filled as a template of a paper ({reason})."),
            field=str(path),
            reason=str(error),
        ) from error
    return target.getvalue()


def _require_fields(document: DocxTemplate, kind: PaperKind, path: Path) -> None:
    """Raise when a field that the law asks of the paper was taken out of the template."""
    needed = pattern_of(kind).get("needed", [])
    if not needed:
        return
    present = set(_PLACEHOLDER.findall(document.patch_xml(document.get_xml())))
    lost = [name for name in needed if name not in present]
    if lost:
        raise InvalidInput(
            N_("{field}: the template lacks placeholders the law asks for: {names}."),
            field=path.name,
            names=", ".join(lost),
        )


def paper_pdf(
    facts: PaperFacts, kind: PaperKind, *, register: str, templates: Path | None = None
) -> bytes:
    """The paper as PDF. Not the map: see `paper_map`.

    From the shipped pattern; where the office has a template of its own, from the Word file filled
    with it, by LibreOffice; without LibreOffice a sentence says that it does not shape the PDF.
    """
    remark = ""
    if template_of(kind, templates).parent != FOLDER:
        office = find_office()
        if office is not None:
            filled = paper_docx(facts, kind, register=register, templates=templates)
            return word_to_pdf(filled, office)
        remark = patterns()["words"]["other_template"]
    pattern = pattern_of(kind)
    filling = Filling(paper_data(facts, kind, register=register), markup=False)
    frame = {
        name: filling.text("{{ " + name + " }}")
        for name in (
            *("issuer_parent", "issuer", "number", "number_sign", "place", "day_words"),
            *("draft_mark", "signer", "watermark"),
        )
    }
    blocks = filled_blocks(pattern["blocks"], filling)
    data: dict[str, Any] = {
        **frame,
        "issuer_name": filling.text("{{ issuer_name|upper }}"),
        "title": pattern["title"],
        "subject": filling.text(pattern["subject"]),
        "to": [filling.text(line) for line in pattern.get("to", [])],
        "recipients": [filling.text(line) for line in pattern.get("recipients", [])],
        "signs": filling.data["signs"],
        "blocks": blocks,
        "landscape": pattern.get("landscape", False),
        "decision": pattern.get("decision", False),
        "notes": filling.notes,
        "remark": remark,
        "notes_title": patterns()["words"]["notes_title"],
    }
    return typeset("papers/paper.typ", data, printed_on=facts.on)


def paper_map(
    facts: PaperFacts,
    found: PrintRecords,
    *,
    register: Register,
    language: str = "vi",
    paper: str = "A3",
) -> bytes:
    """The map sheet of the proposal: the outline before and after on the map of the register."""
    job = prepare_map(
        found.records,
        LOOK,
        SheetRequest(paper=paper, signatures=True),
        language=language,
        register=register,
        printed_on=facts.on,
        communes=found.communes,
        restricted=found.restricted,
    )
    return print_pdf(job)
