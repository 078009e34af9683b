"""The paper that a report is issued as: its number, its day, who signs it."""

from dataclasses import dataclass
from datetime import date

from cluster_gis.domain.reporting.forms import Form
from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_, Words

MOST_LETTERS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """number: with its sign, "125/BC-SCT". signer: full name of who signs."""

    number: str
    dated: date
    signer: str


def parse_paper(
    form: Form, *, number: str, dated: date | None, signer: str, on: date
) -> Paper | None:
    """The paper as given on the day `on`; None = none at all, for a form that nobody receives.

    Raises InvalidInput naming what is missing: an office answers for a form that it sends.
    """
    given = {"number": number.strip(), "signer": signer.strip()}
    names = {"number": N_("Number of the paper"), "signer": N_("Full name of who signs")}
    if not any(given.values()) and not form.recipients:
        return None
    for field, value in given.items():
        if not value or len(value) > MOST_LETTERS:
            raise InvalidInput(
                N_("{name}: an issued report needs it, 1 to {most} characters."),
                field=field,
                name=Words([names[field]]),
                most=MOST_LETTERS,
            )
    day = dated or on
    if day > on:
        raise InvalidInput(
            N_("{field} is {value}, a day to come; expected today or before."),
            field="dated",
            value=day.isoformat(),
        )
    return Paper(number=given["number"], dated=day, signer=given["signer"])
