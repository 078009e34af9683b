"""`--source`, `--document`, `--source-note`: where a file is from, alike in every command."""

from collections.abc import Callable
from typing import TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., object])

_OPTIONS = (
    click.option(
        "--source", help="Where the file is from, as it will be shown: paper, sender, day."
    ),
    click.option(
        "--document", help="Document it rests on, by its key in the register (375/QĐ-UBND)."
    ),
    click.option("--source-note", help="What else is to be said of the source; shown after it."),
)


def source_options(command: _Command) -> _Command:
    """The command with the three options: source, document, source_note; one of them is needed."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command
