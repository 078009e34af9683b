"""Kinds of values that several commands take on the command line."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import click

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_, Translator, translator

#: Việt Nam keeps UTC+7 all year: the legal day needs no time-zone data.
LEGAL_ZONE = timezone(timedelta(hours=7))


def legal_today() -> date:
    """Today's date in Việt Nam."""
    return datetime.now(LEGAL_ZONE).date()


def language_of(ctx: click.Context | None) -> str:
    """The language asked for with `--lang`; Vietnamese unless said."""
    return str((ctx.obj or {}).get("lang", "vi")) if ctx is not None else "vi"


def translator_of(ctx: click.Context | None) -> Translator:
    """The translator of the language asked for."""
    return translator(language_of(ctx))


class IsoDate(click.ParamType[date]):
    """A date written YYYY-MM-DD; anything else is wrong usage (exit 2)."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """`value` as a date."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(str(value), "%Y-%m-%d").replace(tzinfo=LEGAL_ZONE).date()
        except ValueError:
            template = translator_of(ctx)(N_("{value} is not a date of the form YYYY-MM-DD."))
            self.fail(template.format(value=repr(value)), param, ctx)


ISO_DATE = IsoDate()


def parse_moment(value: str | None, *, field: str = "--known-at") -> datetime | None:
    """A moment, UTC unless it says otherwise; None stays None. Raises InvalidInput."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise InvalidInput(
            N_("{field} is {value}; expected a time such as 2024-05-01T08:00:00Z."),
            field=field,
            value=repr(value),
        ) from None
    return moment.replace(tzinfo=moment.tzinfo or UTC)


#: Letters that people write for a province; Hải Phòng took in Hải Dương on 2025-07-01.
PROVINCE_LETTERS = {"HP": "hai-phong", "HD": "hai-phong", "LC": "lao-cai"}


def province_word(value: str) -> str:
    """HP and its like as the province's word in addresses; other words as they are."""
    return PROVINCE_LETTERS.get(value.upper(), value)
