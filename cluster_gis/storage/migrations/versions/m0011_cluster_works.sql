-- Works of a cluster summed up, for the zooms at which single works cannot be told apart and for
-- works without a position. Derived from register.infrastructure_work and register.work_progress by
-- the triggers below, with the same two clocks. A row holds from `from_day` until the next row of
-- the same cluster and kind that the register knew at that revision: a later statement leaves the
-- rows before it alone, so that months of reports stay as many rows as they say new things.
CREATE TABLE published.cluster_works (
    cluster_code text COLLATE "C" NOT NULL,
    placed boolean NOT NULL,
    from_day date NOT NULL,
    recorded int8range NOT NULL,
    works integer NOT NULL,
    completed_works integer NOT NULL,
    works_in_operation integer NOT NULL,
    works_without_progress integer NOT NULL,
    works_with_share integer NOT NULL,
    share_sum numeric NOT NULL
);
COMMENT ON COLUMN published.cluster_works.placed IS 'Works with a geometry and works without one are summed apart.';
COMMENT ON COLUMN published.cluster_works.from_day IS '-infinity: since ever.';
COMMENT ON COLUMN published.cluster_works.works_without_progress IS 'Of which nothing is said: neither a share done, nor completed, nor in operation.';
COMMENT ON COLUMN published.cluster_works.share_sum IS 'Percent done, summed over the works of which it is known (works_with_share).';
CREATE INDEX ix_cluster_works_day ON published.cluster_works (cluster_code, placed, from_day DESC);

CREATE FUNCTION published.say_the_same(one published.cluster_works, other published.cluster_works) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (one.placed, one.from_day, one.works, one.completed_works, one.works_in_operation,
            one.works_without_progress, one.works_with_share, one.share_sum)
         = (other.placed, other.from_day, other.works, other.completed_works, other.works_in_operation,
            other.works_without_progress, other.works_with_share, other.share_sum)
$$;

-- What the register knew of one cluster at a revision, summed up; twice gives the same.
CREATE FUNCTION published.sum_works(code text, at_revision bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    sums published.cluster_works[];
BEGIN
    WITH work AS (
        SELECT w.work_key, w.geom IS NOT NULL AS placed,
               coalesce(lower(w.valid), '-infinity') AS first_day, coalesce(upper(w.valid), 'infinity') AS end_day
        FROM register.infrastructure_work w
        WHERE w.cluster_code = code AND published.knew(w.recorded, at_revision)
    ), said AS MATERIALIZED (
        SELECT g.* FROM (SELECT DISTINCT work_key FROM work) k CROSS JOIN LATERAL (
            SELECT p.work_key, p.progress_key, p.valid, p.as_of_from, p.progress_pct, p.completed, p.in_operation
            FROM register.work_progress p
            WHERE p.work_key = k.work_key COLLATE "C" AND published.knew(p.recorded, at_revision)
            OFFSET 0) g  -- one look into the index a work: a table without statistics would be read whole
    ), edge AS (
        SELECT work_key, first_day AS day FROM work
        UNION SELECT work_key, lower(valid) FROM said WHERE NOT lower_inf(valid)
        UNION SELECT work_key, upper(valid) FROM said WHERE NOT upper_inf(valid)
        UNION SELECT work_key, as_of_from FROM said WHERE as_of_from IS NOT NULL
    ), stretch AS (  -- days of one work in which nothing about it changes
        SELECT w.placed, w.work_key, e.day,
               lead(e.day, 1, w.end_day) OVER (PARTITION BY w.work_key, w.first_day ORDER BY e.day) AS next_day
        FROM work w JOIN edge e ON e.work_key = w.work_key AND e.day >= w.first_day AND e.day < w.end_day
    ), known AS (  -- each the newest statement that says something of it, as published.infrastructure_works
        SELECT s.placed, s.day, s.next_day,
               (array_agg(g.progress_pct ORDER BY g.as_of_from DESC NULLS LAST, g.progress_key)
                   FILTER (WHERE g.progress_pct IS NOT NULL))[1] AS share,
               (array_agg(g.completed ORDER BY g.as_of_from DESC NULLS LAST, g.progress_key)
                   FILTER (WHERE g.completed IS NOT NULL))[1] AS completed,
               (array_agg(g.in_operation ORDER BY g.as_of_from DESC NULLS LAST, g.progress_key)
                   FILTER (WHERE g.in_operation IS NOT NULL))[1] AS in_operation
        FROM stretch s LEFT JOIN said g ON g.work_key = s.work_key AND g.valid @> s.day
             AND (g.as_of_from IS NULL OR g.as_of_from <= s.day)
        GROUP BY s.placed, s.work_key, s.day, s.next_day
    ), step AS (  -- what a work adds on the first day of a stretch and takes away after the last
        SELECT k.placed, t.day, sum(t.sign) AS works,
               coalesce(sum(t.sign) FILTER (WHERE k.completed), 0) AS completed,
               coalesce(sum(t.sign) FILTER (WHERE k.in_operation), 0) AS in_operation,
               coalesce(sum(t.sign) FILTER (WHERE num_nonnulls(k.share, k.completed, k.in_operation) = 0), 0) AS silent,
               coalesce(sum(t.sign) FILTER (WHERE k.share IS NOT NULL), 0) AS with_share,
               coalesce(sum(t.sign * k.share), 0) AS share
        FROM known k CROSS JOIN LATERAL (VALUES (1, k.day), (-1, k.next_day)) AS t (sign, day)
        WHERE t.day < 'infinity' GROUP BY k.placed, t.day
    ), running AS (
        SELECT placed, day, sum(works) OVER so_far AS works, sum(completed) OVER so_far AS completed,
               sum(in_operation) OVER so_far AS in_operation, sum(silent) OVER so_far AS silent,
               sum(with_share) OVER so_far AS with_share, sum(share) OVER so_far AS share
        FROM step WINDOW so_far AS (PARTITION BY placed ORDER BY day)
    )
    SELECT coalesce(array_agg((code, placed, day, int8range(at_revision, NULL), works::int, completed::int,
                               in_operation::int, silent::int, with_share::int, share)::published.cluster_works), '{}')
        INTO sums FROM running;

    DELETE FROM published.cluster_works c WHERE c.cluster_code = code AND lower(c.recorded) = at_revision;
    UPDATE published.cluster_works c SET recorded = int8range(lower(c.recorded), at_revision)
    WHERE c.cluster_code = code AND upper_inf(c.recorded)
      AND NOT EXISTS (SELECT 1 FROM unnest(sums) s WHERE published.say_the_same(s, c));
    INSERT INTO published.cluster_works
    SELECT s.* FROM unnest(sums) s WHERE NOT EXISTS (
        SELECT 1 FROM published.cluster_works c
        WHERE c.cluster_code = code AND upper_inf(c.recorded) AND published.say_the_same(s, c));
END $$;

CREATE FUNCTION published.follow_works() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE published.cluster_works;
    ELSIF TG_TABLE_NAME = 'infrastructure_work' THEN
        PERFORM published.sum_works(c.cluster_code, c.at_revision) FROM (
            SELECT cluster_code, max(coalesce(upper(recorded), lower(recorded))) AS at_revision
            FROM changed GROUP BY cluster_code) AS c;
    ELSE
        PERFORM published.sum_works(c.cluster_code, c.at_revision) FROM (
            SELECT w.cluster_code, max(coalesce(upper(g.recorded), lower(g.recorded))) AS at_revision
            FROM changed g CROSS JOIN LATERAL (SELECT i.cluster_code FROM register.infrastructure_work i
                WHERE i.work_key = g.work_key COLLATE "C" OFFSET 0) AS w
            GROUP BY w.cluster_code) AS c;
    END IF;
    RETURN NULL;
END $$;
DO $$
DECLARE
    name text;
    event text;
BEGIN
    FOREACH name IN ARRAY ARRAY['infrastructure_work', 'work_progress'] LOOP
        FOREACH event IN ARRAY ARRAY['insert', 'update'] LOOP
            EXECUTE format('CREATE TRIGGER follow_%1$s AFTER %1$s ON register.%2$I REFERENCING NEW TABLE AS changed
                FOR EACH STATEMENT EXECUTE FUNCTION published.follow_works()', event, name);
        END LOOP;
        EXECUTE format('CREATE TRIGGER follow_truncate AFTER TRUNCATE ON register.%I
            FOR EACH STATEMENT EXECUTE FUNCTION published.follow_works()', name);
    END LOOP;
END $$;

-- Works that were there before this migration, revision by revision.
DO $$
DECLARE
    step record;
BEGIN
    FOR step IN
        SELECT DISTINCT w.cluster_code, t.at_revision FROM register.infrastructure_work w CROSS JOIN LATERAL (
            SELECT lower(w.recorded) UNION SELECT upper(w.recorded)
            UNION SELECT unnest(ARRAY[lower(g.recorded), upper(g.recorded)]) FROM register.work_progress g
            WHERE g.work_key = w.work_key COLLATE "C") AS t (at_revision)
        WHERE t.at_revision IS NOT NULL ORDER BY t.at_revision, w.cluster_code
    LOOP
        PERFORM published.sum_works(step.cluster_code, step.at_revision);
    END LOOP;
END $$;
