"""What the exports of the register ask alike: province, day, moment, register, language, file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from cluster_gis.cli.parameters import (
    ISO_DATE,
    language_of,
    legal_today,
    parse_moment,
    province_word,
)
from cluster_gis.cli.terminal import register_option
from cluster_gis.config import Register, parse_register
from cluster_gis.i18n import LANGUAGES
from cluster_gis.services.read_plan_map import choose_province
from cluster_gis.storage.queries.provinces import ProvinceCount, count_by_province


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be written. known_at: None = now. output: the file to write."""

    province: str
    as_of: date
    known_at: datetime | None
    register: Register
    language: str
    output: Path

    def province_in(self, session: Session, *, revision: int) -> ProvinceCount | None:
        """The province asked for; None = all. Raises InvalidInput for an unknown one."""
        provinces = count_by_province(session, as_of=self.as_of, revision=revision)
        return choose_province(provinces, province_word(self.province))


def export_options(endings: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Options of an export; the command gets the context and what was asked. endings: for help."""
    options = (
        click.option(
            "--province",
            default="all",
            help="hai-phong, another province by name, code or unit key, or all (all).",
        ),
        click.option("--as-of", type=ISO_DATE, help="Day shown (YYYY-MM-DD); default today."),
        click.option(
            "--known-at", help="What the register knew then, 2024-05-01T08:00:00Z; default now."
        ),
        register_option,
        click.option("--lang", type=click.Choice(LANGUAGES), help="Language (that of messages)."),
        click.option(
            "-o",
            "--output",
            required=True,
            type=click.Path(dir_okay=False, path_type=Path),
            help=f"The file to write: {endings}.",
        ),
    )

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        @wraps(command)
        def run(
            ctx: click.Context,
            /,
            *,
            province: str,
            as_of: date | None,
            known_at: str | None,
            register: str,
            lang: str | None,
            output: Path,
            **more: Any,
        ) -> None:
            asked = Asked(
                province=province,
                as_of=as_of or legal_today(),
                known_at=parse_moment(known_at),
                register=parse_register(register),
                language=lang or language_of(ctx.find_root()),
                output=output,
            )
            command(ctx, asked, **more)

        chained: Callable[..., None] = click.pass_context(run)
        for option in reversed(options):
            chained = option(chained)
        return chained

    return decorate
