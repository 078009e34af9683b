-- A kept plan of this join was made for the first, small change of a session: comparing each old row
-- of a large file with each new one then took minutes. EXECUTE plans for the rows at hand.
CREATE OR REPLACE FUNCTION register.note_row_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE '
        UPDATE register.staged_file SET row_changes = row_changes + 1 WHERE id IN (
            SELECT n.file_id FROM new_rows n JOIN old_rows o USING (file_id, row_no)
            WHERE (n.payload, n.choices, n.cluster_code, n.decision = ''reject'')
                  IS DISTINCT FROM (o.payload, o.choices, o.cluster_code, o.decision = ''reject'')
               OR n.source_geom IS NOT NULL AND o.source_geom IS NOT NULL
                  AND ST_AsBinary(n.source_geom) <> ST_AsBinary(o.source_geom))';
    RETURN NULL;
END $$;
