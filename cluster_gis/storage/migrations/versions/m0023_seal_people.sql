-- The people of an act are the account of the server and whoever its revisions name: a command runs
-- as the operator and names by --by for whom.
CREATE OR REPLACE FUNCTION audit.make_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET TimeZone = 'UTC' AS $$
DECLARE
    made audit.seal;
    newest audit.seal;
    last audit.entry;
BEGIN
    made.act := NEW.number;
    WITH counted AS (  -- one pass: an act may have a million entries
        SELECT e.table_name, e.operation, count(*) AS n, array_agg(DISTINCT e.actor) AS actors,
               array_agg(DISTINCT e.revision) AS revisions
        FROM audit.entry e WHERE e.act = NEW.number GROUP BY e.table_name, e.operation
    ), by_table AS (
        SELECT c.table_name, jsonb_object_agg(c.operation, c.n) AS operations FROM counted c GROUP BY c.table_name
    )
    SELECT (SELECT sum(c.n) FROM counted c), (SELECT jsonb_object_agg(b.table_name, b.operations) FROM by_table b),
        ARRAY(SELECT DISTINCT a FROM counted c, unnest(c.actors) AS a WHERE a IS NOT NULL ORDER BY 1),
        ARRAY(SELECT DISTINCT r FROM counted c, unnest(c.revisions) AS r
              WHERE r IS NOT NULL AND c.operation <> 'baseline' ORDER BY 1)
    INTO made.entries, made.tables, made.people, made.revisions;
    SELECT * INTO last FROM audit.entry e WHERE e.act = NEW.number ORDER BY e.position DESC LIMIT 1;
    IF last.position IS DISTINCT FROM made.entries OR NEW.xid <> pg_current_xact_id() THEN
        RAISE EXCEPTION 'act % of the trail has a gap', NEW.number USING ERRCODE = 'data_corrupted';
    END IF;
    made.people := ARRAY(SELECT unnest(made.people) UNION SELECT r.recorded_by FROM register.revision r
                         WHERE r.id = ANY (made.revisions) ORDER BY 1);
    IF made.people = '{}' THEN
        made.people := ARRAY[NEW.session_role];
    END IF;
    SELECT coalesce(array_agg(s.reason ORDER BY s.id), '{}') INTO made.reasons FROM (
        SELECT min(r.id) AS id, r.reason FROM register.revision r WHERE r.id = ANY (made.revisions)
        GROUP BY r.reason
        UNION ALL SELECT 0, current_setting('cluster_gis.reason', true)
        WHERE nullif(current_setting('cluster_gis.reason', true), '') IS NOT NULL) AS s;
    PERFORM pg_advisory_xact_lock(hashtext('audit.seal'));
    SELECT * INTO newest FROM audit.seal s ORDER BY s.number DESC LIMIT 1;
    made.number := coalesce(newest.number, 0) + 1;
    made.sealed_at := clock_timestamp();
    made.last_hash := last.hash;
    made.previous_hash := coalesce(newest.hash, sha256('the trail begins'::bytea));
    made.hash := sha256(made.previous_hash || audit.seal_content(made, NEW));
    INSERT INTO audit.seal SELECT made.*;
    RETURN NULL;
END $$;
