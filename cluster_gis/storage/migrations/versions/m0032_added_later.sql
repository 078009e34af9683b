-- A cluster that a proposal decided here added to the plan was not there the day before: that is
-- known, and something else than "not known on this day". Of every other cluster, also of one that
-- a plan read from a source names first, the register does not tell what was before its first
-- state, and it stays in the layer as not known.

CREATE FUNCTION published.is_added_later(code text, during daterange, at_revision bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce((
        SELECT s.status = 'planned' AND s.start_basis = 'decision' AND s.start_precision = 'day'
               AND s.source_key LIKE 'proposal:%' AND s.valid >> during
        FROM register.cluster_state s
        WHERE s.cluster_code = code COLLATE "C" AND published.knew(s.recorded, at_revision)
        ORDER BY lower(s.valid) NULLS FIRST LIMIT 1), false)
$$;

DO $$
DECLARE
    columns text := (SELECT substring(pg_get_function_result(p.oid) FROM '^TABLE(.*)$') FROM pg_proc p
                     WHERE p.oid = 'published.clusters(daterange, bigint)'::regprocedure);
BEGIN
    EXECUTE format('CREATE OR REPLACE FUNCTION published.clusters(during daterange, at_revision bigint)
        RETURNS TABLE %s LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS
        $body$ SELECT c.* FROM published.cluster_records(during, at_revision) c
               WHERE NOT published.is_duplicate(c.code, at_revision)
                 AND (c.state_known OR NOT published.is_added_later(c.code, during, at_revision)) $body$',
        columns);
END $$;
