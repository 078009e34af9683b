"""`ingest restricted`: layers of restricted areas, looked at first, then applied, undone."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE
from cluster_gis.cli.source_options import source_options
from cluster_gis.cli.terminal import current_translator, format_option, register_option, say
from cluster_gis.config import parse_register
from cluster_gis.domain.intake import Parsed
from cluster_gis.domain.restricted import LAYER_NAMES, LAYERS
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.ingest.restricted_areas import (
    RestrictedRecord,
    read_restricted_areas,
    restricted_rows,
)
from cluster_gis.services.source_of_file import FileSource, find_source
from cluster_gis.services.undo_restricted import undo_restricted
from cluster_gis.storage.queries.provinces import find_province
from cluster_gis.storage.queries.restricted import held_keys, list_restricted
from cluster_gis.storage.register import (
    Batch,
    insert_missing,
    revision_at,
    valid_range,
    write_versions,
)

BY = "cluster-gis ingest"


@click.command("restricted")
@click.argument("file", required=False, type=click.Path(exists=True, path_type=Path))
@click.option("--layer", type=click.Choice(LAYERS), help="What the areas are: LUC rice land, …")
@source_options
@click.option("--province", help="Province they lie in: 31, hai-phong, 2025:31.")
@click.option("--crs", help="Coordinate system, when the file does not say it (EPSG:9210).")
@click.option("--file-layer", help="Layer of a file with several.")
@click.option("--name-column", help="Column with the name of an area.")
@click.option("--key-column", help="Column that names an area for ever (its geometry does).")
@click.option("--valid-from", type=ISO_DATE, help="First day they hold.")
@click.option("--valid-until", type=ISO_DATE, help="First day they hold no more.")
@click.option("--apply", "applied", is_flag=True, help="Write them; without it they are only read.")
@click.option("--accept-issues", is_flag=True, help="With --apply: the good ones, others left out.")
@click.option("--replace", is_flag=True, help="Areas of the layer that the file lacks end too.")
@click.option("--list", "listed", is_flag=True, help="What is loaded, by layer and source.")
@click.option("--undo", type=click.IntRange(1), help="Take back what this revision loaded.")
@register_option
@format_option
def restricted(
    *,
    file: Path | None,
    layer: str | None,
    source: str | None,
    document: str | None,
    source_note: str | None,
    listed: bool,
    undo: int | None,
    register: str,
    output_format: str,
    **options: Any,
) -> None:
    """Load restricted areas (rice land, forest, corridors, heritage, parks…) from FILE.

    FILE is only read and its issues are told, until --apply. Known layers: see --layer.
    """
    with register_session(parse_register(register)) as session:
        if listed:
            _list(session, output_format)
            return
        if undo is not None:
            revision = undo_restricted(session, undo, by=BY)
            say(N_("Revision {undone} undone by revision {new}."), undone=undo, new=revision)
            return
        if file is None or layer is None or not (source or document or source_note):
            raise click.UsageError("FILE, --layer and --source are needed")
        origin = find_source(
            session, source=source, document=document, note=source_note, known_documents_only=False
        )
        done = _load(session, file, layer=layer, origin=origin, options=options)
    if output_format == "json":
        click.echo(json.dumps(done, ensure_ascii=False, indent=1))
    else:
        _print(done)
    if done["issues"] and not done["applied"]:
        raise SystemExit(1)


def _load(
    session: Session, file: Path, *, layer: str, origin: FileSource, options: dict[str, Any]
) -> dict[str, Any]:
    """What was read and, when asked and nothing stands against it, written."""
    _check_days(options["valid_from"], options["valid_until"])
    parsed = read_restricted_areas(
        file,
        layer=layer,
        crs=options["crs"],
        file_layer=options["file_layer"],
        name_column=options["name_column"],
        key_column=options["key_column"],
    )
    fine = bool(parsed.records) and (options["accept_issues"] or not parsed.issues)
    revision = None
    if options["applied"] and fine:
        revision = _write(session, file, parsed, layer=layer, origin=origin, options=options)
    _ = current_translator()
    return {
        "file": file.name,
        "layer": layer,
        "crs": f"EPSG:{parsed.records[0].srid}" if parsed.records else None,
        "rows_read": parsed.rows_read,
        "rows_fine": len(parsed.records),
        "issues": [
            {"row": i.line, "field": i.field, "value": i.value, "reason": _(i.reason)}
            for i in parsed.issues
        ],
        "applied": bool(options["applied"] and fine),
        "revision": revision,
    }


def _write(
    session: Session,
    file: Path,
    parsed: Parsed[RestrictedRecord],
    *,
    layer: str,
    origin: FileSource,
    options: dict[str, Any],
) -> int | None:
    province = _province_key(session, options["province"])
    key = f"restricted:{hashlib.sha256(origin.title.encode()).hexdigest()[:16]}"
    shown = {"source_key": key, "dataset": "restricted areas", "title": origin.title}
    insert_missing(session, "source", [shown])
    start: date | None = options["valid_from"]
    valid = valid_range(start, options["valid_until"])
    common = {
        "province_key": province,
        "source_format": file.suffix.lstrip(".").upper(),
        "document_key": origin.document_key,
        "start_precision": "day" if start else "unknown",
        "start_basis": "decision" if start and origin.document_key else "unknown",
        "source_key": key,
        "valid": valid,
    }
    rows = restricted_rows(parsed.records, layer=layer, common=common)
    batches = [Batch(table="restricted_area", rows=rows)]
    if options["replace"]:
        gone = held_keys(session, layer=layer, province=province) - {r["area_key"] for r in rows}
        ended = [{"area_key": name, "valid": valid} for name in sorted(gone)]
        if ended:
            batches.append(Batch(table="restricted_area", rows=ended, mode="close"))
    return write_versions(
        session, by=BY, reason=f"Load restricted areas {layer}: {origin.title}", batches=batches
    )


def _check_days(start: date | None, end: date | None) -> None:
    if start is not None and end is not None and end <= start:
        raise InvalidInput(
            N_("{field}: {value} is not after the first day {first}."),
            field="--valid-until",
            value=end.isoformat(),
            first=start.isoformat(),
        )


def _province_key(session: Session, value: str | None) -> str | None:
    if value is None:
        return None
    unit = find_province(session, value, revision=revision_at(session))
    if unit is None:
        raise InvalidInput(
            N_("{field}: there is no province {value}; expected 31, hai-phong or 2025:31."),
            field="--province",
            value=repr(value),
        )
    return unit.key


def _print(done: dict[str, Any]) -> None:
    for issue in done["issues"]:
        click.echo(
            f"  {done['file']}:{issue['row']}  {issue['field']} = {issue['value']!r}: "
            f"{issue['reason']}",
            err=True,
        )
    values = {
        "layer": current_translator()(LAYER_NAMES[done["layer"]]),
        "read": done["rows_read"],
        "fine": done["rows_fine"],
        "issues": len(done["issues"]),
        "crs": done["crs"],
        "revision": done["revision"],
    }
    if done["applied"] and done["revision"] is not None:
        say(
            N_(
                "{layer}: {read} areas read in {crs}, {fine} fine, {issues} issues; written as "
                "revision {revision}."
            ),
            **values,
        )
    elif done["applied"]:
        say(N_("{layer}: {read} areas read; the register holds all of them."), **values)
    else:
        say(
            N_(
                "{layer}: {read} areas read in {crs}, {fine} fine, {issues} issues; nothing "
                "written. --apply writes them, --apply --accept-issues the good ones."
            ),
            **values,
        )


def _list(session: Session, output_format: str) -> None:
    rows = list_restricted(session, revision=revision_at(session))
    if output_format == "json":
        plain = [
            {
                name: value
                if value is None or isinstance(value, str | int)
                else value.isoformat()
                if isinstance(value, date)
                else float(value)
                for name, value in row.items()
            }
            for row in rows
        ]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=1))
        return
    if not rows:
        say(N_("No restricted area is loaded."))
    for row in rows:
        days = f"[{row['valid_from'] or '…'}, {row['valid_to'] or '…'})"
        say(
            N_("{layer} {name}: {areas} areas, {ha} ha, {days}, revision {revision}, {source}"),
            layer=row["layer"],
            name=current_translator()(LAYER_NAMES[row["layer"]]),
            areas=row["areas"],
            ha=row["geodesic_ha"],
            days=days,
            revision=row["revision"],
            source=row["source"],
        )
