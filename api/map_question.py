"""The options of a map's subject, read from the texts of an address or a command."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from cluster_gis.errors import InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.services.read_map import MapQuestion
from maps.subjects import Option, Subject

_DAY_FORMS = ("%Y-%m-%d", "%d/%m/%Y")


def ask(subject: Subject, question: MapQuestion, texts: Mapping[str, str]) -> MapQuestion:
    """The question with the subject's options, an empty text = not given.

    Raises InvalidInput that names an option that is wrong.
    """
    values: dict[str, Any] = {
        option.field: _read(option, text.strip())
        for option in subject.options
        if (text := texts.get(option.name, "")) and text.strip()
    }
    return replace(question, **values)


def _read(option: Option, text: str) -> Any:
    if option.kind == "day":
        return _day(option, text)
    if option.kind == "moment":
        # A day in either writing, else the key of a plan version, which the service knows.
        return _day(option, text).isoformat() if re.fullmatch(r"[\d/-]{8,10}", text) else text
    if option.choices is not None and text not in option.choices:
        raise InvalidInput(
            N_("{field} is {value}; expected one of {expected}."),
            field=option.name,
            value=repr(text),
            expected=", ".join(option.choices),
        )
    return text


def _day(option: Option, text: str) -> date:
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise InvalidInput(
        N_("{field} is {value}; expected a date such as 2024-05-01 or 01/05/2024."),
        field=option.name,
        value=repr(text),
    )
