-- Other schemas (proposals, returns) refer to clusters and plans: what they hold of invented
-- clusters goes with these. Without CASCADE a simulated register could be made only once.
CREATE OR REPLACE FUNCTION register.clear_simulated() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    names text;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM register.register_identity WHERE kind = 'simulated') THEN
        RAISE EXCEPTION 'only a simulated register may be emptied' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('register.writing', 'on', true);
    SELECT string_agg(format('register.%I', name), ', ') INTO names FROM register.versioned_table
    WHERE name NOT IN ('admin_unit', 'admin_unit_outline', 'admin_unit_lineage', 'measuring_zone');
    EXECUTE 'TRUNCATE register.cluster_source, register.plan, register.industrial_cluster, ' || names || ' CASCADE';
    UPDATE register.register_identity SET seed = NULL, recipe = NULL;
    PERFORM set_config('register.writing', '', true);
END $$;
