"""`ingest clusters FILE`: a province's own list into staging; `--template` writes an empty one."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import ISO_DATE, language_of, legal_today, province_word
from cluster_gis.cli.source_options import source_options
from cluster_gis.cli.terminal import current_translator, format_option, register_option, say
from cluster_gis.config import parse_register
from cluster_gis.domain.list_columns import BY_KEY
from cluster_gis.domain.staging import RowIssue, StagedRow
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import LANGUAGES, N_, Translator
from cluster_gis.ingest.cluster_list.stage import ListFile, stage_list
from cluster_gis.reports.list_template import build_template
from cluster_gis.services.source_of_file import find_source
from cluster_gis.services.stage_clusters import ClusterListKind
from cluster_gis.storage.queries.staging import get_staged_file, staged_rows

BY = "cluster-gis ingest clusters"


@click.command("clusters")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
@click.option("--province", help="The province the list is of: hai-phong, a code or unit key.")
@source_options
@click.option("--as-of", type=ISO_DATE, help="Day of the figures; default: as the list says it.")
@click.option(
    "--numbers",
    type=click.Choice(["vi", "en"]),
    help="How numbers written as text print decimals: vi 1.234,5 or en 1,234.5.",
)
@click.option("--sheet", help="The sheet to read, where several hold a list.")
@click.option(
    "--column", "columns", multiple=True, help="KEY=HEADER: which column of the file is meant."
)
@click.option("--by", default=BY, help="Who stages it.")
@click.option(
    "--template",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write an empty list to fill in to this file, and nothing else.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the template.")
@register_option
@format_option
@click.pass_context
def clusters(
    ctx: click.Context,
    *,
    file: Path | None,
    province: str | None,
    source: str | None,
    document: str | None,
    source_note: str | None,
    as_of: date | None,
    numbers: Any,
    sheet: str | None,
    columns: tuple[str, ...],
    by: str,
    template: Path | None,
    lang: str | None,
    register: str,
    output_format: str,
) -> None:
    """Read a province's list of clusters (XLSX, ODS, CSV) into staging, with issues at their cells.

    Nothing is applied: look at the rows with `staging`, decide, then apply; undo takes it back.
    Cells that say what the register holds write nothing; rows that are missing delete nothing.
    """
    if template is not None:
        content = build_template(lang or language_of(ctx.find_root()))
        write_document(ctx, template, content)
        return
    if file is None or province is None or not (source or document or source_note):
        raise click.UsageError("FILE, --province and --source are needed, or --template")
    content = file.read_bytes()
    with register_session(parse_register(register)) as session:
        received = ListFile(
            name=file.name,
            content=content,
            province=province_word(province),
            origin=find_source(session, source=source, document=document, note=source_note),
            today=legal_today(),
            as_of=as_of,
            numbers=numbers,
            sheet=sheet,
            columns=dict(_named(one) for one in columns),
        )
        file_id = stage_list(session, received, by=by)
        kind = ClusterListKind()
        staged = get_staged_file(session, file_id)
        rows = staged_rows(session, staged)
        changed = {row.row_no: list(kind.compare(session, staged, row)) for row in rows}
    answer = _answer(file_id, list(staged.issues), rows, changed, current_translator())
    if output_format == "json":
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1))
    else:
        _print(answer)


def _named(text: str) -> tuple[str, str]:
    key, equals, header = text.partition("=")
    if not equals or key not in BY_KEY or not header.strip():
        raise InvalidInput(
            N_("{field}: {value} is not KEY=HEADER; KEY is one of {expected}."),
            field="--column",
            value=repr(text),
            expected=", ".join(key for key, column in BY_KEY.items() if column.read),
        )
    return key, header.strip()


def _answer(
    file_id: int,
    issues: list[RowIssue],
    rows: list[StagedRow],
    changed: dict[int, list[Any]],
    _: Translator,
) -> dict[str, Any]:
    """What was staged, as plain values: the issues at their cells, and old -> new."""

    def plain(row: StagedRow | None, issue: RowIssue) -> dict[str, Any]:
        values = {k: _(v) if isinstance(v, str) else v for k, v in issue.values.items()}
        return {
            "row": None if row is None else row.row_no,
            "label": None if row is None else row.label,
            "code": issue.code,
            "severity": issue.severity,
            "cell": issue.cell,
            "column": None if issue.field is None else _(BY_KEY[issue.field].header),
            "value": issue.value,
            "message": _(issue.message).format(**values),
        }

    found = [plain(row, issue) for row in rows for issue in row.all_issues]
    return {
        "staged_file": file_id,
        "rows": len(rows),
        "rows_changed": sum(bool(changed[row.row_no]) for row in rows),
        "rows_with_errors": sum(row.has_error for row in rows),
        "rows_not_matched": [row.label for row in rows if row.cluster_code is None],
        "file_issues": [plain(None, issue) for issue in issues],
        "errors": [item for item in found if item["severity"] == "error"],
        "notes": [item for item in found if item["severity"] != "error"],
        "changes": [
            {
                "row": row.row_no,
                "cluster": row.cluster_code,
                "field": _(change.field),
                "before": change.before,
                "after": change.after,
            }
            for row in rows
            for change in changed[row.row_no]
        ],
    }


def _print(answer: dict[str, Any]) -> None:
    for item in (*answer["file_issues"], *answer["errors"], *answer["notes"]):
        cell = f"{item['cell']}  " if item["cell"] else ""
        value = f"{item['column']} = {item['value']!r}: " if item["value"] is not None else ""
        click.echo(f"  {cell}{value}{item['message']}", err=True)
    for change in answer["changes"]:
        click.echo(
            f"{change['cluster'] or '?'}  {change['field']}: "
            f"{change['before'] or '–'} → {change['after'] or '–'}"
        )
    say(
        N_(
            "Staged as file {id}: {rows} rows, {changed} with changes, {errors} issues in {wrong} "
            "rows; nothing applied. Next: cluster-gis staging show {id}"
        ),
        id=answer["staged_file"],
        rows=answer["rows"],
        changed=answer["rows_changed"],
        errors=len(answer["errors"]),
        wrong=answer["rows_with_errors"],
    )
