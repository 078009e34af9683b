"""The whole way of a file of boundaries from the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.cli import cli
from tests.databases import Clone
from tests.staged_outlines import FEATURES, collection, write_clusters

Run = Callable[..., Result]


@pytest.fixture
def run(fresh_database: Clone, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `cluster-gis` on a register that holds the clusters of the file."""
    engine = create_engine(fresh_database.owner_url)
    with Session(engine) as session, session.begin():
        write_clusters(session)
    engine.dispose()
    monkeypatch.setenv("CLUSTER_GIS_DATABASE_URL", fresh_database.owner_url)

    def call(*arguments: object, code: int = 0) -> Result:
        result = CliRunner().invoke(cli, ["--lang", "en", *map(str, arguments)])
        assert result.exit_code == code or (code == 1 and result.exception), result.output
        return result

    return call


def test_a_file_is_staged_decided_compared_applied_and_undone(run: Run, tmp_path: Path):
    file = tmp_path / "ranh.geojson"
    file.write_bytes(collection(FEATURES[:6]))
    options = ("--province", "Hải Phòng", "--source", "Công văn 12/SCT", "--by", "tester")
    staged = run("ingest", "boundaries", file, *options, "--format", "json")
    answer = json.loads(staged.stdout)
    assert (answer["state"], answer["counts"]["total"]) == ("open", 6)
    issue = next(i for i in answer["rows"][2]["issues"] if i["code"] == "self_intersection")
    assert issue["point"]
    assert issue["lon"] == pytest.approx(106.55, abs=0.01)
    identity = answer["id"]

    refused = run("staging", "apply", identity, code=1)
    assert "undecided" in str(refused.exception)
    run("staging", "decide", identity, "all", "--quality", "digitised", "--reject")
    run("staging", "decide", identity, "2", "--accept", "--by", "tester")
    shown = run("staging", "decide", identity, "3", "--repair", "make_valid", "--confirm",
                "area_differs_5pct", "--accept").output  # fmt: skip
    assert "Ba → hp-ba (by name)  [accepted]" in shown

    picture = tmp_path / "diff.html"
    told = json.loads(run("staging", "diff", identity, "-o", picture, "--format", "json").output
                      .split("\n}\n")[0] + "\n}")  # fmt: skip
    assert {row["row"] for row in told["rows"]} == {2, 3}
    html = picture.read_text(encoding="utf-8")
    assert "#2 Cụm công nghiệp Hai" in html
    assert 'src="http' not in html

    assert "revision" in run("staging", "apply", identity, "--by", "director").output
    listed = json.loads(run("staging", "list", "--format", "json").output)
    assert [f["state"] for f in listed["files"]] == ["applied"]
    assert "nothing was deleted" in run("staging", "undo", identity).output
    copy = tmp_path / "copy.geojson"
    run("staging", "original", identity, "-o", copy)
    assert copy.read_bytes() == file.read_bytes()


def test_wrong_wishes_are_named(run: Run, tmp_path: Path):
    file = tmp_path / "ranh.geojson"
    file.write_bytes(collection(FEATURES[12:]))
    assert "--source" in str(run("ingest", "boundaries", file, code=1).exception)
    unknown = run("ingest", "boundaries", file, "--document", "9/QĐ-UBND", code=1)
    assert "9/QĐ-UBND" in str(unknown.exception)
    identity = json.loads(
        run("ingest", "boundaries", file, "--source-note", "x", "--format", "json").stdout
    )["id"]
    assert "hp-khong" in str(
        run("staging", "decide", identity, "1", "--cluster", "hp-khong", code=1).exception
    )
    assert "1-20" in str(run("staging", "decide", identity, "x", "--accept", code=1).exception)
    assert "row 9" in str(run("staging", "decide", identity, "9", "--accept", code=1).exception)
    run("staging", "decide", identity, "1", code=2)
    run("staging", "discard", identity, "--reason", "gửi nhầm tệp cũ")
    assert "discarded" in run("staging", "show", identity).output
