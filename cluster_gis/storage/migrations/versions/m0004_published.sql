-- The published layers, as functions of the two clocks: (during daterange, at_revision bigint).
-- during       legal days asked for; one day is daterange(d, d, '[]'), see the (date, bigint) twins
-- at_revision  what the register knew then: register.revision_at(known_at)
--
-- All are plain SQL that the planner inlines: conditions on their columns reach the indexes, and a
-- column that nobody asks for costs nothing (names and counts are scalar subqueries for that).
-- One feature a key: for a longer period the version nearest to its end.
-- A range's end is the first day it no longer holds.

-- Keys are looked up by these, and by comparisons that say COLLATE "C": without it the planner takes
-- the GiST index of the exclusion constraint, which needs 50 us for a key that a B-tree finds in 3.
CREATE INDEX ix_cluster_state_code ON register.cluster_state (cluster_code COLLATE "C");
CREATE INDEX ix_cluster_boundary_code ON register.cluster_boundary (cluster_code COLLATE "C");
CREATE INDEX ix_cluster_figure_code ON register.cluster_figure (cluster_code COLLATE "C");
CREATE INDEX ix_admin_unit_key ON register.admin_unit (unit_key COLLATE "C");
CREATE INDEX ix_admin_unit_outline_key ON register.admin_unit_outline (unit_key COLLATE "C");
CREATE INDEX ix_plan_entry_key ON register.plan_entry (entry_key COLLATE "C");
CREATE INDEX ix_plan_version_key ON register.plan_version (plan_version_key COLLATE "C");
CREATE INDEX ix_infrastructure_work_key ON register.infrastructure_work (work_key COLLATE "C");
CREATE INDEX ix_work_progress_work_key ON register.work_progress (work_key COLLATE "C");
CREATE INDEX ix_infrastructure_work_geom ON register.infrastructure_work USING gist (geom);

-- How far a version is from the period: the smallest is the one to show. Versions inside come
-- first, the latest of them first; then what follows, nearest first; then what went before.
CREATE FUNCTION published.rank_version(valid daterange, during daterange) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN valid && during THEN -coalesce(lower(valid) - date '0001-01-01', 0)
        WHEN valid >> during THEN 1 + (lower(valid) - upper(during))
        ELSE 10000000 + (lower(during) - upper(valid))
    END
$$;

-- The two clocks as conditions that no index serves, on purpose: on a table without statistics the
-- planner would rather walk the GiST index of the exclusion constraint by them than find a key.
CREATE FUNCTION published.knew(recorded int8range, at_revision bigint) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT lower(recorded) <= at_revision AND (upper_inf(recorded) OR upper(recorded) > at_revision)
$$;
CREATE FUNCTION published.holds(valid daterange, during daterange) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT NOT (valid << during OR valid >> during)
$$;

-- Clusters are never dropped: on a day that no version supports, state_known is false, the facts
-- are null, and name and place are those of the nearest version (the earliest later one before
-- the first supported day).
CREATE FUNCTION published.clusters(during daterange, at_revision bigint) RETURNS TABLE (
    code text, name text, kind text, status text, status_basis text, state_known boolean,
    valid_from date, valid_to date, start_precision text, start_basis text,
    province_key text, province_code text, province_name text, commune_key text, commune_name text,
    former_province_key text, former_province_name text, former_district_key text,
    former_district_name text, former_commune_key text, former_commune_name text,
    district_text text, commune_text text, new_commune_text text,
    area_planned_ha numeric, area_established_ha numeric, area_detailed_ha numeric,
    industrial_land_ha numeric, leased_industrial_land_ha numeric, licensed_not_leased_ha numeric,
    fill_rate_pct numeric, fill_rate_printed_pct numeric,
    infrastructure_investor text, capital_vnd numeric,
    decision text, decision_document_key text, decision_from date, decision_until date, decision_precision text,
    sectors text, n_projects integer, n_enterprises integer,
    boundary_quality text, boundary_area_ha numeric, place_basis text, place_label text,
    source_title text, source_url text, source_urls text[], register text, revision bigint,
    geom geometry
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT s.cluster_code, s.name,
        CASE WHEN s.held THEN s.kind END,
        CASE WHEN s.held THEN s.status END,
        CASE WHEN s.held THEN s.status_basis ELSE 'not_known' END,
        s.held,
        CASE WHEN s.held THEN lower(s.valid) END,
        CASE WHEN s.held THEN upper(s.valid) END,
        CASE WHEN s.held THEN s.start_precision::text ELSE 'unknown' END,
        CASE WHEN s.held THEN s.start_basis::text ELSE 'unknown' END,
        s.province_key, split_part(s.province_key, ':', 2),
        (SELECT u.name FROM register.admin_unit u WHERE u.unit_key = s.province_key COLLATE "C" AND published.knew(u.recorded, at_revision)
         ORDER BY published.rank_version(u.valid, during) LIMIT 1),
        s.commune_key,
        (SELECT u.name FROM register.admin_unit u WHERE u.unit_key = s.commune_key COLLATE "C" AND published.knew(u.recorded, at_revision)
         ORDER BY published.rank_version(u.valid, during) LIMIT 1),
        s.former_province_key,
        (SELECT u.name FROM register.admin_unit u WHERE u.unit_key = s.former_province_key COLLATE "C" AND published.knew(u.recorded, at_revision)
         ORDER BY published.rank_version(u.valid, during) LIMIT 1),
        s.former_district_key,
        (SELECT u.name FROM register.admin_unit u WHERE u.unit_key = s.former_district_key COLLATE "C" AND published.knew(u.recorded, at_revision)
         ORDER BY published.rank_version(u.valid, during) LIMIT 1),
        s.former_commune_key,
        (SELECT u.name FROM register.admin_unit u WHERE u.unit_key = s.former_commune_key COLLATE "C" AND published.knew(u.recorded, at_revision)
         ORDER BY published.rank_version(u.valid, during) LIMIT 1),
        s.district_text, s.commune_text, s.new_commune_text,
        CASE WHEN s.held THEN s.area_planned_ha END,
        CASE WHEN s.held THEN s.area_established_ha END,
        CASE WHEN s.held THEN s.area_detailed_ha END,
        CASE WHEN s.held THEN s.industrial_land_ha END,
        CASE WHEN s.held THEN s.leased_industrial_land_ha END,
        CASE WHEN s.held THEN s.licensed_not_leased_ha END,
        -- Decree 32/2024/NĐ-CP, Điều 2 khoản 7: licensed land counts too, since 2024-05-01 only.
        -- More land let than there is: an error of the data, no rate.
        CASE WHEN s.held AND s.let_ha <= s.industrial_land_ha
            THEN round(s.let_ha * 100 / s.industrial_land_ha, 2) END,
        CASE WHEN s.held THEN
            (SELECT f.value FROM register.cluster_figure f
             WHERE f.cluster_code = s.cluster_code COLLATE "C" AND f.field = 'fill_rate_pct' AND f.value_max IS NULL
               AND published.knew(f.recorded, at_revision) AND published.holds(f.valid, during)
               AND (f.as_of_from IS NULL OR f.as_of_from < upper(during) OR upper_inf(during))
             ORDER BY f.adopted DESC, f.as_of_from DESC NULLS LAST, f.figure_key LIMIT 1) END,
        CASE WHEN s.held THEN s.infrastructure_investor END,
        CASE WHEN s.held THEN s.total_investment_vnd END,
        CASE WHEN s.held THEN s.decision_text END,
        CASE WHEN s.held THEN s.establishment_document_key END,
        CASE WHEN s.held THEN s.decision_from END,
        CASE WHEN s.held THEN s.decision_until END,
        CASE WHEN s.held THEN s.decision_precision::text ELSE 'unknown' END,
        CASE WHEN s.held THEN s.sectors END,
        CASE WHEN s.held THEN s.n_projects END,
        CASE WHEN s.held THEN s.n_enterprises END,
        coalesce((SELECT b.quality FROM register.cluster_boundary b WHERE b.cluster_code = s.cluster_code COLLATE "C"
            AND published.knew(b.recorded, at_revision) AND published.holds(b.valid, during)
            ORDER BY published.rank_version(b.valid, during) LIMIT 1), 'none'),
        (SELECT b.area_ha::numeric FROM register.cluster_boundary b WHERE b.cluster_code = s.cluster_code COLLATE "C"
            AND published.knew(b.recorded, at_revision) AND published.holds(b.valid, during)
            ORDER BY published.rank_version(b.valid, during) LIMIT 1),
        s.place_basis, s.place_label,
        (SELECT o.title FROM register.source o WHERE o.source_key = s.source_key),
        (SELECT o.url FROM register.source o WHERE o.source_key = s.source_key),
        (SELECT array_agg(DISTINCT o.url ORDER BY o.url) FROM register.source o
         WHERE o.url IS NOT NULL AND (o.source_key = s.source_key OR o.source_key IN
             (SELECT x.source_key FROM register.cluster_source x WHERE x.cluster_code = s.cluster_code))),
        (SELECT i.kind FROM register.register_identity i), at_revision,
        s.place::geometry
    FROM (
        SELECT c.*, published.holds(c.valid, during) AS held,
               c.leased_industrial_land_ha + CASE WHEN upper_inf(during) OR upper(during) > date '2024-05-01'
                   THEN coalesce(c.licensed_not_leased_ha, 0) ELSE 0 END AS let_ha
        FROM register.cluster_state c
        WHERE published.knew(c.recorded, at_revision)
    ) s
    WHERE NOT EXISTS (
        SELECT 1 FROM register.cluster_state other
        WHERE other.cluster_code = s.cluster_code COLLATE "C" AND other.id <> s.id AND published.knew(other.recorded, at_revision)
          AND published.rank_version(other.valid, during) < published.rank_version(s.valid, during))
$$;

CREATE FUNCTION published.cluster_boundaries(during daterange, at_revision bigint) RETURNS TABLE (
    code text, name text, quality text, act text, area_ha numeric, area_method text,
    measuring_srid integer, source_srid integer, source_format text, document_key text,
    valid_from date, valid_to date, start_precision text, start_basis text,
    province_key text, province_code text,
    source_title text, source_url text, register text, revision bigint, geom geometry
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT b.cluster_code,
        (SELECT s.name FROM register.cluster_state s WHERE s.cluster_code = b.cluster_code COLLATE "C" AND published.knew(s.recorded, at_revision)
         ORDER BY published.rank_version(s.valid, during) LIMIT 1),
        b.quality, b.act, b.area_ha::numeric, b.area_method, b.measuring_srid, ST_SRID(b.source_geom),
        b.source_format, b.document_key, lower(b.valid), upper(b.valid),
        b.start_precision::text, b.start_basis::text,
        (SELECT s.province_key FROM register.cluster_state s WHERE s.cluster_code = b.cluster_code COLLATE "C" AND published.knew(s.recorded, at_revision)
         ORDER BY published.rank_version(s.valid, during) LIMIT 1),
        (SELECT split_part(s.province_key, ':', 2) FROM register.cluster_state s WHERE s.cluster_code = b.cluster_code COLLATE "C" AND published.knew(s.recorded, at_revision)
         ORDER BY published.rank_version(s.valid, during) LIMIT 1),
        (SELECT o.title FROM register.source o WHERE o.source_key = b.source_key),
        (SELECT o.url FROM register.source o WHERE o.source_key = b.source_key),
        (SELECT i.kind FROM register.register_identity i), at_revision,
        b.geom::geometry
    FROM register.cluster_boundary b
    WHERE published.knew(b.recorded, at_revision) AND published.holds(b.valid, during)
      AND NOT EXISTS (SELECT 1 FROM register.cluster_boundary other
          WHERE other.cluster_code = b.cluster_code COLLATE "C" AND other.id <> b.id AND published.knew(other.recorded, at_revision)
            AND published.holds(other.valid, during) AND other.valid >> b.valid)
$$;

CREATE FUNCTION published.plan_entries(during daterange, at_revision bigint) RETURNS TABLE (
    entry_key text, cluster_code text, name text, change text, plan_key text, plan_version_key text,
    plan_title text, plan_document_key text, approved_from date, approved_until date, approved_precision text,
    province_key text, province_code text, group_label text, unit_text text,
    area_before_ha numeric, area_min_ha numeric, area_max_ha numeric, area_qualifier text,
    phase text, sectors text, capital_vnd numeric,
    valid_from date, valid_to date, start_precision text, start_basis text, note text,
    source_title text, source_url text, register text, revision bigint, geom geometry
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT e.entry_key, e.cluster_code, e.name, e.change, v.plan_key, e.plan_version_key,
        v.title, v.document_key, v.approved_from, v.approved_until, v.approved_precision::text,
        p.province_key, split_part(p.province_key, ':', 2), e.group_label, e.unit_text,
        e.area_before_ha, e.area_min_ha, e.area_max_ha, e.area_qualifier,
        e.phase, e.sectors, e.capital_vnd,
        lower(e.valid), upper(e.valid), e.start_precision::text, e.start_basis::text, e.note,
        (SELECT o.title FROM register.source o WHERE o.source_key = e.source_key),
        (SELECT o.url FROM register.source o WHERE o.source_key = e.source_key),
        (SELECT i.kind FROM register.register_identity i), at_revision,
        -- A plan names clusters, it does not place them.
        NULL::geometry
    FROM register.plan_entry e
    -- One version of the plan version, whatever its days: the entry's own days decide.
    LEFT JOIN register.plan_version v ON v.plan_version_key = e.plan_version_key COLLATE "C" AND published.knew(v.recorded, at_revision)
        AND NOT EXISTS (SELECT 1 FROM register.plan_version later
            WHERE later.plan_version_key = v.plan_version_key COLLATE "C" AND later.id <> v.id AND published.knew(later.recorded, at_revision)
              AND published.rank_version(later.valid, during) < published.rank_version(v.valid, during))
    LEFT JOIN register.plan p ON p.plan_key = v.plan_key
    WHERE published.knew(e.recorded, at_revision) AND published.holds(e.valid, during)
      AND NOT EXISTS (SELECT 1 FROM register.plan_entry other
          WHERE other.entry_key = e.entry_key COLLATE "C" AND other.id <> e.id AND published.knew(other.recorded, at_revision)
            AND published.holds(other.valid, during) AND other.valid >> e.valid)
$$;

CREATE FUNCTION published.infrastructure_works(during daterange, at_revision bigint) RETURNS TABLE (
    work_key text, cluster_code text, cluster_name text, province_key text, province_code text,
    work_type text, common_work boolean, item text, source_term text,
    planned_capacity numeric, capacity_unit text, planned_start_text text, planned_end_text text,
    progress_pct numeric, progress_as_of date, completed boolean, in_operation boolean,
    valid_from date, valid_to date, note text,
    source_title text, source_url text, register text, revision bigint, geom geometry
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT w.work_key, w.cluster_code,
        (SELECT s.name FROM register.cluster_state s WHERE s.cluster_code = w.cluster_code COLLATE "C" AND published.knew(s.recorded, at_revision)
         ORDER BY published.rank_version(s.valid, during) LIMIT 1),
        (SELECT s.province_key FROM register.cluster_state s WHERE s.cluster_code = w.cluster_code COLLATE "C" AND published.knew(s.recorded, at_revision)
         ORDER BY published.rank_version(s.valid, during) LIMIT 1),
        (SELECT split_part(s.province_key, ':', 2) FROM register.cluster_state s WHERE s.cluster_code = w.cluster_code COLLATE "C" AND published.knew(s.recorded, at_revision)
         ORDER BY published.rank_version(s.valid, during) LIMIT 1),
        w.work_type, w.common_work, w.item, w.source_term,
        w.planned_capacity, w.capacity_unit, w.planned_start_text, w.planned_end_text,
        -- Each the newest statement that says something of it, up to the last day asked for.
        (SELECT g.progress_pct FROM register.work_progress g WHERE g.work_key = w.work_key COLLATE "C" AND g.progress_pct IS NOT NULL
           AND published.knew(g.recorded, at_revision) AND published.holds(g.valid, during)
           AND (g.as_of_from IS NULL OR upper_inf(during) OR g.as_of_from < upper(during))
         ORDER BY g.as_of_from DESC NULLS LAST, g.progress_key LIMIT 1),
        (SELECT g.as_of_from FROM register.work_progress g WHERE g.work_key = w.work_key COLLATE "C"
           AND num_nonnulls(g.progress_pct, g.completed, g.in_operation) > 0
           AND published.knew(g.recorded, at_revision) AND published.holds(g.valid, during)
           AND (g.as_of_from IS NULL OR upper_inf(during) OR g.as_of_from < upper(during))
         ORDER BY g.as_of_from DESC NULLS LAST, g.progress_key LIMIT 1),
        (SELECT g.completed FROM register.work_progress g WHERE g.work_key = w.work_key COLLATE "C" AND g.completed IS NOT NULL
           AND published.knew(g.recorded, at_revision) AND published.holds(g.valid, during)
           AND (g.as_of_from IS NULL OR upper_inf(during) OR g.as_of_from < upper(during))
         ORDER BY g.as_of_from DESC NULLS LAST, g.progress_key LIMIT 1),
        (SELECT g.in_operation FROM register.work_progress g WHERE g.work_key = w.work_key COLLATE "C" AND g.in_operation IS NOT NULL
           AND published.knew(g.recorded, at_revision) AND published.holds(g.valid, during)
           AND (g.as_of_from IS NULL OR upper_inf(during) OR g.as_of_from < upper(during))
         ORDER BY g.as_of_from DESC NULLS LAST, g.progress_key LIMIT 1),
        lower(w.valid), upper(w.valid), w.note,
        (SELECT o.title FROM register.source o WHERE o.source_key = w.source_key),
        (SELECT o.url FROM register.source o WHERE o.source_key = w.source_key),
        (SELECT i.kind FROM register.register_identity i), at_revision,
        w.geom::geometry
    FROM register.infrastructure_work w
    WHERE published.knew(w.recorded, at_revision) AND published.holds(w.valid, during)
      AND NOT EXISTS (SELECT 1 FROM register.infrastructure_work other
          WHERE other.work_key = w.work_key COLLATE "C" AND other.id <> w.id AND published.knew(other.recorded, at_revision)
            AND published.holds(other.valid, during) AND other.valid >> w.valid)
$$;

-- The outline where one was loaded, else the unit's point, else nothing: geometry_basis says which.
CREATE FUNCTION published.admin_units(during daterange, at_revision bigint) RETURNS TABLE (
    unit_key text, code text, level text, name text, short_name text, unit_type text,
    parent_key text, parent_name text, province_key text, province_code text, island boolean,
    valid_from date, valid_to date, geometry_basis text,
    source_title text, source_url text, register text, revision bigint, geom geometry
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 10000 AS $$
    SELECT u.unit_key, u.code, u.level, u.name, u.short_name, u.unit_type, u.parent_key,
        (SELECT parent.name FROM register.admin_unit parent WHERE parent.unit_key = u.parent_key COLLATE "C"
           AND published.knew(parent.recorded, at_revision)
         ORDER BY published.rank_version(parent.valid, during) LIMIT 1),
        u.province_key, split_part(u.province_key, ':', 2), u.island, lower(u.valid), upper(u.valid),
        coalesce(o.quality, CASE WHEN u.place IS NOT NULL THEN 'point' ELSE 'none' END),
        (SELECT x.title FROM register.source x WHERE x.source_key = u.source_key),
        (SELECT x.url FROM register.source x WHERE x.source_key = u.source_key),
        (SELECT i.kind FROM register.register_identity i), at_revision,
        coalesce(o.geom::geometry, u.place::geometry)
    FROM register.admin_unit u
    LEFT JOIN register.admin_unit_outline o ON o.unit_key = u.unit_key COLLATE "C" AND published.knew(o.recorded, at_revision)
        AND published.holds(o.valid, during) AND NOT EXISTS (SELECT 1 FROM register.admin_unit_outline later
            WHERE later.unit_key = o.unit_key COLLATE "C" AND later.id <> o.id AND published.knew(later.recorded, at_revision)
              AND published.holds(later.valid, during) AND later.valid >> o.valid)
    WHERE published.knew(u.recorded, at_revision) AND published.holds(u.valid, during)
      AND NOT EXISTS (SELECT 1 FROM register.admin_unit other
          WHERE other.unit_key = u.unit_key COLLATE "C" AND other.id <> u.id AND published.knew(other.recorded, at_revision)
            AND published.holds(other.valid, during) AND other.valid >> u.valid)
$$;

-- The same for one day.
DO $$
DECLARE
    layer text;
    columns text;
BEGIN
    FOREACH layer IN ARRAY ARRAY['clusters', 'cluster_boundaries', 'plan_entries', 'infrastructure_works', 'admin_units']
    LOOP
        SELECT substring(pg_get_function_result(p.oid) FROM '^TABLE(.*)$') INTO columns
        FROM pg_proc p WHERE p.oid = format('published.%I(daterange, bigint)', layer)::regprocedure;
        EXECUTE format('CREATE FUNCTION published.%1$I(as_of date, at_revision bigint) RETURNS TABLE %2$s
            LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS
            $body$ SELECT * FROM published.%1$I(daterange(as_of, as_of, ''[]''), at_revision) $body$', layer, columns);
    END LOOP;
END $$;
