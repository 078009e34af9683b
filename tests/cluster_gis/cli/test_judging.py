"""The register is judged again only when a day, a fact or the code has changed."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from cluster_gis.cli.judging import judge_everything
from cluster_gis.storage.register import last_revision
from tests.small_register import correct_leased_land, write_small_register

DAY = date(2026, 11, 1)


def count_findings(session: Session) -> int:
    return session.scalar(text("SELECT count(*) FROM register.assessment"))


def test_judging_again_does_nothing_until_a_day_or_a_fact_changes(session: Session, tmp_path: Path):
    write_small_register(session)
    stamp = tmp_path / "judged"
    assert judge_everything(session, on=DAY, stamp=stamp)
    findings, revision = count_findings(session), last_revision(session)
    assert findings > 0

    assert not judge_everything(session, on=DAY, stamp=stamp)
    assert judge_everything(session, on=date(2026, 11, 2), stamp=stamp)
    correct_leased_land(session, Decimal("7.5"))
    assert judge_everything(session, on=DAY, stamp=stamp)
    assert last_revision(session) > revision


def test_without_a_home_every_call_judges_and_writes_only_what_is_new(
    session: Session, tmp_path: Path
):
    write_small_register(session)
    nowhere = tmp_path / "missing" / "judged"
    assert judge_everything(session, on=DAY, stamp=nowhere)
    before = last_revision(session)
    assert judge_everything(session, on=DAY, stamp=nowhere)
    assert last_revision(session) == before
