-- What became of a cluster's record. "same": two records mean one cluster, the first is no longer
-- counted and leads to the second; nothing of it is deleted, and the mark can be taken back.
CREATE TABLE register.cluster_lineage (
    from_code text NOT NULL REFERENCES register.industrial_cluster,
    to_code text NOT NULL REFERENCES register.industrial_cluster,
    relation text NOT NULL CHECK (relation IN ('same')),
    reason text NOT NULL CHECK (length(reason) >= 10),
    source_key text NOT NULL REFERENCES register.source,
    CHECK (from_code <> to_code)
);
COMMENT ON COLUMN register.cluster_lineage.to_code IS 'The record that is kept.';
SELECT register.make_versioned('cluster_lineage', '{from_code,relation}');
CREATE INDEX ix_cluster_lineage_from ON register.cluster_lineage (from_code COLLATE "C");

-- A record is a duplicate whatever the day: it was one cluster all along. What counts is when the
-- register learnt it.
CREATE FUNCTION published.is_duplicate(code text, at_revision bigint) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT EXISTS (SELECT 1 FROM register.cluster_lineage l
        WHERE l.from_code = code COLLATE "C" AND l.relation = 'same'
          AND published.knew(l.recorded, at_revision))
$$;

-- The layer as before under another name, and without duplicates under its own: its twin for one
-- day and everything that asks for clusters come through here.
ALTER FUNCTION published.clusters(daterange, bigint) RENAME TO cluster_records;
DO $$
DECLARE
    columns text := (SELECT substring(pg_get_function_result(p.oid) FROM '^TABLE(.*)$') FROM pg_proc p
                     WHERE p.oid = 'published.cluster_records(daterange, bigint)'::regprocedure);
BEGIN
    EXECUTE format('CREATE FUNCTION published.clusters(during daterange, at_revision bigint)
        RETURNS TABLE %s LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS
        $body$ SELECT c.* FROM published.cluster_records(during, at_revision) c
               WHERE NOT published.is_duplicate(c.code, at_revision) $body$', columns);
END $$;
