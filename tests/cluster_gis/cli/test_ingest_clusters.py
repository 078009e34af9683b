"""The province's list of 69 clusters: exported, edited in LibreOffice, read back, applied, undone.

tests/libreoffice/hai-phong-edited.xlsx is our export of 2026-01-31 with the edits of edits.json,
typed and saved by LibreOffice 7.4 (tests/libreoffice/edit_list.py): three wrong dates, two
mistaken units, a renamed cluster, and six sound changes. The slow suite makes it anew.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from cluster_gis.cli import cli

FOLDER = Path(__file__).parents[2] / "libreoffice"
EDITS = FOLDER / "edits.json"
LISTS = (
    "admin_units",
    "haiphong_clusters",
    "haiduong_clusters",
    "haiphong_events",
    "haiphong_infrastructure",
)
#: (column, value as it stands in the cell) of each planted mistake.
PLANTED = {
    ("Ngày quyết định", "31/02/2021"),
    ("Ngày quyết định", "17/03/2201"),
    ("Ngày quyết định", "09/05/2001"),
    ("Diện tích thành lập (ha)", "350000"),
    ("Diện tích quy hoạch (ha)", "0.005"),
    ("Tên cụm công nghiệp", "Cụm công nghiệp Quang Hưng Mới"),
}
SOUND = {
    ("hd-cam-thuong", "Đất công nghiệp đã cho thuê (ha)", "20,5 ha"),
    ("hd-cam-thuong", "Số dự án", "12"),
    ("hd-quang-trung", "Ngày quyết định", "07/06/2021"),
    ("hd-quang-trung", "Số quyết định", "1871/QĐ-UBND"),
    ("hd-tu-cuong", "Vốn đầu tư hạ tầng (tỷ đồng)", "khoảng 350 tỷ đồng"),
    ("hp-quoc-tuan", "Tình trạng của cụm", "Đã thành lập"),
}


@pytest.fixture(scope="module")
def run(module_database):
    environment = {"CLUSTER_GIS_DATABASE_URL": module_database.owner_url}

    def call(*arguments):
        spaceless = [str(argument).replace("\u00a0", " ") for argument in arguments]
        done = CliRunner().invoke(cli, spaceless, env=environment)
        assert done.exit_code == 0, (done.output, done.exception)
        return done.stdout.replace("\u00a0", " ")

    for dataset in LISTS:
        call("ingest", dataset)
    return call


def ingest(run, file):
    return json.loads(
        run("ingest", "clusters", file, "--province", "HP", "--source", "Công văn 12/SCT-QLCN",
            "--numbers", "vi", "--format", "json")
    )  # fmt: skip


def exported(run, folder, name):
    run("export", "clusters", "--province", "HP", "--as-of", "2026-01-31", "-o", folder / name)
    return folder / name


def lines_of_clusters(file):
    return [line for line in file.read_text(encoding="utf-8-sig").splitlines() if "-" in line[:3]]


def edit_in_libreoffice(source, target, folder):
    """Drive a real LibreOffice; fails with a sentence when it is missing."""
    office, python = shutil.which("soffice"), "/usr/bin/python3"
    has_uno = (
        Path(python).exists()
        and not subprocess.run(
            [python, "-c", "import uno"], check=False, capture_output=True
        ).returncode
    )
    if office is None or not has_uno:
        pytest.fail(
            "This test drives LibreOffice; install it: "
            "apt-get install libreoffice-calc-nogui python3-uno",
            pytrace=False,
        )
    pipe = f"cg{folder.name}".replace("-", "")
    running = subprocess.Popen(
        [office, "--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp;",
         f"-env:UserInstallation={(folder / 'profile').as_uri()}"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        subprocess.run(
            [python, FOLDER / "edit_list.py", pipe, source, target, EDITS], check=True, timeout=180
        )
        running.wait(timeout=60)
    finally:
        running.kill()


def check_round_trip(run, file, folder):
    answer = ingest(run, file)
    assert answer["rows"] == 69
    assert {(e["column"], e["value"]) for e in answer["errors"]} == PLANTED
    assert len(answer["errors"]) == 6
    assert all(e["cell"].startswith("Danh sách cụm!") for e in answer["errors"])
    assert answer["rows_not_matched"] == []
    wrong = {e["row"] for e in answer["errors"]}
    sound = {
        (c["cluster"], c["field"], c["after"].replace("\u00a0", " "))
        for c in answer["changes"]
        if c["row"] not in wrong
    }
    assert sound == SOUND
    before = lines_of_clusters(exported(run, folder, "before.csv"))
    number = str(answer["staged_file"])
    run("staging", "decide", number, "clean", "--accept")
    assert "6" in run("staging", "show", number)
    run("staging", "apply", number, "--leave-undecided")
    after = lines_of_clusters(exported(run, folder, "after.csv"))
    assert len(before) == len(after) == 69
    assert sum(old != new for old, new in zip(before, after, strict=True)) == 4
    run("staging", "undo", number)
    assert lines_of_clusters(exported(run, folder, "undone.csv")) == before


def test_what_was_exported_reads_back_without_a_change(run, tmp_path):
    for name in ("list.xlsx", "list.csv"):
        answer = ingest(run, exported(run, tmp_path, name))
        assert (answer["rows"], answer["rows_changed"], answer["errors"]) == (69, 0, [])
        run("staging", "discard", str(answer["staged_file"]), "--reason", "không có gì đổi")


def test_the_list_edited_in_libreoffice_six_issues_at_their_cells(run, tmp_path):
    check_round_trip(run, FOLDER / "hai-phong-edited.xlsx", tmp_path)


@pytest.mark.full
def test_the_same_with_a_real_libreoffice(run, tmp_path):
    edited = tmp_path / "edited.xlsx"
    edit_in_libreoffice(exported(run, tmp_path, "list.xlsx"), edited, tmp_path)
    check_round_trip(run, edited, tmp_path)


def test_the_template_is_written(run, tmp_path):
    run("ingest", "clusters", "--template", tmp_path / "mau.xlsx")
    assert (tmp_path / "mau.xlsx").stat().st_size > 5_000


def test_missing_rows_are_told_and_nothing_is_deleted(run, tmp_path):
    (tmp_path / "one.csv").write_text(
        "Mã cụm;Tên cụm\nhp-cam-van;CCN Cẩm Văn\n", encoding="utf-8-sig"
    )
    answer = json.loads(
        run("ingest", "clusters", tmp_path / "one.csv", "--province", "HP", "--source", "x",
            "--as-of", "2026-01-31", "--format", "json")
    )  # fmt: skip
    [missing] = [i for i in answer["file_issues"] if i["code"] == "rows_missing"]
    assert "(68)" in missing["message"]
    assert answer["changes"] == []
