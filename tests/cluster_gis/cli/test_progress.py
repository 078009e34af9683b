"""`ingest progress`, `progress` and `sector` at the command line."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from cluster_gis.cli import cli
from tests.progress_workbook import CODE, plant, rows_300, workbook
from tests.small_register import write_small_register


@pytest.fixture(scope="module")
def run(module_database):
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session:
        write_small_register(session)
        session.commit()
    engine.dispose()
    environment = {"CLUSTER_GIS_DATABASE_URL": module_database.owner_url}

    def call(*arguments, code=0):
        done = CliRunner().invoke(cli, [str(a) for a in arguments], env=environment)
        assert done.exit_code == code, (done.output, done.exception)
        return done.stdout.replace("\u00a0", " ")

    return call


def test_a_filled_workbook_is_answered_by_cell_and_its_good_rows_are_written(run, tmp_path):
    rows = rows_300()
    planted = plant(rows)
    file = tmp_path / "tien-do.xlsx"
    file.write_bytes(workbook(rows))
    said = ("--reporter", "investor", "--source", "Công văn 12", "--by", "tester")
    answer = json.loads(run("ingest", "progress", file, *said, "--apply", "--format", "json"))
    assert (answer["rows"], answer["staged"], answer["refused"]) == (300, 288, 12)
    assert {(one["sheet"], one["cell"], one["code"]) for one in answer["errors"]} == set(planted)
    assert answer["revision"] == 2
    listed = json.loads(run("progress", "list", "--format", "json"))["clusters"]
    mine = next(one for one in listed if one["code"] == CODE)
    assert mine["done_pct"] > 0
    assert mine["days_late"] is None
    assert CODE in run("progress", "list", "--order", "idle", "--province", "31")


def test_the_template_names_the_clusters_of_the_province(run, tmp_path):
    file = tmp_path / "mau.xlsx"
    run("ingest", "progress", "--template", file, "--province", "31")
    assert file.read_bytes().startswith(b"PK")
    run("ingest", "progress", file, "--reporter", "investor", code=2)


def test_of_two_statements_the_one_that_does_not_hold_is_closed(run):
    key = f"{CODE}/clearance/paid/2024-03-14/investor"
    why = ("--source", "Biên bản 1", "--reason", "đo đạc tại thực địa")
    assert key in run("progress", "settle", "land_clearance", key, *why)
    assert run("progress", "settle", "land_clearance", key, *why, code=1) == ""


def test_a_line_of_the_sector_list_is_added_and_ended(run):
    line = ("--province", "31", "--sector", "dệt nhuộm")
    why = ("--source", "Quyết định 5", "--reason", "danh mục của thành phố")
    more = ("--class", "not_accepted", "--since", "2024-01-01")
    assert run("sector", "add", *line, *more, *why) != ""
    run("sector", "end", *line, "--from", "2026-01-01", "--reason", "danh mục mới ban hành")


def test_an_inspection_told_in_a_table_is_listed_by_how_long_it_is_overdue(run, tmp_path):
    file = tmp_path / "kiem-tra.csv"
    file.write_text(
        "Mã cụm;Ngày kiểm tra;Cơ quan, đoàn kiểm tra;Quyết định kiểm tra;"
        "Nội dung phát hiện, kiến nghị;Hạn khắc phục;Ngày khắc phục xong\n"
        f"{CODE};02/03/2026;Đoàn kiểm tra Sở;45/QĐ-SCT;Chưa đấu nối;02/05/2026;\n"
        f"{CODE};02/03/2026;Đoàn kiểm tra Sở;45/QĐ-SCT;Chưa công khai;02/05/2026;20/04/2026\n",
        encoding="utf-8",
    )
    said = ("--reporter", "department", "--source", "Kết luận 7/KL", "--by", "tester", "--apply")
    answer = json.loads(run("ingest", "progress", file, *said, "--format", "json"))
    assert (answer["staged"], answer["errors"]) == (2, [])
    day = ("--as-of", "2026-06-01")
    listed = json.loads(run("progress", "inspections", CODE, *day, "--format", "json"))
    told = [(one["finding"], one["days_overdue"]) for one in listed["inspections"]]
    assert told == [("Chưa đấu nối", 30), ("Chưa công khai", 0)]
    only = run("progress", "inspections", "--overdue", *day)
    assert "Chưa đấu nối" in only
    assert "Chưa công khai" not in only
