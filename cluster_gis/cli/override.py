"""`cluster-gis override`: an officer decides a finding that needs review."""

from datetime import date

import click

from cluster_gis.cli.database import register_session
from cluster_gis.cli.parameters import ISO_DATE
from cluster_gis.config import REGISTERS, parse_register
from cluster_gis.domain.facts import PROCEDURES
from cluster_gis.i18n import N_, translator
from cluster_gis.services.override_finding import OVERRIDE_VERDICTS, override_finding


@click.command("override")
@click.argument("code")
@click.option("--procedure", required=True, type=click.Choice(PROCEDURES))
@click.option("--on", required=True, type=ISO_DATE, help="Date of the act judged (YYYY-MM-DD).")
@click.option("--rule", required=True, help="Rule id, for example CRAFT-SHARE.")
@click.option("--verdict", required=True, type=click.Choice(OVERRIDE_VERDICTS))
@click.option("--officer", required=True, help="Who decides.")
@click.option("--reason", required=True, help="Why, in at least 10 characters.")
@click.option("--document", required=True, help="Number and date of the paper it rests on.")
@click.option("--register", type=click.Choice(REGISTERS), default="real")
@click.pass_context
def override(
    ctx: click.Context,
    code: str,
    *,
    procedure: str,
    on: date,
    rule: str,
    verdict: str,
    officer: str,
    reason: str,
    document: str,
    register: str,
) -> None:
    """Decide a finding of cluster CODE that the law leaves to a person.

    The machine's verdict stays visible beside the decision.
    """
    translate = translator(ctx.obj["lang"])
    with register_session(parse_register(register)) as session:
        revision = override_finding(
            session,
            code,
            procedure=procedure,
            on=on,
            rule=rule,
            verdict=verdict,
            officer=officer,
            reason=reason,
            document=document,
        )
    message = (
        N_("The same decision already stands; nothing was written.")
        if revision is None
        else N_("Decision recorded as revision {revision}; the machine's verdict stays beside it.")
    )
    click.echo(translate(message).format(revision=revision))
