"""Kill -9 of the server in the middle of deciding: the plan is the old or the new one."""

import random
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from api.parameters import today
from cluster_gis.domain.access import Role
from cluster_gis.services.sign_in import issue_token
from tests.accounts import HAI_PHONG, write_account
from tests.proposal_story import add_item, begin, carry, content

ROOT = Path(__file__).parents[3]


def appraised(session, number: int) -> int:
    """A proposal on land of its own, ready to be decided."""
    west, south = 106.2 + 0.01 * (number % 10), 20.4 + 0.01 * (number // 10)
    ring = [[0, 0], [0.005, 0], [0.005, 0.004], [0, 0.004], [0, 0]]
    square = {
        "type": "Polygon",
        "coordinates": [[[round(west + x, 6), round(south + y, 6)] for x, y in ring]],
    }
    wanted = content(add_item(f"Thử {number}", square), title=f"Thử {number}")
    made = begin(session, today() - timedelta(days=3), content=wanted)
    carry(session, made, today() - timedelta(days=3), "submit", "accept", "appraise")
    return made


def traces(session, proposal_id: int) -> dict[str, object]:
    """Everything that an approval of this proposal leaves anywhere."""
    source = f"proposal:{proposal_id}:{proposal_id}/QĐ-UBND"
    counted = {
        table: session.scalar(
            text(f"SELECT count(*) FROM register.{table} WHERE source_key = :source"),
            {"source": source},
        )
        for table in ("plan_version", "cluster_state", "cluster_boundary", "cluster_event")
    }
    return {
        "state": session.scalar(
            text("SELECT state FROM proposal.proposal WHERE id = :id"), {"id": proposal_id}
        ),
        "events": session.scalar(
            text(
                "SELECT count(*) FROM proposal.event WHERE proposal_id = :id AND move = 'approve'"
            ),
            {"id": proposal_id},
        ),
        **counted,
    }


def kill_while_deciding(database, rounds: int, seed: int) -> list[str]:
    engine = create_engine(database.owner_url)
    with Session(engine) as session:
        chair = write_account(session, "ub", (Role.PROVINCE, HAI_PHONG))
        secret = issue_token(session, chair, name="test", scope="write", days=9, by="t")
        session.commit()
    chance = random.Random(seed)
    told: list[str] = []
    whole_ms = 0.0  # of an approval that nobody kills, so that this machine's moments are met
    with subprocess.Popen(
        [sys.executable, "-m", "tests.deciding_server", database.web_url, database.writer_url,
         database.access_url, secret],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdin is not None
        assert server.stdout is not None
        for number in range(rounds):
            with Session(engine) as session:
                proposal_id = appraised(session, number)
                session.commit()
            delay = f"{chance.uniform(0, whole_ms):.1f}" if whole_ms else "never"
            server.stdin.write(f"{proposal_id} {delay}\n")
            server.stdin.flush()
            took_ms = float(server.stdout.readline())
            whole_ms = whole_ms or took_ms
            with Session(engine) as session:
                wait_for_nobody(session)
                found = traces(session, proposal_id)
            old = {"state": "appraised"} | dict.fromkeys(list(found)[1:], 0)
            new = {"state": "approved"} | dict.fromkeys(list(found)[1:], 1)
            assert found in (old, new), (number, found)
            told.append(found["state"])
        server.stdin.close()
    engine.dispose()
    return told


def wait_for_nobody(session) -> None:
    """Until the database has noticed that the killed server is gone."""
    deadline = time.monotonic() + 60
    while session.scalar(
        text("""SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
            AND pid <> pg_backend_pid() AND state <> 'idle' AND backend_type = 'client backend'""")
    ):
        assert time.monotonic() < deadline, "a connection of the killed server lives on"
        session.rollback()
        time.sleep(0.02)


def test_a_server_killed_while_deciding_leaves_the_old_plan_or_the_new_one(small_database):
    assert kill_while_deciding(small_database, 5, seed=7)[0] == "approved"


@pytest.mark.full
def test_a_server_killed_fifty_times_leaves_the_old_plan_or_the_new_one(small_database):
    told = kill_while_deciding(small_database, 51, seed=11)
    assert set(told[1:]) == {"appraised", "approved"}
