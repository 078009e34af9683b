"""`cluster-gis map`: planning maps as files that open without a server or a network."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from api.plan_page import plan_page
from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE, language_of, legal_today
from cluster_gis.cli.terminal import register_option, say
from cluster_gis.config import parse_register
from cluster_gis.errors import InvalidInput, SetupProblem
from cluster_gis.i18n import LANGUAGES, N_
from cluster_gis.services.read_plan_map import read_plan_map
from maps.assets import InlineAssets

STATIC = Path(__file__).parent.parent.parent / "api" / "static"


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


@map_group.command("plan")
@click.option(
    "--province",
    default="all",
    show_default=True,
    help="hai-phong, lao-cai, another province by name, code or unit key, or all.",
)
@click.option("--as-of", type=ISO_DATE, help="Day shown (YYYY-MM-DD); default today.")
@click.option("--known-at", help="What the register knew then, 2024-05-01T08:00:00Z; default now.")
@register_option
@click.option(
    "--lang", type=click.Choice(LANGUAGES), help="Language of the map (that of messages)."
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The HTML file to write.",
)
@click.pass_context
def plan(
    ctx: click.Context,
    *,
    province: str,
    as_of: date | None,
    known_at: str | None,
    register: str,
    lang: str | None,
    output: Path,
) -> None:
    """The planning map of a day, as one self-contained HTML file."""
    language = lang or language_of(ctx.find_root())
    kind = parse_register(register)
    with register_session(kind) as session:
        records = read_plan_map(
            session,
            province=province,
            as_of=as_of or legal_today(),
            known_at=_moment(known_at),
            language=language,
        )
    html = plan_page(records, assets=InlineAssets(_read_asset), language=language, register=kind)
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
