"""`cluster-gis map SUBJECT`: maps as files that open without a server or a network."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from api.map_question import ask
from api.subject_page import subject_page
from cluster_gis.boundary.limits import MAX_FILE_BYTES
from cluster_gis.cli.database import register_session
from cluster_gis.cli.map_print import is_paper, paper_options, print_records, take_paper
from cluster_gis.cli.parameters import ISO_DATE, language_of, legal_today
from cluster_gis.cli.terminal import register_option, say
from cluster_gis.config import parse_register
from cluster_gis.errors import InvalidInput, SetupProblem
from cluster_gis.i18n import LANGUAGES, N_
from cluster_gis.services.read_map import MapQuestion
from cluster_gis.services.read_print import read_print
from maps.assets import InlineAssets
from maps.subjects import SUBJECTS, Option, Subject

STATIC = Path(__file__).parent.parent.parent / "api" / "static"
_KNOWN_AT = "What the register knew then, 2024-05-01T08:00:00Z; default now."


@click.group("map")
def map_group() -> None:
    """Draw a map into one file."""


def _moment(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise InvalidInput(
            N_("{field} is {value}; expected a time such as 2024-05-01T08:00:00Z."),
            field="--known-at",
            value=repr(value),
        ) from None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


def _read_asset(path: str) -> bytes:
    return (STATIC / path).read_bytes()


def _option(option: Option) -> Callable[[Any], Any]:
    """The click option of one option of a subject."""
    kinds: dict[str, Any] = {"day": str, "moment": str, "text": str}
    kind = click.Choice(tuple(option.choices)) if option.choices else kinds.get(option.kind)
    if option.kind == "file":
        kind = click.Path(dir_okay=False, exists=True, path_type=Path)
    return click.option(
        f"--{option.name.replace('_', '-')}",
        f"asked_{option.name}",
        type=kind,
        required=option.required,
        metavar="YYYY-MM-DD" if option.kind == "day" else None,
        help=option.help,
    )


def _boundary(path: Path) -> tuple[bytes, str]:
    with path.open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1), path.name


def _draw(
    ctx: click.Context,
    subject: Subject,
    *,
    province: str,
    as_of: date | None,
    known_at: str | None,
    register: str,
    lang: str | None,
    output: Path,
    **asked: Any,
) -> None:
    language = lang or language_of(ctx.find_root())
    kind = parse_register(register)
    paper = take_paper(asked, output)
    named = {name.removeprefix("asked_"): value for name, value in asked.items() if value}
    files = {name: value for name, value in named.items() if isinstance(value, Path)}
    question = ask(
        subject,
        MapQuestion(
            province=province,
            as_of=as_of or legal_today(),
            known_at=_moment(known_at),
            language=language,
            boundary=_boundary(files["boundary"]) if "boundary" in files else None,
        ),
        {name: value for name, value in named.items() if name not in files},
    )
    with register_session(kind) as session:
        records = subject.read(session, question)
        found = read_print(session, records) if is_paper(output) else None
    if found is not None:
        print_records(
            ctx,
            subject,
            found,
            paper,
            language=language,
            register=kind,
            output=output,
        )
        return
    html = subject_page(
        subject, records, assets=InlineAssets(_read_asset), language=language, register=kind
    )
    try:
        output.write_text(html, encoding="utf-8")
    except OSError as error:
        raise SetupProblem(
            N_("{path} cannot be written: {reason}"), path=output, reason=error.strerror
        ) from error
    say(
        N_("{file}: {n} clusters, {size_mb} MB."),
        file=output,
        n=len(records.clusters),
        size_mb=f"{output.stat().st_size / 1e6:.2f}",
    )


def _command(subject: Subject) -> click.Command:
    @click.option(
        "--province",
        default="all",
        show_default=True,
        help="hai-phong, lao-cai, another province by name, code or unit key, or all.",
    )
    @click.option("--as-of", type=ISO_DATE, help="Day shown (YYYY-MM-DD); default today.")
    @click.option("--known-at", help=_KNOWN_AT)
    @register_option
    @click.option(
        "--lang", type=click.Choice(LANGUAGES), help="Language of the map (that of messages)."
    )
    @click.option(
        "-o",
        "--output",
        required=True,
        type=click.Path(dir_okay=False, path_type=Path),
        help="The file to write: .html, or .pdf and .png on paper.",
    )
    @click.pass_context
    def command(ctx: click.Context, /, **values: Any) -> None:
        _draw(ctx, subject, **values)

    for option in reversed(subject.options):
        command = _option(option)(command)
    command = paper_options(command, subject)
    return click.command(subject.code, help=subject.help)(command)


for _subject in SUBJECTS.values():
    map_group.add_command(_command(_subject))
