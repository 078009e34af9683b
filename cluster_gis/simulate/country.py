"""A whole simulated register: provinces, plans, clusters in every legal situation."""

from collections.abc import Callable, Iterator
from datetime import date
from random import Random

from sqlalchemy.orm import Session

from cluster_gis.errors import Conflict, InvalidInput
from cluster_gis.i18n import N_
from cluster_gis.simulate.clusters import SOURCE_KEY, Builder
from cluster_gis.simulate.situations import SITUATIONS, Situation
from cluster_gis.simulate.tenants import add_tenants
from cluster_gis.simulate.works import add_works
from cluster_gis.storage.queries.places import Commune, communes_of_2025
from cluster_gis.storage.register import Batch, insert_missing, refresh_statistics, write_versions
from cluster_gis.storage.simulated import clear_simulated, describe_simulated, set_simulated

#: The fixed small register that is made when none is asked for: one cluster of each situation.
FIXED_CLUSTERS, FIXED_SEED = 20, 2026
#: Up to so many clusters stay in one province; more are spread over the country.
ONE_PROVINCE = 60
HAI_PHONG = "2025:31"
#: The simulated past ends here, so that the same seed gives the same register for ever.
LAST_DAY = date(2026, 11, 1)
CLUSTERS_PER_WRITE = 500


def simulate(
    session: Session,
    *,
    clusters: int,
    seed: int,
    lots_each: int = 50,
    province_key: str | None = None,
    advance: Callable[[int], None] = lambda _done: None,
) -> bool:
    """Fill the simulated register; the same arguments give the same register.

    Returns False when it already holds just this simulation; anything else in it is replaced.
    The caller commits. advance(n) is called with the clusters written since the last call.
    Raises Conflict when the database is not the simulated register or has no communes.
    """
    if clusters < 1 or lots_each < 1:
        raise InvalidInput(
            N_("{field} is {value}; a whole number of 1 or more is expected."),
            field="clusters" if clusters < 1 else "lots",
            value=clusters if clusters < 1 else lots_each,
        )
    recipe = f"clusters={clusters} seed={seed} lots={lots_each} province={province_key or '-'}"
    if describe_simulated(session) == recipe:
        return False
    if province_key is None and clusters <= ONE_PROVINCE:
        province_key = HAI_PHONG
    communes = communes_of_2025(session, province_key)
    if not communes:
        raise Conflict(
            N_("The simulated register has no communes of {province}; load admin_units first."),
            province=province_key or "2025",
        )
    clear_simulated(session)
    _write(session, communes, clusters, Random(seed), lots_each, advance)  # noqa: S311
    set_simulated(session, seed=seed, recipe=recipe)
    refresh_statistics(session)
    return True


def _write(
    session: Session,
    communes: list[Commune],
    clusters: int,
    random: Random,
    lots_each: int,
    advance: Callable[[int], None],
) -> None:
    source = {"source_key": SOURCE_KEY, "dataset": "simulation", "title": "Số liệu mô phỏng"}
    insert_missing(session, "source", [source])
    plans = _plans(session, communes)
    builder = Builder(random=random, today=LAST_DAY, lots_each=lots_each, plan_versions=plans)
    places = _places(random, communes)
    pending = 0
    for number, situation in enumerate(_situations(random, clusters), 1):
        commune, shift = next(places)
        cluster = builder.build(number, commune, situation, shift)
        add_works(builder, cluster)
        add_tenants(builder, cluster)
        pending += 1
        if pending == CLUSTERS_PER_WRITE or number == clusters:
            _flush(session, builder)
            advance(pending)
            pending = 0


def _situations(random: Random, clusters: int) -> Iterator[Situation]:
    weights = [situation.weight for situation in SITUATIONS]
    for number in range(clusters):
        if number < len(SITUATIONS):
            yield SITUATIONS[number]
        else:
            [drawn] = random.choices(SITUATIONS, weights)
            yield drawn


def _places(random: Random, communes: list[Commune]) -> Iterator[tuple[Commune, int]]:
    """Communes in a drawn order; when all are used, again, a place further."""
    order = random.sample(communes, len(communes))
    shift = 0
    while True:
        for commune in order:
            yield commune, shift
        shift += 1


def _plans(session: Session, communes: list[Commune]) -> dict[str, str]:
    """One plan with one version a province; province_key -> plan_version_key."""
    provinces = {c.province_key: c.province_name for c in communes}
    plans, versions = [], []
    for key, name in sorted(provinces.items()):
        title = f"Phương án phát triển CCN mô phỏng, {name}, 2021-2030"
        plans.append(
            {"plan_key": f"sim:{key}", "province_key": key, "title": title, "period": "2021-2030"}
        )
        versions.append(
            {
                "plan_version_key": f"sim:{key}/1",
                "plan_key": f"sim:{key}",
                "title": title,
                "approved_from": date(2014, 6, 1),
                "approved_until": date(2014, 6, 1),
                "approved_precision": "day",
                "source_key": SOURCE_KEY,
                "valid": "[2009-10-05,)",
            }
        )
    insert_missing(session, "plan", plans)
    write_versions(
        session,
        by="cluster-gis simulate",
        reason="plans",
        batches=[Batch(table="plan_version", rows=versions)],
    )
    return {key: f"sim:{key}/1" for key in provinces}


def _flush(session: Session, builder: Builder) -> None:
    codes = sorted({row["cluster_code"] for row in builder.rows["cluster_state"]})
    insert_missing(
        session, "industrial_cluster", [{"code": c, "source_key": SOURCE_KEY} for c in codes]
    )
    write_versions(
        session,
        by="cluster-gis simulate",
        reason=f"clusters {codes[0]} to {codes[-1]}",
        batches=[Batch(table=table, rows=rows) for table, rows in builder.rows.items()],
    )
    builder.rows.clear()
