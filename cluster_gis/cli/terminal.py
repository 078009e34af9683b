"""What commands share at the terminal: language, one line a step, answers as text or JSON."""

import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from cluster_gis.errors import ClusterGisError
from cluster_gis.i18n import Translator, translator

#: `--format` of every command that prints data.
format_option = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How the answer is printed (text).",
)

#: `--register` of every command that works on one of the two registers.
register_option = click.option(
    "--register",
    type=click.Choice(["real", "simulated"]),
    default="real",
    help="The real register, or the synthetic one (real).",
)


def current_translator() -> Translator:
    """The translator of the running command's language."""
    context = click.get_current_context(silent=True)
    holder = context.find_root().obj if context else None
    return translator((holder or {}).get("lang", "vi"))


def say(message: str, **values: Any) -> None:
    """Print a translated line; `message` is an English msgid."""
    text = current_translator()(message)
    click.echo(text.format(**values) if values else text)


def print_json(answer: Mapping[str, Any]) -> None:
    """Print one JSON document, Vietnamese letters as they are."""
    json.dump(answer, sys.stdout, ensure_ascii=False, indent=2, default=str)
    click.echo()


class Steps:
    """Numbered lines with their time: "[5/8] Database … 1.2 s"."""

    def __init__(self, total: int, *, done: int = 0) -> None:
        self._total = total
        self._done = done

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """One step; an error ends its line before it is reported."""
        self._done += 1
        click.echo(f"[{self._done}/{self._total}] {current_translator()(title)} … ", nl=False)
        sys.stdout.flush()
        started = time.monotonic()
        try:
            yield
        except (ClusterGisError, KeyboardInterrupt):
            click.echo("✗")
            raise
        click.echo(f"{time.monotonic() - started:.1f} s")
