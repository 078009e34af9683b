-- The register's two clocks.
-- valid    daterange [)   when a fact holds in the world (legal days, Asia/Ho_Chi_Minh)
-- recorded int8range [)   revisions during which the register held it for true
--
-- A revision number is taken under a lock as the last step of a writing transaction: commit order
-- and revision order are then the same, and `known_at` resolves to one revision. now() could not
-- do this: it stands still inside a transaction, so a row closed and re-inserted by now() would
-- leave an empty range and history would vanish.
CREATE SCHEMA register;
CREATE SCHEMA published;

CREATE TABLE register.revision (
    id bigint PRIMARY KEY,
    recorded_at timestamptz NOT NULL UNIQUE,
    recorded_by text NOT NULL CHECK (recorded_by <> ''),
    reason text NOT NULL CHECK (reason <> '')
);

CREATE TABLE register.versioned_table (
    name text PRIMARY KEY,
    key_columns text[] NOT NULL,
    computed_columns text[] NOT NULL DEFAULT '{}'
);
COMMENT ON TABLE register.versioned_table IS
    'Tables that write_versions may write: their key, and columns a trigger fills (not compared).';

CREATE FUNCTION register.revision_at(known_at timestamptz) RETURNS bigint
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(max(id), 0) FROM register.revision
    WHERE known_at IS NULL OR recorded_at <= known_at
$$;

-- Text for searching: NFC or NFD in, unaccented lower case out ("Tiên Lãng" -> "tien lang").
CREATE FUNCTION register.search_form(value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
    SELECT lower(regexp_replace(
        normalize(translate(normalize(value, NFC), 'đĐ', 'dD'), NFD), '[\u0300-\u036f]', '', 'g'))
$$;

CREATE FUNCTION register.forbid_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('register.writing', true), '') <> 'on' THEN
        RAISE EXCEPTION 'register.% is never overwritten: write a new version with register.write_versions',
            TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;

-- Turns a table with key columns, `valid` and `recorded` into a versioned one.
CREATE FUNCTION register.make_versioned(table_name text, key_columns text[],
                                        computed_columns text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    keys text := (SELECT string_agg(format('%I WITH =', k), ', ') FROM unnest(key_columns) AS k);
BEGIN
    INSERT INTO register.versioned_table VALUES (table_name, key_columns, computed_columns);
    EXECUTE format('ALTER TABLE register.%I ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY', table_name);
    EXECUTE format('ALTER TABLE register.%I ADD CONSTRAINT %I PRIMARY KEY (id)', table_name, 'pk_' || table_name);
    EXECUTE format('ALTER TABLE register.%I ADD COLUMN valid daterange NOT NULL', table_name);
    EXECUTE format('ALTER TABLE register.%I ADD COLUMN recorded int8range NOT NULL', table_name);
    EXECUTE format('ALTER TABLE register.%I ADD COLUMN recorded_by text NOT NULL', table_name);
    EXECUTE format('ALTER TABLE register.%I ADD CONSTRAINT %I CHECK (NOT isempty(valid))',
                   table_name, 'ck_' || table_name || '_valid_not_empty');
    EXECUTE format('ALTER TABLE register.%I ADD CONSTRAINT %I CHECK (NOT isempty(recorded) AND lower(recorded) IS NOT NULL)',
                   table_name, 'ck_' || table_name || '_recorded_not_empty');
    EXECUTE format('ALTER TABLE register.%I ADD CONSTRAINT %I EXCLUDE USING gist (%s, valid WITH &&, recorded WITH &&)',
                   table_name, 'ex_' || table_name || '_one_truth', keys);
    EXECUTE format('CREATE TRIGGER forbid_rewrite BEFORE INSERT OR UPDATE OR DELETE ON register.%I '
                   'FOR EACH ROW EXECUTE FUNCTION register.forbid_rewrite()', table_name);
    EXECUTE format('CREATE TRIGGER forbid_truncate BEFORE TRUNCATE ON register.%I '
                   'FOR EACH STATEMENT EXECUTE FUNCTION register.forbid_rewrite()', table_name);
END $$;

-- One batch, staged: rows that say something new, in a temporary table; returns how many.
CREATE FUNCTION register.stage_batch(batch jsonb, staged text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    t register.versioned_table;
    same_key text;
    ignored text[];
    clash text;
    defaults jsonb := '{"valid": "(,)"}';
    expression text;
    column_name text;
    value jsonb;
    n bigint;
BEGIN
    SELECT * INTO t FROM register.versioned_table WHERE name = batch ->> 'table';
    IF t.name IS NULL THEN
        RAISE EXCEPTION 'no versioned table %', batch ->> 'table' USING ERRCODE = 'undefined_table';
    END IF;
    same_key := (SELECT string_agg(format('t.%1$I = i.%1$I', k), ' AND ') FROM unnest(t.key_columns) AS k);
    ignored := ARRAY['id', 'valid', 'recorded', 'recorded_by'] || t.computed_columns;
    -- A left-out `valid` is unbounded: a fact of unknown time holds on every date. Other columns
    -- left out take the default of the schema.
    FOR column_name, expression IN
        SELECT a.attname, pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d
        JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
        WHERE d.adrelid = format('register.%I', t.name)::regclass
    LOOP
        EXECUTE 'SELECT to_jsonb(' || expression || ')' INTO value;
        defaults := defaults || jsonb_build_object(column_name, value);
    END LOOP;
    EXECUTE format('CREATE TEMP TABLE %I ON COMMIT DROP AS
        SELECT i.* FROM jsonb_populate_recordset(null::register.%I, $1) AS i', staged, t.name)
        USING (SELECT coalesce(jsonb_agg(defaults || r), '[]')
               FROM jsonb_array_elements(batch -> 'rows') AS r);
    EXECUTE format('SELECT to_jsonb(i)::text FROM %1$I i JOIN %1$I t ON i.ctid < t.ctid
        AND %2$s AND i.valid && t.valid LIMIT 1', staged, same_key) INTO clash;
    IF clash IS NOT NULL THEN
        RAISE EXCEPTION 'rows of one batch for register.% overlap in valid time: %', t.name, clash
            USING ERRCODE = 'exclusion_violation';
    END IF;
    IF batch ->> 'mode' = 'close' THEN
        EXECUTE format('DELETE FROM %I i WHERE NOT EXISTS (SELECT 1 FROM register.%I t
            WHERE %s AND upper_inf(t.recorded) AND t.valid && i.valid)', staged, t.name, same_key);
    ELSE
        EXECUTE format('DELETE FROM %I i WHERE EXISTS (SELECT 1 FROM register.%I t
            WHERE %s AND upper_inf(t.recorded) AND i.valid <@ t.valid
              AND to_jsonb(t) - $1 = to_jsonb(i) - $1)', staged, t.name, same_key) USING ignored;
    END IF;
    EXECUTE format('SELECT count(*) FROM %I', staged) INTO n;
    RETURN n;
END $$;

CREATE FUNCTION register.apply_batch(batch jsonb, staged text, revision bigint, by_whom text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    t register.versioned_table;
    same_key text;
    columns text;
BEGIN
    SELECT * INTO t FROM register.versioned_table WHERE name = batch ->> 'table';
    same_key := (SELECT string_agg(format('t.%1$I = i.%1$I', k), ' AND ') FROM unnest(t.key_columns) AS k);
    SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns
    FROM pg_attribute WHERE attrelid = format('register.%I', t.name)::regclass AND attnum > 0
      AND NOT attisdropped AND attgenerated = ''
      AND attname NOT IN ('id', 'valid', 'recorded', 'recorded_by');
    -- Close what the new rows touch, keep the rest of its valid time as new versions of the same.
    EXECUTE format('
        WITH closed AS (
            UPDATE register.%1$I t SET recorded = int8range(lower(t.recorded), $1)
            WHERE upper_inf(t.recorded) AND EXISTS (SELECT 1 FROM %2$I i WHERE %3$s AND t.valid && i.valid)
            RETURNING t.*)
        INSERT INTO register.%1$I (%4$s, valid, recorded, recorded_by)
        SELECT %5$s, piece, int8range($1, NULL), $2
        FROM closed t CROSS JOIN LATERAL unnest(datemultirange(t.valid) -
             (SELECT range_agg(i.valid) FROM %2$I i WHERE %3$s)) AS piece',
        t.name, staged, same_key, columns,
        -- A piece that begins where the new version ends begins there by correction, not by an event.
        (SELECT string_agg(CASE c WHEN 'start_basis' THEN 'CASE WHEN lower(piece) IS DISTINCT FROM '
             'lower(t.valid) THEN ''correction'' ELSE t.start_basis END' ELSE 't.' || c END, ', ')
         FROM unnest(string_to_array(columns, ', ')) AS c))
        USING revision, by_whom;
    IF coalesce(batch ->> 'mode', 'write') <> 'close' THEN
        EXECUTE format('INSERT INTO register.%1$I (%2$s, valid, recorded, recorded_by)
            SELECT %2$s, valid, int8range($1, NULL), $2 FROM %3$I', t.name, columns, staged)
            USING revision, by_whom;
    END IF;
END $$;

-- Writes versions: the last step of a writing transaction. batches: [{"table", "mode"?, "rows"}],
-- mode "write" (default: the rows hold now) or "close" (nothing holds for these keys and days).
-- Rows that only repeat what the register already holds are dropped. Returns the revision, or
-- null when nothing was new (then no revision is taken).
CREATE FUNCTION register.write_versions(by_whom text, reason text, batches jsonb) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    new_revision bigint;
    fresh bigint := 0;
    n int := jsonb_array_length(batches);
    -- A name no other call of this transaction has used: temporary tables live until commit.
    prefix text := 'staged_' || pg_backend_pid() || '_' || nextval('register.staging_number') || '_';
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('register.revision'));
    PERFORM set_config('register.writing', 'on', true);
    FOR k IN 0 .. n - 1 LOOP
        fresh := fresh + register.stage_batch(batches -> k, prefix || k);
    END LOOP;
    IF fresh > 0 THEN
        INSERT INTO register.revision
        SELECT coalesce(max(r.id), 0) + 1,
               greatest(clock_timestamp(), max(r.recorded_at) + interval '1 microsecond'),
               write_versions.by_whom, write_versions.reason
        FROM register.revision AS r RETURNING id INTO new_revision;
        FOR k IN 0 .. n - 1 LOOP
            PERFORM register.apply_batch(batches -> k, prefix || k, new_revision, by_whom);
        END LOOP;
    END IF;
    FOR k IN 0 .. n - 1 LOOP
        EXECUTE format('DROP TABLE %I', prefix || k);
    END LOOP;
    PERFORM set_config('register.writing', '', true);
    RETURN new_revision;
END $$;

CREATE SEQUENCE register.staging_number;

CREATE TABLE register.register_identity (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    kind text NOT NULL CHECK (kind IN ('real', 'simulated')),
    seed bigint,
    recipe text,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE register.register_identity IS
    'Which register this database is; drives the watermark. Written once by the first migration run.';

-- Empties a simulated register for the next simulation, but for units and measuring zones.
CREATE FUNCTION register.clear_simulated() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    names text;
BEGIN
    IF NOT EXISTS (SELECT 1 FROM register.register_identity WHERE kind = 'simulated') THEN
        RAISE EXCEPTION 'only a simulated register may be emptied' USING ERRCODE = 'insufficient_privilege';
    END IF;
    PERFORM set_config('register.writing', 'on', true);
    SELECT string_agg(format('register.%I', name), ', ') INTO names FROM register.versioned_table
    WHERE name NOT IN ('admin_unit', 'admin_unit_outline', 'admin_unit_lineage', 'measuring_zone');
    EXECUTE 'TRUNCATE register.cluster_source, register.plan, register.industrial_cluster, ' || names;
    UPDATE register.register_identity SET seed = NULL, recipe = NULL;
    PERFORM set_config('register.writing', '', true);
END $$;
