"""Random sequences of writes: the trail makes every table of the register again, to the byte."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cluster_gis.errors import ClusterGisError
from cluster_gis.services.assess_cluster import assess_cluster, store_assessments
from cluster_gis.services.check_trail import check_trail, compare_with_trail
from cluster_gis.services.correct_fact import Correction, correct_fact
from cluster_gis.services.mark_same import mark_same, unmark_same
from cluster_gis.services.settle_province import set_province_setting
from cluster_gis.storage.queries.staging_changes import undo_revision
from cluster_gis.storage.register import Batch, last_revision, write_versions
from tests.databases import Clone
from tests.small_register import BOUNDARY, RING, write_small_register

CODES = ("hp-tien-lang", "hp-do-son", "hd-viet-hoa", "lc-dong-pho-moi")
WORDS = {"source": "Công văn 12/SCT", "reason": "đo lại tại chỗ, sửa số", "by": "lan"}


@pytest.fixture(scope="module")
def register(module_database: Clone) -> Iterator[Engine]:
    """A register of four clusters that the examples write on, one after the other."""
    engine = create_engine(module_database.owner_url)
    with Session(engine) as session, session.begin():
        write_small_register(session)
    yield engine
    engine.dispose()


days = st.dates(date(2015, 1, 1), date(2026, 6, 1))
hectares = st.decimals("0.01", "70", places=4)


@st.composite
def corrections(draw):
    field, value = draw(
        st.one_of(
            st.tuples(st.just("leased_industrial_land_ha"), hectares.map(str)),
            st.tuples(st.just("industrial_land_ha"), st.none()),
            st.tuples(st.just("n_projects"), st.integers(0, 40).map(str)),
            st.tuples(st.just("status"), st.sampled_from(["Đang hoạt động", "Trong quy hoạch"])),
        )
    )
    since = draw(st.one_of(st.just(""), days.map(str)))
    wanted = Correction(
        code=draw(st.sampled_from(CODES)), field=field, value=value, since=since, **WORDS
    )
    return lambda session: correct_fact(session, wanted, on=date(2026, 11, 1))


@st.composite
def outlines(draw):
    shift = draw(st.floats(0, 90, allow_nan=False))
    ring = ",".join(
        f"{float(x) + shift} {y}" for x, y in (point.split() for point in RING.split(","))
    )
    row = BOUNDARY | {"source_geom": f"SRID=9210;POLYGON(({ring}))", "valid": f"[{draw(days)},)"}
    batch = Batch(table="cluster_boundary", rows=[row])
    return lambda session: write_versions(session, by="an", reason="đo lại", batches=[batch])


@st.composite
def merges(draw):
    one, other = draw(st.lists(st.sampled_from(CODES), min_size=2, max_size=2, unique=True))
    return draw(
        st.sampled_from(
            [
                lambda s: mark_same(s, (one, other), keep=one, **WORDS),
                lambda s: unmark_same(s, one, reason=WORDS["reason"], by="lan"),
            ]
        )
    )


@st.composite
def findings(draw):
    code, on = draw(st.sampled_from(CODES)), draw(days)

    def judge(session):
        found = assess_cluster(session, code, procedure="establish", on=on)
        store_assessments(session, [found], by="luật")

    return judge


@st.composite
def decisions(draw):
    value = draw(st.sampled_from(["commune", "former_district", "province"]))
    first = draw(days)
    return lambda session: set_province_setting(
        session,
        "2025:31",
        setting="agg_unit",
        value=value,
        document="9/QĐ-UBND",
        first_day=first,
        last_day=None,
        by="tỉnh",
    )


def undo(session):
    revision = last_revision(session)
    undo_revision(session, revision[0] if revision else 0, by="lan", reason="nhầm")


#: What no service does, but the owner of the database can.
DIRECT = (
    "UPDATE register.source SET title = title || '.' WHERE source_key = 'news'",
    "UPDATE register.cluster_state SET note = 'x', area_planned_ha = area_planned_ha * 1.0",
    "UPDATE register.cluster_figure SET id = DEFAULT",
    "DELETE FROM register.cluster_event WHERE id % 2 = 0",
    "TRUNCATE register.assessment",
    "INSERT INTO register.plan VALUES ('p' || clock_timestamp(), '2025:31', 'Kế hoạch', NULL)",
    "UPDATE register.plan SET plan_key = plan_key || '+' WHERE plan_key LIKE 'p%'",
    "INSERT INTO access.account (login, name, password_hash, created_by) VALUES"
    " ('u' || (random() * 1e9)::bigint, 'Người', 'argon', 'x')",
    "UPDATE access.account SET password_hash = password_hash || '1', name = 'Khác'",
)


def direct(statement):
    def write(session):
        session.execute(text("SET LOCAL register.writing = 'on'"))
        session.execute(text(statement))

    return write


writes = st.one_of(
    corrections(),
    outlines(),
    merges(),
    findings(),
    decisions(),
    st.just(undo),
    st.sampled_from(DIRECT).map(direct),
)
#: How a transaction ends.
endings = st.sampled_from(["commit", "commit", "commit", "rollback", "savepoint"])


@settings(max_examples=15, deadline=None)
@given(sequence=st.lists(st.tuples(writes, endings), min_size=1, max_size=8))
def test_the_trail_rebuilds_the_register_after_any_writes(register, sequence):
    for write, ending in sequence:
        with Session(register) as session, suppress(ClusterGisError, DBAPIError):
            if ending == "savepoint":
                with session.begin_nested():
                    undo(session)
                    session.get_nested_transaction().rollback()
            write(session)
            if ending == "rollback":
                session.rollback()
            session.commit()
    with Session(register) as session:
        found = compare_with_trail(session)
        assert not found.differing
        assert check_trail(session).sound
        assert found.tables > 40


def test_the_trail_of_the_examples_names_who_wrote(register):
    with Session(register) as session:
        correct_fact(
            session,
            Correction(
                code="hp-do-son", field="n_projects", value="41", since="", **WORDS | {"by": "hoa"}
            ),
            on=date(2026, 11, 1),
        )
        session.commit()
        people = session.scalar(text("SELECT people FROM audit.seal ORDER BY number DESC LIMIT 1"))
        written = session.scalar(text("SELECT count(*) FROM audit.seal"))
    assert people == ["hoa"]
    assert written > 30, "the examples above did write"


def test_a_hash_kept_elsewhere_tells_a_trail_written_anew(register):
    with Session(register) as session:
        now = check_trail(session)
        assert check_trail(session, expect=now.head.hash.upper()).expected == now.head.number
        assert not check_trail(session, expect="0" * 64).sound
        with pytest.raises(ClusterGisError, match="64"):
            check_trail(session, expect="abc")
    assert now.head.entries > Decimal(0)
