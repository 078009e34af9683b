import hashlib

import pytest

from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.ingest.haiphong_clusters import read_haiphong_clusters
from cluster_gis.ingest.haiphong_events import read_haiphong_events
from cluster_gis.ingest.source_file import DATA, open_folder


@pytest.fixture
def changed(tmp_path):
    """Copies a data folder with one file edited and sealed again."""

    def change(folder, name, edit):
        target = tmp_path / folder
        target.mkdir()
        for path in (DATA / folder).iterdir():
            target.joinpath(path.name).write_bytes(path.read_bytes())
        file = target / name
        old = hashlib.sha256(file.read_bytes()).hexdigest()
        file.write_bytes(edit(file.read_bytes().decode()).encode())
        new = hashlib.sha256(file.read_bytes()).hexdigest()
        source = target / "source.toml"
        source.write_text(source.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return tmp_path

    return change


def test_three_bad_rows_are_listed_and_the_others_stand(changed):
    def edit(text):
        return (
            text.replace(
                "2025-10-07,decision,compensation_paid", "2025-10-77,decision,compensation_paid"
            )
            .replace(",site_survey,hp-giang-bien", ",surveyed,hp-giang-bien")
            .replace("Tân Liên,,138.9,", 'Tân Liên,,"138,9",')
        )

    parsed = read_haiphong_events(changed("haiphong_events", "events.csv", edit))
    assert (parsed.rows_read, len(parsed.records)) == (85, 82)
    found = {(issue.line, issue.field, issue.value) for issue in parsed.issues}
    assert {(2, "event", "surveyed"), (3, "area_after_ha", "138,9")} <= found
    assert any(field == "date" and value == "2025-10-77" for _, field, value in found)
    assert all(issue.dataset == "haiphong_events" and issue.reason for issue in parsed.issues)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        pytest.param("hp-cam-van,", "Cẩm Văn,", "code", id="not-a-code"),
        pytest.param("hp-cam-van,", "hd-cam-van,", "code", id="code-of-another-list"),
        pytest.param("hp-an-tho,", "hp-cam-van,", "", id="repeated-code"),
        pytest.param("hp-cam-van,Cụm", "hp-cam-van,,Cụm", "", id="one-cell-too-many"),
        pytest.param(",35,,,,,,,HTM", ",0,,,,,,,HTM", "area_established_ha", id="an-area-of-zero"),
    ],
)
def test_a_bad_cell_keeps_its_row_out_and_says_where(changed, old, new, field):
    data = changed("haiphong_clusters", "clusters.csv", lambda text: text.replace(old, new, 1))
    parsed = read_haiphong_clusters(data).clusters
    assert len(parsed.records) == 38
    assert field in {issue.field for issue in parsed.issues}


def test_a_table_of_another_program_reads_the_same(changed):
    data = changed(
        "haiphong_events", "events.csv", lambda text: "\ufeff" + text.replace("\n", "\r\n")
    )
    assert read_haiphong_events(data).records == read_haiphong_events().records


def test_a_file_changed_unseen_is_refused(changed, tmp_path):
    changed("haiphong_events", "events.csv", lambda text: text)
    (tmp_path / "haiphong_events" / "events.csv").write_text("date\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match="differs from the sum"):
        read_haiphong_events(tmp_path)


def test_a_missing_column_is_named(changed):
    data = changed(
        "haiphong_events", "events.csv", lambda text: text.replace("authority", "office", 1)
    )
    with pytest.raises(InvalidInput, match="authority"):
        read_haiphong_events(data)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(NotFound, match="nowhere"):
        open_folder(tmp_path / "nowhere")


@pytest.mark.parametrize("text", ["not toml [", 'title = "x"'])
def test_a_broken_note_is_refused_by_name(tmp_path, text):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "source.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"broken/source\.toml"):
        open_folder(folder)
