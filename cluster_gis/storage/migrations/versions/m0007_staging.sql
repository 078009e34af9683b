-- Staging: a file of many clusters waits here, row by row, until a person has decided each row.
-- Not versioned: drafts. What is applied enters the register through write_versions.

CREATE TABLE register.staged_file (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('boundaries', 'clusters')),
    file_name text NOT NULL CHECK (file_name <> ''),
    content bytea NOT NULL,
    sha256 text NOT NULL CHECK (sha256 = encode(sha256(content), 'hex')),
    options jsonb NOT NULL DEFAULT '{}',
    source_title text NOT NULL CHECK (source_title <> ''),
    document_key text,
    issues jsonb NOT NULL DEFAULT '[]',
    staged_by text NOT NULL CHECK (staged_by <> ''),
    staged_at timestamptz NOT NULL DEFAULT now(),
    base_revision bigint NOT NULL,
    row_changes bigint NOT NULL DEFAULT 0,
    checked_changes bigint,
    checked_revision bigint,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'applied', 'undone', 'discarded')),
    applied_by text,
    applied_at timestamptz,
    applied_revision bigint,
    undone_by text,
    undone_at timestamptz,
    undone_revision bigint,
    discarded_by text,
    discarded_at timestamptz,
    CONSTRAINT ck_staged_file_applied CHECK ((state IN ('applied', 'undone')) = (applied_at IS NOT NULL AND applied_by IS NOT NULL)),
    CONSTRAINT ck_staged_file_undone CHECK ((state = 'undone') = (undone_at IS NOT NULL AND undone_by IS NOT NULL)),
    CONSTRAINT ck_staged_file_discarded CHECK ((state = 'discarded') = (discarded_at IS NOT NULL AND discarded_by IS NOT NULL))
);
COMMENT ON COLUMN register.staged_file.content IS 'The file as received, byte for byte.';
COMMENT ON COLUMN register.staged_file.base_revision IS
    'Revision of the register that the rows were compared with; changes after it stop the file.';
COMMENT ON COLUMN register.staged_file.row_changes IS
    'Goes up with every change of a row''s inputs; findings hold while checked_changes equals it.';

CREATE TABLE register.staged_row (
    file_id bigint NOT NULL REFERENCES register.staged_file,
    row_no integer NOT NULL CHECK (row_no >= 1),
    label text NOT NULL,
    place text,
    payload jsonb NOT NULL,
    issues jsonb NOT NULL DEFAULT '[]',
    findings jsonb NOT NULL DEFAULT '[]',
    candidates jsonb NOT NULL DEFAULT '[]',
    cluster_code text,
    matched_by text CHECK (matched_by IN ('code', 'name', 'person', 'new')),
    choices jsonb NOT NULL DEFAULT '{}',
    decision text NOT NULL DEFAULT 'undecided' CHECK (decision IN ('undecided', 'accept', 'reject')),
    decided_by text,
    decided_at timestamptz,
    geom geometry(Geometry, 4326),
    source_geom geometry,
    PRIMARY KEY (file_id, row_no),
    CONSTRAINT ck_staged_row_match CHECK ((cluster_code IS NULL) = (matched_by IS NULL)),
    CONSTRAINT ck_staged_row_decided CHECK ((decision = 'undecided') = (decided_by IS NULL)
                                            AND (decided_by IS NULL) = (decided_at IS NULL))
);
COMMENT ON COLUMN register.staged_row.issues IS 'From reading the row itself, with its place.';
COMMENT ON COLUMN register.staged_row.findings IS
    'Against the other rows and the register; shown only while staged_file.checked_* hold.';
COMMENT ON COLUMN register.staged_row.choices IS 'What a person chose for the row: repairs, quality, days.';
CREATE INDEX ix_staged_row_geom ON register.staged_row USING gist (geom);
CREATE INDEX ix_staged_row_cluster ON register.staged_row (cluster_code);

-- A changed row makes stored findings of its file stale: overlaps depend on the other rows too.
CREATE FUNCTION register.note_row_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE register.staged_file SET row_changes = row_changes + 1 WHERE id IN (
        SELECT n.file_id FROM new_rows n JOIN old_rows o USING (file_id, row_no)
        WHERE (n.payload, n.choices, n.cluster_code, n.decision = 'reject')
              IS DISTINCT FROM (o.payload, o.choices, o.cluster_code, o.decision = 'reject')
           OR n.source_geom IS NOT NULL AND o.source_geom IS NOT NULL
              AND ST_AsBinary(n.source_geom) <> ST_AsBinary(o.source_geom));
    RETURN NULL;
END $$;
CREATE TRIGGER note_row_change AFTER UPDATE ON register.staged_row
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION register.note_row_change();

-- A file that was applied, undone or discarded is a record: its rows and bytes stay as they were.
CREATE FUNCTION register.keep_staged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'register.% keeps what was received and decided', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_content BEFORE UPDATE OF content ON register.staged_file
    FOR EACH ROW WHEN (OLD.content IS DISTINCT FROM NEW.content) EXECUTE FUNCTION register.keep_staged();
CREATE TRIGGER keep_file BEFORE DELETE ON register.staged_file
    FOR EACH ROW EXECUTE FUNCTION register.keep_staged();
CREATE TRIGGER keep_row BEFORE DELETE ON register.staged_row
    FOR EACH ROW EXECUTE FUNCTION register.keep_staged();

CREATE FUNCTION register.keep_closed_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT state FROM register.staged_file WHERE id = OLD.file_id) <> 'open' THEN
        RAISE EXCEPTION 'register.staged_row keeps what was received and decided'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER keep_closed_row BEFORE UPDATE ON register.staged_row
    FOR EACH ROW EXECUTE FUNCTION register.keep_closed_row();

-- The newest revision that wrote or closed a version in these tables; 0 = none.
CREATE FUNCTION register.last_change(table_names text[]) RETURNS bigint
LANGUAGE plpgsql STABLE AS $$
DECLARE
    table_name text;
    found bigint;
    newest bigint := 0;
BEGIN
    FOREACH table_name IN ARRAY table_names LOOP
        EXECUTE format('SELECT max(greatest(lower(recorded), upper(recorded))) FROM register.%I', table_name)
            INTO found;
        newest := greatest(newest, found);
    END LOOP;
    RETURN newest;
END $$;

-- Clusters of which a version was written or closed after `since` in these tables.
CREATE FUNCTION register.clusters_changed(table_names text[], codes text[], since bigint) RETURNS SETOF text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    table_name text;
BEGIN
    FOREACH table_name IN ARRAY table_names LOOP
        RETURN QUERY EXECUTE format('SELECT DISTINCT cluster_code FROM register.%I WHERE cluster_code = ANY ($1)
            AND greatest(lower(recorded), upper(recorded)) > $2', table_name) USING codes, since;
    END LOOP;
END $$;

-- Versions that revision `target` wrote or closed and that somebody has touched since: (table, whose).
CREATE FUNCTION register.changed_after(target bigint) RETURNS TABLE (table_name text, owner text)
LANGUAGE plpgsql STABLE AS $$
DECLARE
    t register.versioned_table;
BEGIN
    FOR t IN SELECT * FROM register.versioned_table ORDER BY name LOOP
        RETURN QUERY EXECUTE format('
            SELECT DISTINCT %1$L, coalesce(to_jsonb(v) ->> ''cluster_code'', concat_ws('' / '', %2$s))
            FROM register.%1$I v
            WHERE lower(v.recorded) = $1 AND NOT upper_inf(v.recorded)
               OR upper(v.recorded) = $1 AND EXISTS (SELECT 1 FROM register.%1$I n
                    WHERE %3$s AND lower(n.recorded) > $1 AND n.valid && v.valid)',
            t.name, (SELECT string_agg(format('v.%I', k), ', ') FROM unnest(t.key_columns) AS k),
            (SELECT string_agg(format('n.%1$I = v.%1$I', k), ' AND ') FROM unnest(t.key_columns) AS k))
            USING target;
    END LOOP;
END $$;

-- Takes revision `target` back: what it wrote is closed, what it had closed is written again as
-- new versions with the same values and days. Nothing is deleted: known_at still shows both.
-- Refused while changed_after names anybody. Returns the new revision, null when it wrote nothing.
CREATE FUNCTION register.undo_revision(target bigint, by_whom text, reason text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    t register.versioned_table;
    columns text;
    n bigint;
    touched bigint := 0;
    new_revision bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('register.revision'));
    IF EXISTS (SELECT 1 FROM register.changed_after(target)) THEN
        RAISE EXCEPTION 'revision % was built upon since', target USING ERRCODE = 'serialization_failure';
    END IF;
    PERFORM set_config('register.writing', 'on', true);
    INSERT INTO register.revision
    SELECT coalesce(max(r.id), 0) + 1,
           greatest(clock_timestamp(), max(r.recorded_at) + interval '1 microsecond'),
           by_whom, undo_revision.reason
    FROM register.revision AS r RETURNING id INTO new_revision;
    FOR t IN SELECT * FROM register.versioned_table ORDER BY name LOOP
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns
        FROM pg_attribute WHERE attrelid = format('register.%I', t.name)::regclass AND attnum > 0
          AND NOT attisdropped AND attgenerated = ''
          AND attname NOT IN ('id', 'recorded', 'recorded_by');
        EXECUTE format('UPDATE register.%I SET recorded = int8range(lower(recorded), $1)
            WHERE lower(recorded) = $2', t.name) USING new_revision, target;
        GET DIAGNOSTICS n = ROW_COUNT;
        touched := touched + n;
        EXECUTE format('INSERT INTO register.%1$I (%2$s, recorded, recorded_by)
            SELECT %2$s, int8range($1, NULL), $3 FROM register.%1$I WHERE upper(recorded) = $2',
            t.name, columns) USING new_revision, target, by_whom;
        GET DIAGNOSTICS n = ROW_COUNT;
        touched := touched + n;
    END LOOP;
    PERFORM set_config('register.writing', '', true);
    IF touched = 0 THEN
        DELETE FROM register.revision WHERE id = new_revision;
        RETURN NULL;
    END IF;
    RETURN new_revision;
END $$;
