"""`cluster-gis qgis`: roles that edit with QGIS, each in its territory."""

from datetime import date

import click
from sqlalchemy import make_url

from cluster_gis.cli.database import register_session, running_server
from cluster_gis.cli.parameters import ISO_DATE, language_of, legal_today
from cluster_gis.cli.terminal import (
    current_translator,
    format_option,
    print_json,
    register_option,
    say,
)
from cluster_gis.config import Settings, parse_register
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.formats import Formats
from cluster_gis.i18n import N_
from cluster_gis.postgres.qgis_roles import close_role, make_role, role_name
from cluster_gis.storage.queries.qgis import add_editor, editors, end_editor, knows_territory


@click.group("qgis")
def qgis() -> None:
    """Roles that see and edit their own territory with QGIS."""


@qgis.command("add")
@click.argument("name")
@click.option(
    "--territory",
    "territories",
    required=True,
    multiple=True,
    help="Unit of 2025 (2025:31) or code of a cluster; may be repeated.",
)
@click.option("--until", type=ISO_DATE, help="Last day (YYYY-MM-DD); default: until it is ended.")
@click.option("--by", required=True, help="Who allows it.")
@register_option
def add(
    name: str, *, territories: tuple[str, ...], until: date | None, by: str, register: str
) -> None:
    """Make the role qgis_NAME, or give it another territory and a new password, told once."""
    role, today = role_name(name), legal_today()
    if until is not None and until < today:
        raise InvalidInput(
            N_("{field} is {value}; expected today or a later day."), field="--until", value=until
        )
    kind = parse_register(register)
    with running_server(Settings.from_environment()) as server:
        with register_session(kind) as session:
            for territory in territories:
                if not knows_territory(session, territory):
                    raise InvalidInput(
                        N_("{field} is {value}; expected a unit of 2025 or a cluster's code."),
                        field="--territory",
                        value=repr(territory),
                    )
        password = make_role(server, role)
        with register_session(kind) as session:
            for territory in territories:
                add_editor(session, role=role, territory=territory, since=today, until=until, by=by)
        address = make_url(server.owner_url(kind))
    host = address.host or str(address.query.get("host", "localhost"))
    port = address.port or int(str(address.query.get("port", 5432)))
    say(N_("Role {role}, password {password}"), role=role, password=password)
    say(
        N_(
            "In QGIS: host {host}, port {port}, database {database}, schema qgis. See docs/qgis.md."
        ),
        host=host,
        port=port,
        database=address.database,
    )


@qgis.command("list")
@register_option
@format_option
@click.pass_context
def list_command(ctx: click.Context, *, register: str, output_format: str) -> None:
    """The roles, their territories and days."""
    with register_session(parse_register(register)) as session:
        found = editors(session)
    if output_format == "json":
        rows = [
            {
                "role": one.role,
                "territory": one.territory_key,
                "name": one.territory,
                "from": one.valid_from.isoformat(),
                "until": one.valid_until.isoformat() if one.valid_until else None,
                "ended": one.ended,
                "by": one.granted_by,
            }
            for one in found
        ]
        print_json({"editors": rows})
        return
    formats = Formats(language_of(ctx.find_root()))
    _ = current_translator()
    for one in found:
        until = formats.day(one.valid_until) if one.valid_until else "…"
        click.echo(
            f"{one.role:20} {one.territory_key:16} {one.territory or '-'}  "
            f"{formats.day(one.valid_from)} – {until}  ({one.granted_by})"
            + (f"  {_(N_('ended'))}" if one.ended else "")
        )
    if not found:
        say(N_("Nobody edits with QGIS."))


@qgis.command("end")
@click.argument("name")
@register_option
def end(name: str, *, register: str) -> None:
    """End every territory of qgis_NAME now and let it sign in no more; its edits stay."""
    role = role_name(name)
    with running_server(Settings.from_environment()) as server:
        with register_session(parse_register(register)) as session:
            ended = end_editor(session, role=role)
        if not ended:
            raise NotFound(N_("No role {role} edits with QGIS."), role=role)
        close_role(server, role)
    say(N_("{role} signs in no more."), role=role)
