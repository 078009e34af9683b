"""`ingest progress FILE`: a filled template of progress into staging; `--template` writes one."""

import getpass
from datetime import date
from pathlib import Path
from typing import Any

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import ISO_DATE, language_of, legal_today, province_word
from cluster_gis.cli.terminal import (
    current_translator,
    format_option,
    print_json,
    register_option,
    say,
)
from cluster_gis.config import parse_register
from cluster_gis.domain.progress_words import REPORTER
from cluster_gis.i18n import LANGUAGES, N_
from cluster_gis.ingest.progress_sheets import read_progress
from cluster_gis.reports.progress_template import build_progress_template
from cluster_gis.services.read_plan_map import choose_province
from cluster_gis.services.read_progress_template import prefill
from cluster_gis.services.receive_progress import (
    ProgressFile,
    answer_rows,
    apply_good_rows,
    receive_progress,
)
from cluster_gis.storage.queries.clusters import clusters_at
from cluster_gis.storage.queries.provinces import count_by_province
from cluster_gis.storage.register import revision_at


@click.command("progress")
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False
)
@click.option("--source", help="The paper the figures came with, as it will be shown.")
@click.option("--reporter", type=click.Choice(list(REPORTER)), help="Who says the figures.")
@click.option("--as-of", type=ISO_DATE, help="Day of rows that do not name theirs; default: today.")
@click.option(
    "--numbers",
    type=click.Choice(["vi", "en"]),
    default="vi",
    help="How numbers written as text print decimals: vi 1.234,5 (default) or en 1,234.5.",
)
@click.option("--apply", "apply_them", is_flag=True, help="Write the good rows at once.")
@click.option("--by", default=getpass.getuser, show_default="your login name", help="Who does it.")
@click.option(
    "--template",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the workbook to fill in to this file, and nothing else.",
)
@click.option("--province", default="all", help="Province of the template: hai-phong, 31, all.")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of the template.")
@register_option
@format_option
@click.pass_context
def progress(
    ctx: click.Context,
    *,
    file: Path | None,
    source: str | None,
    reporter: str | None,
    as_of: date | None,
    numbers: Any,
    apply_them: bool,
    by: str,
    template: Path | None,
    province: str,
    lang: str | None,
    register: str,
    output_format: str,
) -> None:
    """Read a filled template of progress (XLSX, or CSV of one kind) into staging.

    Every bad row is named with sheet, row and column; the good ones wait for `staging apply`, or
    are written at once with --apply.
    """
    today = legal_today()
    if template is not None:
        with register_session(parse_register(register)) as session:
            content = _template(
                session, province, as_of or today, lang or language_of(ctx.find_root())
            )
        write_document(ctx, template, content)
        return
    if file is None or source is None or reporter is None:
        raise click.UsageError("FILE, --source and --reporter are needed, or --template")
    content = file.read_bytes()
    reading = read_progress(content, file.name, locale=numbers)
    received = ProgressFile(
        name=file.name,
        content=content,
        rows=[(read.row, read.issues) for read in reading.rows],
        source=source,
        reporter=reporter,
        as_of=as_of or today,
        day=today,
    )
    revision = None
    with register_session(parse_register(register)) as session:
        file_id = receive_progress(session, received, by=by)
        answer = answer_rows(session, file_id, current_translator())
        if apply_them and answer["staged"]:
            revision = apply_good_rows(session, file_id, by=by)
    answer |= {"sheets": dict(reading.sheets), "revision": revision}
    if output_format == "json":
        print_json(answer)
    else:
        _print(answer, applied=apply_them)


def _template(session: Any, province: str, as_of: date, language: str) -> bytes:
    revision = revision_at(session)
    provinces = count_by_province(session, as_of=as_of, revision=revision)
    chosen = choose_province(provinces, province_word(province))
    key = chosen.province.key if chosen else None
    found = clusters_at(session, as_of, revision, province=key)
    rows = prefill(session, found, as_of=as_of, revision=revision, language=language)
    return build_progress_template(rows, language=language, as_of=as_of)


def _print(answer: dict[str, Any], *, applied: bool) -> None:
    for kind in ("errors", "warnings"):
        for item in answer[kind]:
            place = f"{item['sheet']}!{item['cell']}" if item["sheet"] else item["cell"]
            value = f" = {item['value']!r}" if item["value"] is not None else ""
            click.echo(
                f"  {place}  {item['column'] or item['label']}{value}: {item['message']}", err=True
            )
    say(
        N_("Staged as file {id}: {rows} rows read, {staged} staged, {refused} refused."),
        id=answer["staged_file"],
        rows=answer["rows"],
        staged=answer["staged"],
        refused=answer["refused"],
    )
    if applied and answer["revision"] is not None:
        say(N_("The good rows are written as revision {revision}."), revision=answer["revision"])
    else:
        say(
            N_("Nothing is written yet. Next: cluster-gis staging show {id}"),
            id=answer["staged_file"],
        )
