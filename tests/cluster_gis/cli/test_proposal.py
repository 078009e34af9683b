"""`cluster-gis proposal`: the story of a proposal told by commands."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.cli import cli
from tests.proposal_story import content
from tests.small_register import write_small_register


@pytest.fixture(scope="module")
def run(module_database):
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session:
        write_small_register(session)
        session.commit()
    engine.dispose()
    place = {"CLUSTER_GIS_DATABASE_URL": module_database.owner_url}

    def call(*arguments, code=0):
        done = CliRunner().invoke(cli, ["proposal", *map(str, arguments)], env=place)
        assert done.exit_code == code, (done.output, done.exception)
        return done

    return call


def test_a_proposal_is_begun_checked_moved_and_decided_by_commands(run, tmp_path):
    file = tmp_path / "content.json"
    file.write_text(json.dumps(content(title="")), encoding="utf-8")
    at = ("--at", "2026-10-05T09:00:00+07:00")
    made = json.loads(
        run("start", "2025:11800", file, "--by", "An", *at, "--format", "json").output
    )
    number = made["id"]
    refused = run("check", number, code=1)
    assert "chưa có tên" in refused.output
    file.write_text(json.dumps(content()), encoding="utf-8")
    run("write", number, file, "--version", 1, *at)
    day = ("--signed", "2026-10-05")
    run("move", number, "submit", "--number", "12/TTr-UBND", *day, *at)
    run("move", number, "accept", *at)
    run("move", number, "appraise", "--result", "meets", "--number", "9/BC-SCT", *day, *at)
    told = run("show", number).output
    assert "[x] Báo cáo thẩm định: 9/BC-SCT (2026-10-05)" in told
    given = ("--number", "1234/QĐ-UBND", *day, "--signer", "A", "--reason", "vì")
    run("decide", number, "approve", *given, *at)
    listed = json.loads(run("list", "--state", "approved", "--format", "json").output)
    assert [one["id"] for one in listed["proposals"]] == [number]
    assert "1234/QĐ-UBND" in run("events", number).output
    file = tmp_path / "decision.docx"
    assert str(file) in run("paper", number, "decision", "-o", file, "--revision", 1).output
    assert file.read_bytes().startswith(b"PK")
    assert ".pdf" in str(run("paper", number, "map", "-o", file, code=1).exception)
    back = json.loads(run("undo", number, "--reason", "sai", *at, "--format", "json").output)
    assert back["undoes"] == number


def test_a_move_that_is_not_possible_is_one_sentence(run, tmp_path):
    file = tmp_path / "content.json"
    file.write_text(json.dumps(content(title="Một đề xuất khác")), encoding="utf-8")
    made = json.loads(run("start", "2025:11800", file, "--format", "json").output)
    done = run("move", made["id"], "accept", code=1)
    assert "Bản nháp" in str(done.exception) or "draft" in str(done.exception).lower()
