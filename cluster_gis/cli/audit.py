"""`cluster-gis audit`: who did what, a record's life, and whether the trail is sound."""

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from cluster_gis.cli.database import register_session
from cluster_gis.cli.output import write_document
from cluster_gis.cli.parameters import ISO_DATE, language_of, legal_today, translator_of
from cluster_gis.cli.terminal import (
    current_translator,
    format_option,
    print_json,
    register_option,
    say,
)
from cluster_gis.config import parse_register
from cluster_gis.domain.access import Scope
from cluster_gis.domain.trail import Act
from cluster_gis.domain.trail_labels import CHANGE, OPERATION
from cluster_gis.errors import Conflict, InvalidInput, NotFound
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_
from cluster_gis.reports.table_files import PrintedTable, table_csv, table_workbook
from cluster_gis.reports.trail_files import acts_table, life_table
from cluster_gis.services.check_trail import check_trail, compare_with_trail, tell_fault
from cluster_gis.services.read_day import (
    MOST_ACTS,
    act_json,
    bounds_of,
    counts_of,
    read_day,
    tell_counts,
)
from cluster_gis.services.tell_trail import TrailWords, entry_json, life_json, read_life
from cluster_gis.storage.queries import trail as queries
from cluster_gis.storage.queries.trail import Wanted

#: The operator of the server reads everything.
EVERYTHING = Scope(everywhere=True)


@click.group("audit")
def audit() -> None:
    """The trail: who changed what, when and why. Reads only."""


def _which(command: Any) -> Any:
    """The options that choose acts."""
    options = [
        click.option("--day", type=ISO_DATE, help="One day (YYYY-MM-DD), time of Việt Nam."),
        click.option("--since", type=ISO_DATE, help="First day."),
        click.option("--until", type=ISO_DATE, help="Last day."),
        click.option("--by", "person", help="Account, or name given with --by."),
        click.option("--table", help="For example register.cluster_state."),
        click.option("--cluster", help="Code of a cluster."),
        register_option,
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _wanted(
    session: Session,
    *,
    day: date | None,
    since: date | None,
    until: date | None,
    person: str | None,
    table: str | None,
    cluster: str | None,
) -> Wanted:
    tables = queries.watched_tables(session)
    if table is not None and table not in tables:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field="--table",
            value=repr(table),
            expected=", ".join(tables),
        )
    first, last = day or since, day or until
    start: datetime | None = bounds_of(first)[0] if first else None
    end: datetime | None = bounds_of(last)[1] if last else None
    return Wanted(since=start, until=end, person=person, table=table, cluster=cluster)


@audit.command("list")
@_which
@click.option("--limit", type=click.IntRange(1, MOST_ACTS), default=50, show_default=True)
@format_option
@click.pass_context
def list_command(
    ctx: click.Context, /, *, register: str, limit: int, output_format: str, **which: Any
) -> None:
    """The newest acts: number, time, who, what, why."""
    with register_session(parse_register(register)) as session:
        acts = queries.list_acts(session, _wanted(session, **which), limit=limit)
    if output_format == "json":
        print_json({"acts": [act_json(act) for act in acts]})
        return
    words = TrailWords(language_of(ctx.find_root()))
    for act in acts:
        click.echo(_line(act, words))
    if not acts:
        say(N_("The trail holds no such act."))


def _line(act: Act, words: TrailWords) -> str:
    told = f"{act.number:>6}  {Formats(words.language).moment(act.at)}  {', '.join(act.people)}: "
    told += tell_counts(counts_of(act), words)
    return told + (f"  ({'; '.join(act.reasons)})" if act.reasons else "")


@audit.command("show")
@click.argument("number", type=click.IntRange(1))
@click.option("--after", type=click.IntRange(0), default=0, help="Entries after this one.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=200, show_default=True)
@register_option
@format_option
@click.pass_context
def show(
    ctx: click.Context, number: int, *, after: int, limit: int, register: str, output_format: str
) -> None:
    """One act, row by row: each field before and after."""
    with register_session(parse_register(register)) as session:
        act = queries.find_act(session, number, Wanted())
        if act is None:
            raise NotFound(N_("The trail has no act {number}."), number=number)
        entries = queries.entries_of(session, act, Wanted(), after=after, limit=limit)
    words = TrailWords(language_of(ctx.find_root()))
    if output_format == "json":
        print_json({**act_json(act), "entries": [entry_json(entry) for entry in entries]})
        return
    _ = current_translator()
    click.echo(_line(act, words))
    for entry in entries:
        name = f"{words.table(entry.table)} {entry.record or ''}".strip()
        click.echo(f"  {act.number}.{entry.position}  {name}: {_(OPERATION[entry.operation])}")
        for column, old, new in words.fields(entry):
            click.echo(f"      {column}: {f'{old} → ' if old else ''}{new}")


@audit.command("life")
@click.argument("code")
@click.option("--findings", is_flag=True, help="With stored law findings.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file.")
@register_option
@format_option
@click.pass_context
def life_command(
    ctx: click.Context,
    code: str,
    *,
    findings: bool,
    output: Path | None,
    register: str,
    output_format: str,
) -> None:
    """The life of cluster CODE, newest first; -o FILE.xlsx, .csv or .json writes it."""
    with register_session(parse_register(register)) as session:
        life = read_life(session, code, findings=findings)
    words = TrailWords(language_of(ctx.find_root()), life.titles)
    if output is not None:
        _write(ctx, output, life_table(life, words), life_json(life, words))
        return
    if output_format == "json":
        print_json(life_json(life, words))
        return
    _ = current_translator()
    for one in life.moments:
        head = f"{Formats(words.language).moment(one.at)}  {', '.join(one.people)}"
        click.echo(head + (f"  ({one.reason})" if one.reason else ""))
        for change in one.moment.changes:
            days = words.days(change)
            click.echo(
                f"  {words.table(change.table)} {change.record}: {_(CHANGE[change.kind])}"
                + (f", {days}" if days else "")
            )
            for item in change.fields:
                if change.kind == "changed" or item.new is not None:
                    old = words.value(item.column, item.old) if change.kind == "changed" else ""
                    new = words.value(item.column, item.new)
                    click.echo(
                        f"      {words.column(item.column)}: {f'{old} → ' if old else ''}{new}"
                    )


@audit.command("day")
@click.argument("day", type=ISO_DATE, required=False)
@register_option
@format_option
@click.pass_context
def day_command(ctx: click.Context, day: date | None, *, register: str, output_format: str) -> None:
    """Who did what on one DAY (today unless given), time of Việt Nam."""
    asked = day or legal_today()
    with register_session(parse_register(register)) as session:
        people = read_day(session, asked, scope=EVERYTHING, on=legal_today())
    words = TrailWords(language_of(ctx.find_root()))
    if output_format == "json":
        told = [
            {
                "person": one.person,
                "rows": one.rows,
                "reasons": one.reasons,
                "acts": [act_json(act) for act in one.acts],
            }
            for one in people
        ]
        print_json({"day": asked.isoformat(), "people": told})
        return
    if not people:
        say(N_("Nobody changed anything on {day}."), day=Formats(words.language).day(asked))
    for one in people:
        said = current_translator()(N_("{person}: {acts} acts, {rows} rows"))
        click.echo(said.format(person=one.person, acts=len(one.acts), rows=one.rows))
        click.echo(f"  {tell_counts(one.counted, words)}")
        for reason in one.reasons:
            click.echo(f"  – {reason}")


@audit.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_which
@click.pass_context
def export_command(ctx: click.Context, /, file: Path, *, register: str, **which: Any) -> None:
    """Write the acts chosen to FILE.xlsx, FILE.csv or FILE.json."""
    with register_session(parse_register(register)) as session:
        acts = queries.list_acts(session, _wanted(session, **which), limit=MOST_ACTS + 1)
    if len(acts) > MOST_ACTS:
        raise Conflict(
            N_("More than {most} acts; choose fewer by --since, --until, --by or --table."),
            most=MOST_ACTS,
        )
    words = TrailWords(language_of(ctx.find_root()))
    _write(ctx, file, acts_table(acts, words), {"acts": [act_json(act) for act in acts]})


def _write(ctx: click.Context, file: Path, table: PrintedTable, answer: dict[str, Any]) -> None:
    match file.suffix.lower():
        case ".xlsx":
            content = table_workbook(table)
        case ".csv":
            content = table_csv(table, language_of(ctx.find_root()))
        case ".json":
            content = json.dumps(answer, ensure_ascii=False, indent=1).encode()
        case other:
            raise InvalidInput(
                N_("{field} is {value}; expected one of {expected}."),
                field="FILE",
                value=repr(other),
                expected=".xlsx, .csv, .json",
            )
    write_document(ctx, file, content)


@audit.command("verify")
@click.option("--expect", help="Hash of a seal that was kept elsewhere; it must be in the trail.")
@register_option
@format_option
@click.pass_context
def verify_command(
    ctx: click.Context, *, expect: str | None, register: str, output_format: str
) -> None:
    """Compute every hash of the trail again; exit 1 naming the first entry that is broken."""
    with register_session(parse_register(register)) as session:
        found = check_trail(session, expect=expect)
    _ = translator_of(ctx.find_root())
    if output_format == "json":
        print_json(
            {
                "sound": found.sound,
                "acts": found.head.number if found.head else 0,
                "entries": found.head.entries if found.head else 0,
                "seal": found.head.hash if found.head else None,
                "expected_at": found.expected,
                "faults": [
                    {"act": f.act, "position": f.position, "what": f.what} for f in found.faults
                ],
            }
        )
    else:
        for fault in found.faults:
            click.echo(tell_fault(fault, _))
        if found.unexpected:
            say(N_("No seal has the hash expected: this is another trail, or one written anew."))
        if found.sound and found.head is not None:
            say(
                N_(
                    "{acts} acts with {entries} entries are as they were written. Last seal: {hash}"
                ),
                acts=found.head.number,
                entries=found.head.entries,
                hash=found.head.hash,
            )
    if not found.sound:
        raise SystemExit(1)


@audit.command("rebuild")
@click.option("--check", is_flag=True, help="Compare only (the default).")
@click.option("--into", "schema", help="Leave the tables made from the trail in this new schema.")
@register_option
@format_option
@click.pass_context
def rebuild_command(
    ctx: click.Context, *, check: bool, schema: str | None, register: str, output_format: str
) -> None:
    """Make every table from the trail alone and compare it, to the byte; exit 1 when it differs."""
    if check and schema is not None:
        raise click.UsageError(translator_of(ctx)(N_("--check and --into exclude each other.")))
    with register_session(parse_register(register)) as session:
        if schema is not None:
            _into(session, schema, output_format)
            return
        names = queries.watched_tables(session)
        with click.progressbar(
            length=len(names), label="cluster-gis audit rebuild", file=sys.stderr
        ) as bar:
            found = compare_with_trail(session, advance=bar.update)
    if output_format == "json":
        rows = [
            {"table": d.table, "key": d.key, "in_trail": d.in_trail, "in_table": d.in_table}
            for d in found.differing
        ]
        print_json({"tables": found.tables, "differing": rows})
    else:
        for one in found.differing:
            say(
                N_("{table} {key}: in the trail {trail}, in the table {held}"),
                table=one.table,
                key=_short(one.key),
                trail=_short(one.in_trail),
                held=_short(one.in_table),
            )
        if not found.differing:
            say(
                N_("{tables} tables, made from the trail, equal the register."), tables=found.tables
            )
    if found.differing:
        raise SystemExit(1)


def _into(session: Session, schema: str, output_format: str) -> None:
    taken = queries.has_schema(session, schema)
    if taken:
        raise Conflict(N_("There is a schema {schema} already."), schema=schema)
    made = queries.rebuild_into(session, schema)
    if output_format == "json":
        print_json({"schema": schema, "tables": made})
        return
    say(
        N_("Schema {schema}: {tables} tables with {rows} rows."),
        schema=schema,
        tables=len(made),
        rows=sum(made.values()),
    )


def _short(values: Sequence[Any] | dict[str, Any] | None) -> str:
    text = json.dumps(values, ensure_ascii=False)
    return text if len(text) <= 200 else f"{text[:200]}…"
