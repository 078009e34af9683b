-- The paper that a report is issued as; it is frozen with it.
ALTER TABLE reporting.issued_report
    ADD COLUMN paper_number text CHECK (paper_number <> ''),
    ADD COLUMN paper_dated date,
    ADD COLUMN paper_signer text CHECK (paper_signer <> ''),
    ADD CONSTRAINT ck_issued_report_paper CHECK (num_nonnulls(paper_number, paper_dated, paper_signer) IN (0, 3));
COMMENT ON COLUMN reporting.issued_report.paper_number IS 'With its sign, "125/BC-SCT"; null = an internal form, or issued before this was asked.';

-- Of two reporters that say another figure for one day the one first in this order counts until
-- they are settled (cluster_gis/domain/reporters.py); both stay. The smaller, the earlier.
CREATE FUNCTION register.reporter_rank(reporter text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_position(
        ARRAY['inspection', 'department', 'commune', 'district', 'statistics', 'investor', 'enterprise', 'other'],
        reporter), 9)
$$;

-- The layers of works took the alphabet of keys; their text is otherwise that of 0004 and 0011.
DO $$
DECLARE
    name text;
    text_before text;
    text_after text;
BEGIN
    FOREACH name IN ARRAY ARRAY['published.infrastructure_works(daterange,bigint)', 'published.sum_works(text,bigint)'] LOOP
        text_before := pg_get_functiondef(name::regprocedure);
        text_after := replace(text_before, 'g.as_of_from DESC NULLS LAST, g.progress_key',
                              'g.as_of_from DESC NULLS LAST, register.reporter_rank(g.reporter), g.progress_key');
        text_after := replace(text_after, 'SELECT p.work_key, p.progress_key, p.valid,', 'SELECT p.work_key, p.progress_key, p.reporter, p.valid,');
        IF text_after = text_before THEN
            RAISE EXCEPTION '% does not order statements as expected', name;
        END IF;
        EXECUTE text_after;
    END LOOP;
END $$;

-- The view of works for editing, where the server is new enough to have it.
DO $$
BEGIN
    IF to_regclass('qgis.works') IS NOT NULL THEN
        EXECUTE 'CREATE OR REPLACE VIEW qgis.works WITH (security_invoker = true) AS '
            || replace(pg_get_viewdef('qgis.works'::regclass), 'p.progress_key DESC',
                       'register.reporter_rank(p.reporter), p.progress_key');
    END IF;
END $$;

-- Works on which two reporters disagree are summed up anew, revision by revision.
DO $$
DECLARE
    step record;
BEGIN
    FOR step IN
        WITH apart AS (
            SELECT DISTINCT w.cluster_code FROM register.work_progress g
            JOIN register.work_progress o ON o.work_key = g.work_key AND o.as_of_from = g.as_of_from
                 AND o.reporter IS DISTINCT FROM g.reporter
            JOIN register.infrastructure_work w ON w.work_key = g.work_key)
        SELECT DISTINCT w.cluster_code, t.at_revision
        FROM register.infrastructure_work w JOIN apart USING (cluster_code) CROSS JOIN LATERAL (
            SELECT lower(w.recorded) UNION SELECT upper(w.recorded)
            UNION SELECT unnest(ARRAY[lower(g.recorded), upper(g.recorded)]) FROM register.work_progress g
            WHERE g.work_key = w.work_key COLLATE "C") AS t (at_revision)
        WHERE t.at_revision IS NOT NULL ORDER BY t.at_revision, w.cluster_code
    LOOP
        PERFORM published.sum_works(step.cluster_code, step.at_revision);
    END LOOP;
END $$;
