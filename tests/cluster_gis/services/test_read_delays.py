"""The delay monitor and the record of one cluster over a small register with works and money."""

import io
from datetime import date
from decimal import Decimal

import pytest
from PIL import Image
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from cluster_gis.domain.cumulative import find_falls
from cluster_gis.errors import InvalidInput, NotFound
from cluster_gis.services.enter_progress import ProgressEntry, SaidRow, enter_progress
from cluster_gis.services.keep_evidence import (
    Evidence,
    keep_evidence,
    read_evidence,
    read_picture,
    taken_within,
)
from cluster_gis.services.read_cluster_progress import (
    read_cluster_progress,
    without_enterprises,
)
from cluster_gis.services.read_delays import read_delays
from cluster_gis.storage.register import revision_at
from tests.small_register import write_small_register

CODE, DAY = "hp-tien-lang", date(2026, 9, 14)
BILLION = 10**9


def enter(session, day: date, *rows: tuple[str, dict[str, object]], reporter: str = "investor"):
    said = [SaidRow(kind=kind, texts=texts, number=n) for n, (kind, texts) in enumerate(rows, 1)]
    entry = ProgressEntry(
        code=CODE,
        rows=said,
        as_of=day,
        reporter=reporter,
        source=f"Báo cáo {day}",
        reason="báo cáo định kỳ",
        by="tester",
        plain=True,
    )
    return enter_progress(session, entry, day=DAY)


@pytest.fixture(scope="module")
def filled(module_database):
    """Roads reported four times, money twice, a milestone three years late."""
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session:
        write_small_register(session)
        for day, share, paid in (
            ("2025-01-14", 10, 100),
            ("2025-06-14", 25, 200),
            ("2025-12-14", 40, 300),
            ("2026-06-14", 40, 300),
        ):
            money = {"kind": "disbursed", "coverage": "cumulative", "amount_vnd": paid * BILLION}
            enter(
                session,
                date.fromisoformat(day),
                ("work", {"work_type": "road", "progress_pct": share}),
                ("capital", money),
            )
        planned = {"kind": "planned", "coverage": "cumulative", "amount_vnd": 400 * BILLION}
        stone = {"kind": "infrastructure_completed", "due": "2023-08-31", "cause": "capital"}
        plan = {"planned_start": "2025-01-01", "planned_end": "2026-12-31"}
        enter(
            session,
            date(2026, 6, 14),
            ("capital", planned),
            ("milestone", stone),
            ("work", {"work_type": "road", **plan, "as_of": "2025-01-01"}),
            ("clearance", {"measure": "clean", "area_ha": "30"}),
            ("wastewater", {"in_operation": False, "permit_until": "2026-01-31"}),
            ("project", {"project_name": "Nhà máy A", "discharges_wastewater": True}),
            ("lease", {"tenant": "Công ty A", "area_ha": "12", "signed_on": "2025-03-01"}),
        )
        session.commit()
    yield engine
    engine.dispose()


@pytest.fixture
def session(filled):
    with filled.connect() as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()


def monitor(session, day: date = DAY):
    return read_delays(session, as_of=day, revision=revision_at(session))


def record(session, day: date = DAY):
    return read_cluster_progress(session, CODE, as_of=day, revision=revision_at(session))


def test_a_cluster_is_late_by_its_longest_milestone_and_its_money_lies_idle(session):
    delay = monitor(session).delays[0]
    assert delay.code == CODE
    assert delay.days_late == (DAY - date(2023, 8, 31)).days
    assert delay.late_stone is not None
    assert delay.late_stone.cause == "capital"
    assert (delay.planned_vnd, delay.paid_vnd) == (400 * BILLION, 300 * BILLION)
    assert (delay.idle_vnd, delay.unspent_vnd) == (300 * BILLION, 100 * BILLION)
    assert delay.stalled_months == 6
    assert [(one.rule, one.confidence) for one in delay.provisions] == [
        ("OPS-SCHEDULE", "text"),
        ("OPS-LATE-24M", "memory"),
    ]


def test_a_cluster_of_which_nothing_is_known_is_neither_late_nor_in_time_and_comes_last(session):
    last = monitor(session).delays[-1]
    assert last.code != CODE
    assert last.days_late is last.stalled_months is last.idle_vnd is last.paid_vnd is None
    assert last.is_late is None


def test_groups_add_what_is_known_and_say_of_how_many(session):
    found = monitor(session)
    by_investor = {group.key: group for group in found.by(lambda delay: delay.investor)}
    assert by_investor["Công ty Thử"].idle_vnd == 300 * BILLION
    assert by_investor[None].late_known == 0
    assert by_investor[None].idle_vnd is None
    roads = next(group for group in found.works if group.work_type == "road")
    assert (roads.works, roads.mean_pct) == (1, Decimal(40))


def test_before_the_milestone_fell_due_nobody_is_late(session):
    [delay] = [one for one in monitor(session, date(2023, 8, 31)).delays if one.code == CODE]
    assert delay.days_late == 0
    assert delay.provisions == ()


def test_the_record_of_a_cluster_tells_curve_rates_and_what_does_not_fit(session):
    found = record(session)
    assert [share for _, share in found.curve.money] == [25, 50, 75, 75]
    assert found.curve.planned_works == 1
    rates = {rate.basis: rate.pct for rate in found.fill}
    assert rates["clean"] == 40
    assert rates["leased_only"] == Decimal(12) * 100 / 35
    assert {one.rule for one in found.findings} == {"D4", "OPS-WW-GATE", "OPS-ENV-PERMIT"}
    texts = [one.text("en", str) for one in found.findings]
    assert "The environmental permit ended on 31/01/2026." in texts
    told = without_enterprises(found)
    assert told.projects == told.leases == ()
    assert {one.rule for one in told.findings} == {"D4", "OPS-ENV-PERMIT"}


def test_two_reporters_that_disagree_are_both_told(session):
    enter(
        session,
        date(2026, 6, 14),
        ("work", {"work_type": "road", "progress_pct": 33}),
        reporter="commune",
    )
    [apart] = record(session).disagreements
    assert {who: value for who, value, _ in apart.said} == {"investor": 40, "commune": 33}


def picture(lon: float | None = None, lat: float | None = None) -> bytes:
    """A small JPEG as a camera writes it, with place and day."""
    exif = Image.Exif()
    if lon is not None and lat is not None:
        exif.get_ifd(0x8825).update({1: "N", 2: (lat, 0.0, 0.0), 3: "E", 4: (lon, 0.0, 0.0)})
    exif.get_ifd(0x8769)[0x9003] = "2026:06:10 08:30:00"
    stream = io.BytesIO()
    Image.new("RGB", (8, 8)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def evidence(content: bytes, **more: object) -> Evidence:
    return Evidence(
        **{
            "code": CODE,
            "file_name": "..\\ảnh hiện trường.jpg",
            "content": content,
            "as_of": date(2026, 6, 14),
            "reporter": "inspection",
            "source": "Biên bản 5/BB",
            "by": "tester",
            **more,
        }
    )


def test_a_picture_tells_its_day_and_place_and_how_far_from_the_boundary_it_was_taken(session):
    content = picture(105.87, 20.79)
    facts = read_picture(content)
    assert facts.taken_at is not None
    assert f"{facts.taken_at:%Y-%m-%d %H:%M}" == "2026-06-10 08:30"
    assert (facts.lon, facts.lat) == (pytest.approx(105.87), pytest.approx(20.79))
    assert keep_evidence(session, evidence(content), day=DAY) is not None
    [kept] = record(session).evidence
    assert kept["place_basis"] == "exif"
    assert kept["distance_m"] > 100
    name, kind, stored = read_evidence(session, CODE, kept["sha256"])
    assert (name, kind, stored) == ("ảnh hiện trường.jpg", "image/jpeg", content)
    with pytest.raises(NotFound):
        read_evidence(session, "hp-do-son", kept["sha256"])
    # The same file again says nothing new.
    assert keep_evidence(session, evidence(content), day=DAY) is None


def test_a_picture_taken_inside_is_no_metre_from_the_boundary(session):
    lon, lat = session.execute(
        text(
            "SELECT ST_X(p), ST_Y(p) FROM register.cluster_boundary, ST_PointOnSurface(geom) p "
            "WHERE cluster_code = :code AND upper_inf(recorded) LIMIT 1"
        ),
        {"code": CODE},
    ).one()
    keep_evidence(session, evidence(picture(lon, lat)), day=DAY)
    [kept] = record(session).evidence
    assert kept["distance_m"] == 0


@pytest.mark.parametrize(
    ("as_of", "within"),
    [
        pytest.param(date(2026, 6, 14), True, id="in-the-half-year"),
        pytest.param(date(2026, 6, 10), True, id="on-its-last-day"),
        pytest.param(date(2026, 6, 9), False, id="after-the-day-it-is-to-prove"),
        pytest.param(date(2027, 6, 14), False, id="of-the-year-before"),
        pytest.param(date(2026, 12, 14), True, id="in-the-year"),
        pytest.param(date(2026, 12, 20), False, id="in-the-next-period"),
    ],
)
def test_a_picture_is_told_to_be_of_the_period_or_not(as_of, within):
    taken = read_picture(picture()).taken_at
    assert taken is not None
    assert taken_within(taken, as_of) is within


def test_a_cumulative_figure_that_falls_in_the_record_asks_why():
    said = [
        {"work_key": "w", "reporter": "investor", "as_of_until": day, "value": value} | more
        for day, value, more in (
            (date(2026, 1, 1), Decimal(40), {"fall_reason": None}),
            (date(2026, 2, 1), Decimal(35), {"fall_reason": None}),
            (date(2026, 3, 1), Decimal(30), {"fall_reason": "đo lại"}),
        )
    ]
    [fall] = find_falls(said, ["work_key"], "value")
    assert (fall.thing, fall.before, fall.now) == ("w", Decimal(40), Decimal(35))


def test_a_picture_without_a_place_is_of_unknown_place_unless_one_is_given(session):
    keep_evidence(session, evidence(picture()), day=DAY)
    keep_evidence(session, evidence(b"%PDF-1.4 x", lon=106.55, lat=20.72), day=DAY)
    found = {row["place_basis"]: row for row in record(session).evidence}
    assert found["none"]["distance_m"] is None
    assert found["given"]["lon"] == pytest.approx(106.55)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"content": b"MZ\x90\x00"}, id="a-program-is-no-evidence"),
        pytest.param({"content": b""}, id="an-empty-file"),
        pytest.param({"as_of": date(2027, 1, 1)}, id="a-day-to-come"),
        pytest.param({"lon": 1.0, "lat": 2.0, "content": b"%PDF-"}, id="a-place-elsewhere"),
        pytest.param({"reporter": "neighbour"}, id="an-unknown-reporter"),
    ],
)
def test_bad_evidence_is_refused(session, wrong):
    with pytest.raises(InvalidInput):
        keep_evidence(
            session,
            evidence(picture(), **wrong) if "content" not in wrong else evidence(**wrong),
            day=DAY,
        )
