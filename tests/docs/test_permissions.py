"""docs/permissions.md is what the matrix says, and every command stands in it."""

from collections.abc import Iterator

import click

from cluster_gis.cli import cli
from cluster_gis.cli.command_actions import COMMAND_ACTIONS, action_of_command
from cluster_gis.domain.access import MATRIX, Action
from scripts.permissions import HEADS, PAGE, page


def commands_of(command: click.Command, *path: str) -> Iterator[str]:
    if not isinstance(command, click.Group):
        yield " ".join(path)
        return
    context = click.Context(command)
    for name in command.list_commands(context):
        inner = command.get_command(context, name)
        assert inner is not None
        yield from commands_of(inner, *path, name)


def test_the_page_is_not_stale():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: make permissions"


def test_every_command_has_its_entry():
    commands = list(commands_of(cli))
    assert len(commands) > 50
    assert [c for c in commands if action_of_command(c) is None] == []


def test_every_entry_has_its_command():
    commands = set(commands_of(cli))
    for entry in COMMAND_ACTIONS:
        assert any(c == entry or c.startswith(f"{entry} ") for c in commands), entry


def test_every_row_and_role_is_printed():
    printed = page()
    for action in Action:
        assert f"| `{action}` | {MATRIX[action].label} |" in printed
    for head in HEADS.values():
        assert f"| {head} |" in printed
