"""The trail from the command line: who did what, a cluster's life, files, and its proof."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from cluster_gis.cli import cli
from tests.databases import Clone
from tests.small_register import correct_leased_land, write_small_register

Run = Callable[..., Result]


@pytest.fixture(scope="module")
def database(module_database: Clone) -> Iterator[Clone]:
    """Four clusters, one of them corrected."""
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session, session.begin():
        write_small_register(session)
    with Session(engine) as session, session.begin():
        correct_leased_land(session, Decimal("20.50"))
    engine.dispose()
    return module_database


@pytest.fixture
def run(database: Clone, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `cluster-gis audit`."""
    monkeypatch.setenv("CLUSTER_GIS_DATABASE_URL", database.owner_url)

    def call(*arguments: object, code: int = 0, lang: str = "en") -> Result:
        result = CliRunner().invoke(cli, ["--lang", lang, "audit", *map(str, arguments)])
        assert result.exit_code == code or (code == 1 and result.exception), result.output
        return result

    return call


def plain(result: Result) -> str:
    """Output with plain blanks between figures and units."""
    return result.output.replace("\u00a0", " ")


def test_acts_are_listed_by_day_person_table_and_cluster(run):
    acts = json.loads(run("list", "--format", "json").stdout)["acts"]
    assert [act["reasons"] for act in acts[:2]] == [["correction"], ["small register"]]
    day = acts[0]["at"][:10]
    assert "tester: 2 acts" in run("day").output
    assert "Nobody" in run("day", "2020-01-01").output
    for options, found in (
        (("--by", "tester"), 2),
        (("--by", "nobody"), 0),
        (("--table", "register.cluster_boundary"), 1),
        (("--cluster", "hd-viet-hoa"), 1),
        (("--cluster", "hp-tien-lang"), 2),
        (("--until", "2020-01-01"), 0),
        (("--since", day, "--by", "tester"), 2),
    ):
        told = json.loads(run("list", *options, "--format", "json").stdout)["acts"]
        assert len(told) == found, options
    refused = run("list", "--table", "nowhere", code=1)
    assert "register.cluster_state" in str(refused.exception)


def test_an_act_is_shown_field_by_field(run):
    number = json.loads(run("list", "--limit", 1, "--format", "json").stdout)["acts"][0]["number"]
    shown = plain(run("show", number))
    assert f"  {number}.1  revision 2: added" in shown
    assert "Industrial land leased: 20.5 ha" in shown
    rows = json.loads(run("show", number, "--format", "json").stdout)["entries"]
    assert [row["operation"] for row in rows] == ["insert", "update", "insert"]
    assert run("show", 999, code=1).exception


def test_a_life_says_what_changed_in_words(run, tmp_path):
    told = plain(run("life", "hp-tien-lang"))
    assert "Industrial land leased: 17.5 ha → 20.5 ha" in told
    assert "from 01/03/2021" in told
    vietnamese = plain(run("life", "hp-tien-lang", lang="vi"))
    assert "17,5 ha → 20,5 ha" in vietnamese
    assert "thông tin cụm" in vietnamese
    life = json.loads(run("life", "hp-tien-lang", "--format", "json").stdout)
    newest, first = life["moments"]
    assert (newest["revision"], newest["by"], newest["reason"]) == (2, ["tester"], "correction")
    [change] = newest["changes"]
    assert change["source_key"] is None, "the state keeps its source; only a figure changed"
    assert [field["column"] for field in change["fields"]] == ["leased_industrial_land_ha"]
    kinds = {change["table"] for change in first["changes"]}
    assert {"register.work_progress", "register.industrial_cluster"} <= kinds
    for suffix in ("xlsx", "csv", "json"):
        run("life", "hp-tien-lang", "-o", tmp_path / f"life.{suffix}")
    sheet = load_workbook(tmp_path / "life.xlsx").active
    assert any("20.5\u00a0ha" in str(cell.value) for row in sheet for cell in row)
    assert run("life", "nowhere", code=1).exception


def test_acts_are_exported(run, tmp_path):
    for suffix, sign in (("xlsx", b"PK"), ("csv", b"correction"), ("json", b'"seal"')):
        run("export", tmp_path / f"acts.{suffix}", "--by", "tester")
        assert sign in (tmp_path / f"acts.{suffix}").read_bytes()
    assert ".xlsx" in str(run("export", tmp_path / "acts.pdf", code=1).exception)


def test_the_trail_proves_itself_and_the_register(run, database):
    sound = json.loads(run("verify", "--format", "json").stdout)
    assert sound["sound"]
    assert sound["faults"] == []
    assert "as they were written" in run("verify", "--expect", sound["seal"]).output
    assert "another trail" in run("verify", "--expect", "0" * 64, code=1).output
    assert "equal the register" in run("rebuild", "--check").output
    made = json.loads(run("rebuild", "--into", "again", "--format", "json").stdout)
    assert made["tables"]["register.cluster_state"] == 6
    assert "again" in str(run("rebuild", "--into", "again", code=1).exception)
    run("rebuild", "--check", "--into", "x", code=2)


def test_what_was_tampered_with_is_named(run, database):
    engine = create_engine(database.owner_url)
    guard = "ALTER TABLE audit.entry {} TRIGGER forbid"
    forge = (
        "UPDATE audit.entry SET new = new || jsonb_build_object('title', CAST(:t AS text))"
        " WHERE table_name = 'register.source' AND record = 'news' AND operation = 'insert'"
    )

    def forged(title: str) -> None:
        with engine.begin() as connection:
            connection.execute(text(guard.format("DISABLE")))
            connection.execute(text(forge), {"t": title})
            connection.execute(text(guard.format("ENABLE")))

    forged("Khác")
    try:
        told = run("verify", code=1)
        assert "was changed after it was written" in told.output
        checked = CliRunner().invoke(cli, ["--lang", "en", "verify", "--format", "json"])
        assert checked.exit_code == 1
        issues = json.loads(checked.stdout)["issues"]
        assert "trail_hash" in [i["check"] for i in issues if i["severity"] == "error"]
        differing = json.loads(run("rebuild", "--format", "json", code=1).stdout)["differing"]
        assert [(row["table"], row["key"]) for row in differing] == [
            ("register.source", {"source_key": "news"})
        ]
    finally:
        forged("Tin")
        engine.dispose()
    run("verify")
