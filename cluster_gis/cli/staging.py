"""`cluster-gis staging`: look at staged files, decide rows, apply, undo, discard."""

import getpass
import re
from datetime import date
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from api.staging_map import staging_map_page
from cluster_gis.cli.database import register_session
from cluster_gis.cli.map import STATIC
from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import ISO_DATE, language_of
from cluster_gis.cli.staging_text import file_text
from cluster_gis.cli.terminal import (
    current_translator,
    format_option,
    print_json,
    register_option,
    say,
)
from cluster_gis.config import parse_register
from cluster_gis.domain import staging_labels as words
from cluster_gis.domain.staging import Decision
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.apply_staging import apply_staging
from cluster_gis.services.check_staging import check_staging, recheck_if_stale
from cluster_gis.services.decide_staging import (
    choose_for_row,
    decide_rows,
    discard_staging,
    match_row,
)
from cluster_gis.services.describe_staging import (
    change_json,
    file_json,
)
from cluster_gis.services.staging_kinds import kind_of
from cluster_gis.services.undo_staging import undo_staging
from cluster_gis.storage.queries.staging import (
    content_of,
    count_rows,
    get_staged_file,
    staged_files,
    staged_rows,
)
from maps.assets import InlineAssets

#: `--by` of every command that is recorded with a name.
by_option = click.option(
    "--by", default=getpass.getuser, show_default="your login name", help="Who does it."
)
_ROWS = re.compile(r"[0-9]+(?:-[0-9]+)?")


@click.group("staging")
def staging() -> None:
    """Files of many clusters that wait for decisions; nothing enters the register before."""


@staging.command("list")
@register_option
@format_option
def list_files(*, register: str, output_format: str) -> None:
    """Every staged file, the newest first."""
    translate = current_translator()
    with register_session(parse_register(register)) as session:
        files = staged_files(session)
        described = [file_json(f, count_rows(session, f.id), translate) for f in files]
    if output_format == "json":
        print_json({"files": described})
        return
    for file, answer in zip(files, described, strict=True):
        counts = answer["counts"]
        click.echo(
            f"{file.id:>4} {translate(words.KIND[file.kind])}  {translate(words.STATE[file.state])}"
            f"  {counts['accept']}/{counts['total']}  {file.file_name}  {file.source_title}"
        )
    if not files:
        say(N_("No file is staged."))


@staging.command("show")
@click.argument("file_id", metavar="ID", type=int)
@register_option
@format_option
def show(*, file_id: int, register: str, output_format: str) -> None:
    """A staged file: rows, issues with their places, candidates, decisions."""
    with register_session(parse_register(register)) as session:
        shown = file_text(session, file_id, output_format)
    click.echo(shown)


@staging.command("check")
@click.argument("file_id", metavar="ID", type=int)
@register_option
@format_option
def check(*, file_id: int, register: str, output_format: str) -> None:
    """Compare an open file with the register as it is now; changed clusters are undecided again."""
    with register_session(parse_register(register)) as session:
        kind = kind_of(get_staged_file(session, file_id).kind)
        changed = check_staging(session, kind, file_id)
        shown = file_text(session, file_id, output_format)
    if changed and output_format == "text":
        say(
            N_("Changed in the register, to be decided again: {clusters}"),
            clusters=", ".join(changed),
        )
    click.echo(shown)


@staging.command("decide")
@click.argument("file_id", metavar="ID", type=int)
@click.argument("rows", metavar="ROWS")
@click.option("--cluster", help="Code of the cluster the row means.")
@click.option("--new", "new_code", help="The row is a new cluster, which gets this code.")
@click.option("--accept", "decision", flag_value="accept", help="Apply these rows.")
@click.option("--reject", "decision", flag_value="reject", help="Leave these rows out.")
@click.option("--undecide", "decision", flag_value="undecided", help="Take a decision back.")
@click.option("--repair", multiple=True, help="Apply an offered repair, for example make_valid.")
@click.option("--no-repair", is_flag=True, help="Take chosen repairs back.")
@click.option("--crs", help="Coordinate system of the row, for example EPSG:9210+swapped.")
@click.option("--quality", help="surveyed (coordinates of a decision) or digitised (from a map).")
@click.option("--act", help="Which act the outline is of: planned, established, detailed …")
@click.option("--since", type=ISO_DATE, help="First day on which it holds.")
@click.option("--replace", is_flag=True, help="It replaces the held boundary over its days.")
@click.option("--confirm", multiple=True, help="Overrule an error, knowingly, by its code.")
@click.option("--set", "pairs", multiple=True, metavar="NAME=VALUE", help="Another choice.")
@by_option
@register_option
@format_option
def decide(
    *,
    file_id: int,
    rows: str,
    cluster: str | None,
    new_code: str | None,
    decision: Decision | None,
    repair: tuple[str, ...],
    no_repair: bool,
    crs: str | None,
    quality: str | None,
    act: str | None,
    since: date | None,
    replace: bool,
    confirm: tuple[str, ...],
    pairs: tuple[str, ...],
    by: str,
    register: str,
    output_format: str,
) -> None:
    """Match, choose, accept or reject ROWS: 3, 1-20, 1,4,7-9, all, or clean.

    clean = rows with a cluster and neither errors nor warnings. A choice reads the row again and
    takes its decision back; given together, the decision is made after the choices.
    """
    choices: dict[str, Any] = {
        "repair": [] if no_repair else (list(repair) or None),
        "crs": crs,
        "quality": quality,
        "act": act,
        "since": since.isoformat() if since else None,
        "replace": replace or None,
        "confirm": list(confirm) or None,
    }
    choices = {name: value for name, value in choices.items() if value is not None}
    choices |= dict(_pair(text) for text in pairs)
    if not (choices or decision or cluster or new_code):
        raise click.UsageError("say --cluster, --new, a choice, --accept, --reject or --undecide")
    if cluster and new_code:
        raise click.UsageError("--cluster and --new exclude each other")
    with register_session(parse_register(register)) as session:
        kind = kind_of(get_staged_file(session, file_id).kind)
        if rows == "clean":
            recheck_if_stale(session, kind, file_id)
        chosen = _rows(session, file_id, rows)
        if cluster or new_code:
            if len(chosen) != 1:
                raise click.UsageError("--cluster and --new are for one row")
            match_row(
                session, file_id, chosen[0], cluster_code=cluster or new_code, new=bool(new_code)
            )
        if choices:
            for row_no in chosen:
                choose_for_row(session, kind, file_id, row_no, choices)
        if decision is not None:
            decide_rows(session, file_id, chosen, decision, by=by)
        recheck_if_stale(session, kind, file_id)
        shown = file_text(session, file_id, output_format)
    click.echo(shown)


def _pair(text: str) -> tuple[str, str | None]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise click.UsageError(f"--set {text}: NAME=VALUE is expected")
    return name, value or None


def _rows(session: Session, file_id: int, text: str) -> list[int]:
    """Row numbers that `text` means; raises InvalidInput."""
    rows = staged_rows(session, get_staged_file(session, file_id))
    if text == "all":
        return [row.row_no for row in rows]
    if text == "clean":
        return [
            row.row_no
            for row in rows
            if row.cluster_code is not None
            and all(issue.severity == "info" for issue in row.all_issues)
        ]
    parts = text.split(",")
    if not all(_ROWS.fullmatch(part) for part in parts):
        raise InvalidInput(
            N_("{field} is {value}; expected 3, 1-20, 1,4,7-9, all or clean."),
            field="ROWS",
            value=repr(text),
        )
    wanted: set[int] = set()
    for part in parts:
        first, _, last = part.partition("-")
        wanted.update(range(int(first), min(int(last or first), len(rows)) + 1) or [int(first)])
    return sorted(wanted)


@staging.command("diff")
@click.argument("file_id", metavar="ID", type=int)
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A map, as HTML."
)
@register_option
@format_option
@click.pass_context
def diff(
    ctx: click.Context, *, file_id: int, output: Path | None, register: str, output_format: str
) -> None:
    """What the rows would change, fact by fact; with -o also before and after on a map."""
    translate = current_translator()
    with register_session(parse_register(register)) as session:
        file = get_staged_file(session, file_id)
        kind = kind_of(file.kind)
        rows = [row for row in staged_rows(session, file) if row.decision != "reject"]
        answer: list[dict[str, Any]] = [
            {
                "row": row.row_no,
                "label": row.label,
                "cluster": row.cluster_code,
                "decision": row.decision,
                "changes": [change_json(c, translate) for c in kind.compare(session, file, row)],
            }
            for row in rows
        ]
        page = None
        if output is not None:
            page = staging_map_page(
                session,
                file,
                rows,
                assets=InlineAssets(lambda path: (STATIC / path).read_bytes()),
                language=language_of(ctx.find_root()),
                translate=translate,
            )
    if output_format == "json":
        print_json({"id": file_id, "rows": answer})
    else:
        for row in answer:
            click.echo(f"{row['row']:>4} {row['label']} → {row['cluster'] or '?'}")
            for change in row["changes"]:
                before, after = (
                    translate(words.VALUE.get(v, v)) if v is not None else "–"
                    for v in (change["before"], change["after"])
                )
                click.echo(f"     {change['field']}: {before} → {after} {change['unit'] or ''}")
    if output is not None:
        if page is None:
            raise InvalidInput(N_("No row has an outline to draw."), field="-o")
        write_document(ctx, output, page.encode())


@staging.command("apply")
@click.argument("file_id", metavar="ID", type=int)
@click.option("--leave-undecided", is_flag=True, help="Leave undecided rows out, knowingly.")
@by_option
@register_option
def apply_command(*, file_id: int, leave_undecided: bool, by: str, register: str) -> None:
    """Write the accepted rows as one revision of the register, or nothing at all."""
    with register_session(parse_register(register)) as session:
        kind = kind_of(get_staged_file(session, file_id).kind)
        revision = apply_staging(session, kind, file_id, by=by, leave_undecided=leave_undecided)
    if revision is None:
        say(N_("Staged file {id} applied; the register held all of it."), id=file_id)
    else:
        say(N_("Staged file {id} applied as revision {revision}."), id=file_id, revision=revision)


@staging.command("undo")
@click.argument("file_id", metavar="ID", type=int)
@by_option
@register_option
def undo(*, file_id: int, by: str, register: str) -> None:
    """Restore what stood before an applied file, as new versions; refused where changed since."""
    with register_session(parse_register(register)) as session:
        revision = undo_staging(session, file_id, by=by)
    say(
        N_("Staged file {id} undone as revision {revision}; nothing was deleted."),
        id=file_id,
        revision=revision or "–",
    )


@staging.command("discard")
@click.argument("file_id", metavar="ID", type=int)
@click.option("--reason", required=True, help="Why, in at least 10 characters; it is kept.")
@by_option
@register_option
def discard(*, file_id: int, reason: str, by: str, register: str) -> None:
    """Close an open file without applying anything."""
    with register_session(parse_register(register)) as session:
        discard_staging(session, file_id, by=by, reason=reason)
    say(N_("Staged file {id} discarded; nothing was applied."), id=file_id)


@staging.command("original")
@click.argument("file_id", metavar="ID", type=int)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write it.",
)
@register_option
@click.pass_context
def original(ctx: click.Context, *, file_id: int, output: Path, register: str) -> None:
    """The file as it was received, byte for byte."""
    with register_session(parse_register(register)) as session:
        get_staged_file(session, file_id)
        content = content_of(session, file_id)
    write_document(ctx, output, content)
