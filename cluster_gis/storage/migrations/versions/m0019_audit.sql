-- The trail: what was written to the register, row by row, by whom and when, and nothing of it can
-- be written again. An act is one transaction; its entries are chained by hashes as they are
-- written, and its seal, made at commit, chains it to the act before. Writers do not wait for each
-- other before their commit. Enough is kept to make every table again exactly (audit.rebuilt).
CREATE SCHEMA audit;

CREATE TABLE audit.watched_table (
    name text PRIMARY KEY,
    key_columns text[] NOT NULL,
    record_columns text[] NOT NULL,
    subject_column text,
    masked_columns text[] NOT NULL DEFAULT '{}',
    omitted_columns text[] NOT NULL DEFAULT '{}'
);
COMMENT ON COLUMN audit.watched_table.record_columns IS 'What people call the record; key_columns tell the row.';
COMMENT ON COLUMN audit.watched_table.subject_column IS 'Whose life the row belongs to: as a rule the code of a cluster.';
COMMENT ON COLUMN audit.watched_table.masked_columns IS 'Secrets: of their values only the sha256 enters the trail.';
COMMENT ON COLUMN audit.watched_table.omitted_columns IS 'Not in the trail at all; a change of these alone is no entry.';

CREATE TABLE audit.exempt_table (
    name text PRIMARY KEY,
    why text NOT NULL CHECK (why <> '')
);
COMMENT ON TABLE audit.exempt_table IS 'Tables that are knowingly left out of the trail.';

CREATE SEQUENCE audit.act_number;
CREATE TABLE audit.act (
    number bigint PRIMARY KEY,
    xid xid8 NOT NULL,
    began_at timestamptz NOT NULL,
    session_role text NOT NULL,
    application text,
    client text
);
COMMENT ON TABLE audit.act IS 'A transaction that changed a watched table, as of its first change.';
CREATE INDEX ix_act_xid ON audit.act (xid);

CREATE TABLE audit.entry (
    act bigint NOT NULL,
    position integer NOT NULL CHECK (position >= 1),
    at timestamptz NOT NULL,
    actor text,
    table_name text NOT NULL,
    operation text NOT NULL CHECK (operation IN ('baseline', 'insert', 'update', 'delete', 'truncate')),
    key jsonb NOT NULL,
    record text,
    subject text,
    revision bigint,
    old jsonb,
    new jsonb,
    hash bytea NOT NULL,
    CONSTRAINT pk_entry PRIMARY KEY (act, position)
);
COMMENT ON COLUMN audit.entry.actor IS 'Account that the server named (cluster_gis.actor); null = none, see the seal.';
COMMENT ON COLUMN audit.entry.operation IS 'baseline: the row was there when the trail began.';
COMMENT ON COLUMN audit.entry.revision IS 'Revision of the register that wrote or closed the row; null = not versioned.';
COMMENT ON COLUMN audit.entry.old IS 'update: the changed columns before. delete: the row. truncate: {"rows": n}.';
COMMENT ON COLUMN audit.entry.new IS 'baseline, insert: the row. update: the changed columns. Geometry as hex EWKB.';
COMMENT ON COLUMN audit.entry.hash IS 'sha256 of the hash of the entry before and audit.content of this one.';
CREATE INDEX ix_entry_table_name ON audit.entry (table_name);
CREATE INDEX ix_entry_subject ON audit.entry (subject, table_name) WHERE subject IS NOT NULL;

CREATE TABLE audit.seal (
    number bigint PRIMARY KEY,
    act bigint NOT NULL UNIQUE REFERENCES audit.act,
    sealed_at timestamptz NOT NULL,
    people text[] NOT NULL,
    reasons text[] NOT NULL,
    revisions bigint[] NOT NULL,
    entries integer NOT NULL,
    tables jsonb NOT NULL,
    last_hash bytea NOT NULL,
    previous_hash bytea NOT NULL,
    hash bytea NOT NULL
);
COMMENT ON COLUMN audit.seal.people IS 'Accounts, names given with revisions; when there are none, the role of the database.';
COMMENT ON COLUMN audit.seal.tables IS 'table -> operation -> number of rows.';
CREATE INDEX ix_seal_sealed_at ON audit.seal (sealed_at);
CREATE INDEX ix_seal_people ON audit.seal USING gin (people);

CREATE FUNCTION audit.forbid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit.% only grows: what is written in the trail stays', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['act', 'entry', 'seal'] LOOP
        EXECUTE format('CREATE TRIGGER forbid BEFORE UPDATE OR DELETE OR TRUNCATE ON audit.%I
            FOR EACH STATEMENT EXECUTE FUNCTION audit.forbid()', name);
    END LOOP;
END $$;

-- What a hash is made of. Fields apart by U+001F, which JSON escapes.
CREATE FUNCTION audit.content(act bigint, at timestamptz, actor text, table_name text, operation text,
    key jsonb, record text, subject text, revision bigint, old jsonb, new jsonb) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT convert_to(concat_ws(E'\x1f', act, extract(epoch FROM at), coalesce(to_jsonb(actor)::text, '-'),
        table_name, operation, key::text, coalesce(to_jsonb(record)::text, '-'),
        coalesce(to_jsonb(subject)::text, '-'), coalesce(revision::text, '-'),
        coalesce(old::text, '-'), coalesce(new::text, '-')), 'UTF8')
$$;
CREATE FUNCTION audit.first_hash(act bigint) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT sha256(convert_to('act ' || act, 'UTF8'))
$$;
CREATE FUNCTION audit.chain_step(state bytea, start bytea, content bytea) RETURNS bytea
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$ BEGIN RETURN sha256(coalesce(state, start) || content); END $$;
CREATE AGGREGATE audit.chain(start bytea, content bytea) (SFUNC = audit.chain_step, STYPE = bytea);

CREATE FUNCTION audit.seal_content(seal audit.seal, act audit.act) RETURNS bytea
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT convert_to(jsonb_build_array(seal.number, seal.act, extract(epoch FROM seal.sealed_at), seal.people,
        seal.reasons, seal.revisions, seal.entries, seal.tables, encode(seal.last_hash, 'hex'),
        act.xid::text, extract(epoch FROM act.began_at), act.session_role, act.application, act.client)::text, 'UTF8')
$$;

-- The account in whose name the server writes. A role of the database acts for itself when it cannot
-- be trusted to name one: see the roles of QGIS.
CREATE FUNCTION audit.actor() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT nullif(current_setting('cluster_gis.actor', true), '')
$$;

-- Columns of a table as they stand in the trail: JSON where JSON is exact, else PostgreSQL's text.
-- plain: as in the catalogue; name: as in SQL; expression: over the row `alias`.
CREATE FUNCTION audit.image_columns(watched audit.watched_table, alias text)
RETURNS TABLE (plain text, name text, expression text) LANGUAGE sql STABLE AS $$
    SELECT a.attname::text, quote_ident(a.attname),
        CASE WHEN a.attname = ANY (watched.masked_columns)
             THEN format('''sha256:'' || encode(sha256(convert_to(%s::text, ''UTF8'')), ''hex'')', c)
             WHEN a.atttypid IN ('boolean'::regtype, 'smallint'::regtype, 'integer'::regtype, 'bigint'::regtype,
                                 'numeric'::regtype, 'text'::regtype, 'jsonb'::regtype, 'text[]'::regtype) THEN c
             ELSE c || '::text' END
    FROM pg_attribute a CROSS JOIN LATERAL (SELECT format('%I.%I', alias, a.attname)) AS q (c)
    WHERE a.attrelid = watched.name::regclass AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attname <> ALL (watched.omitted_columns)
    ORDER BY a.attnum
$$;

CREATE FUNCTION audit.has_column(table_name text, column_name text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM pg_attribute
        WHERE attrelid = table_name::regclass AND attname = column_name AND attnum > 0 AND NOT attisdropped)
$$;

-- SELECT list that names a row: key, record, subject, revision.
CREATE FUNCTION audit.name_parts(watched audit.watched_table, alias text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT format('jsonb_build_object(%s) AS key, %s AS record, %s AS subject, %s AS revision',
        (SELECT string_agg(format('%L, %I.%I', k, alias, k), ', ') FROM unnest(watched.key_columns) AS k),
        (SELECT format('concat_ws('' / '', %s)', string_agg(format('%I.%I', alias, k), ', '))
         FROM unnest(watched.record_columns) AS k),
        CASE WHEN watched.subject_column IS NULL THEN 'NULL::text'
             ELSE format('%I.%I::text', alias, watched.subject_column) END,
        CASE WHEN watched.name = 'register.revision' THEN format('%I.id', alias)
             WHEN audit.has_column(watched.name, 'recorded')
             THEN format('coalesce(upper(%1$I.recorded), lower(%1$I.recorded))', alias)
             ELSE 'NULL::bigint' END)
$$;
-- The whole row as JSON.
CREATE FUNCTION audit.image_part(watched audit.watched_table, alias text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT format('(SELECT to_jsonb(i) FROM (SELECT %s) AS i)', string_agg(c.expression || ' AS ' || c.name, ', '))
    FROM audit.image_columns(watched, alias) AS c
$$;
-- The columns among `changed` that differ between rows o and n, as they are in `alias`.
CREATE FUNCTION audit.changed_part(watched audit.watched_table, alias text, changed text[]) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT string_agg(format('CASE WHEN record_image_ne(ROW(o.%1$s), ROW(n.%1$s)) THEN jsonb_build_object(%2$L, %3$s) ELSE ''{}'' END',
        c.name, c.plain, c.expression), ' || ')
    FROM audit.image_columns(watched, alias) AS c WHERE c.plain = ANY (changed)
$$;

CREATE FUNCTION audit.current_act() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT a.number FROM audit.act a
    WHERE a.xid = pg_current_xact_id() AND NOT EXISTS (SELECT 1 FROM audit.seal s WHERE s.act = a.number)
$$;

-- Where the next entry goes: the act (`at` null = not opened yet), the last position and its hash.
CREATE FUNCTION audit.place() RETURNS audit.entry LANGUAGE plpgsql AS $$
DECLARE
    known bigint := audit.current_act();
    place audit.entry;
BEGIN
    SELECT * INTO place FROM audit.entry e WHERE e.act = known ORDER BY e.position DESC LIMIT 1;
    place.at := CASE WHEN known IS NOT NULL THEN clock_timestamp() END;
    place.act := coalesce(known, nextval('audit.act_number'));
    place.position := coalesce(place.position, 0);
    place.hash := coalesce(place.hash, audit.first_hash(place.act));
    RETURN place;
END $$;

-- Statement that writes what `query` gives (operation, key, record, subject, revision, old, new) as
-- entries. Parameters: act, position, at, actor, table, hash. Run by the trigger itself: what a
-- statement changed is visible nowhere else. OFFSET 0: each value is computed once.
CREATE FUNCTION audit.entries_sql(query text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT 'INSERT INTO audit.entry (act, position, at, actor, table_name, operation, key, record, subject,
                                     revision, old, new, hash)
        SELECT $1, $2 + row_number() OVER w, $3, $4, $5, q.operation, q.key, q.record, q.subject, q.revision,
               q.old, q.new, audit.chain($6, audit.content($1, $3, $4, $5, q.operation, q.key, q.record,
                                                           q.subject, q.revision, q.old, q.new)) OVER w
        FROM (' || query || ' OFFSET 0) AS q WINDOW w AS (ROWS UNBOUNDED PRECEDING)'
$$;

-- After its entries: where constraints are immediate, this seals the act at once.
CREATE FUNCTION audit.open_act(act bigint) RETURNS void LANGUAGE sql AS $$
    INSERT INTO audit.act VALUES (act, pg_current_xact_id(), clock_timestamp(), session_user,
        nullif(current_setting('application_name'), ''), host(inet_client_addr()))
$$;

-- The trigger of every watched table, once a statement. Settings: text of values never depends on
-- the session that writes.
CREATE FUNCTION audit.record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp SET DateStyle = 'ISO, YMD' SET IntervalStyle = 'iso_8601'
SET TimeZone = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = 1 AS $$
DECLARE
    table_name text := format('%I.%I', TG_TABLE_SCHEMA, TG_TABLE_NAME);
    watched audit.watched_table;
    same_key text;
    changed text[];
    rekeyed boolean;
    n bigint;
    queries text[] := '{}';
    query text;
    place audit.entry;
BEGIN
    -- Most updates of write_versions close nothing.
    IF TG_OP = 'UPDATE' OR TG_OP = 'INSERT' THEN
        IF NOT EXISTS (SELECT 1 FROM new_rows) THEN
            RETURN NULL;
        END IF;
    ELSIF TG_OP = 'DELETE' THEN
        IF NOT EXISTS (SELECT 1 FROM old_rows) THEN
            RETURN NULL;
        END IF;
    END IF;
    SELECT * INTO watched FROM audit.watched_table w WHERE w.name = table_name;
    IF TG_OP = 'TRUNCATE' THEN
        EXECUTE format('SELECT count(*) FROM %s', table_name) INTO n;
        queries := queries || format('SELECT ''truncate'' AS operation, ''{}''::jsonb AS key,
            NULL::text AS record, NULL::text AS subject, NULL::bigint AS revision,
            jsonb_build_object(''rows'', %s) AS old, NULL::jsonb AS new', n);
    ELSIF TG_OP = 'INSERT' THEN
        queries := queries || format('SELECT ''insert'' AS operation, %s, NULL::jsonb AS old, %s AS new
            FROM new_rows r', audit.name_parts(watched, 'r'), audit.image_part(watched, 'r'));
    ELSIF TG_OP = 'DELETE' THEN
        queries := queries || format('SELECT ''delete'' AS operation, %s, %s AS old, NULL::jsonb AS new
            FROM old_rows r', audit.name_parts(watched, 'r'), audit.image_part(watched, 'r'));
    ELSE
        same_key := (SELECT string_agg(format('o.%1$I = n.%1$I', k), ' AND ') FROM unnest(watched.key_columns) AS k);
        -- Which columns any row changed, byte by byte: 1.50 is not 1.5 here.
        EXECUTE format('SELECT array_remove(ARRAY[%s]::text[], NULL), count(*) <> (SELECT count(*) FROM new_rows)
                        FROM old_rows o JOIN new_rows n ON %s',
            (SELECT string_agg(format('CASE WHEN bool_or(record_image_ne(ROW(o.%1$s), ROW(n.%1$s))) THEN %2$L END', c.name, c.plain), ', ')
             FROM audit.image_columns(watched, 'n') AS c), same_key) INTO changed, rekeyed;
        IF changed <> '{}' THEN
            queries := queries || format('SELECT ''update'' AS operation, %s, %s AS old, %s AS new
                FROM old_rows o JOIN new_rows n ON %s WHERE %s', audit.name_parts(watched, 'n'),
                audit.changed_part(watched, 'o', changed), audit.changed_part(watched, 'n', changed), same_key,
                (SELECT string_agg(format('record_image_ne(ROW(o.%1$I), ROW(n.%1$I))', c), ' OR ') FROM unnest(changed) AS c));
        END IF;
        IF rekeyed THEN  -- a row whose key changed went, and another came
            queries := queries || format('SELECT ''delete'' AS operation, %s, %s AS old, NULL::jsonb AS new
                FROM old_rows o WHERE NOT EXISTS (SELECT 1 FROM new_rows n WHERE %s)',
                audit.name_parts(watched, 'o'), audit.image_part(watched, 'o'), same_key);
            queries := queries || format('SELECT ''insert'' AS operation, %s, NULL::jsonb AS old, %s AS new
                FROM new_rows n WHERE NOT EXISTS (SELECT 1 FROM old_rows o WHERE %s)',
                audit.name_parts(watched, 'n'), audit.image_part(watched, 'n'), same_key);
        END IF;
    END IF;
    FOREACH query IN ARRAY queries LOOP
        place := audit.place();
        EXECUTE audit.entries_sql(query)
            USING place.act, place.position, clock_timestamp(), audit.actor(), table_name, place.hash;
        GET DIAGNOSTICS n = ROW_COUNT;
        IF n > 0 AND place.at IS NULL THEN
            PERFORM audit.open_act(place.act);
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- At commit: one short lock, so that seals have one order, that of the commits.
CREATE FUNCTION audit.make_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
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
    IF made.people = '{}' THEN
        made.people := ARRAY(SELECT DISTINCT r.recorded_by FROM register.revision r
                             WHERE r.id = ANY (made.revisions) ORDER BY 1);
    END IF;
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
CREATE CONSTRAINT TRIGGER make_seal AFTER INSERT ON audit.act DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION audit.make_seal();

-- Puts a table under the trail; rows it holds already become its baseline. Called by every migration
-- that makes a table people write to; register.make_versioned calls it itself.
CREATE FUNCTION audit.watch(watched regclass, subject text DEFAULT NULL, masked text[] DEFAULT '{}',
                            omitted text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp SET DateStyle = 'ISO, YMD' SET IntervalStyle = 'iso_8601'
SET TimeZone = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = 1 AS $$
DECLARE
    t audit.watched_table;
    event text;
    wrong text;
    known boolean;
BEGIN
    SELECT format('%I.%I', n.nspname, c.relname) INTO t.name
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = watched;
    SELECT array_agg(a.attname::text ORDER BY array_position(i.indkey::int2[], a.attnum)) INTO t.key_columns
    FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
    WHERE i.indrelid = watched AND i.indisprimary;
    IF t.key_columns IS NULL THEN
        RAISE EXCEPTION '% has no primary key: its rows could not be told apart in the trail', t.name;
    END IF;
    SELECT a INTO wrong FROM unnest(masked || omitted || subject) AS a
    WHERE a IS NOT NULL AND NOT audit.has_column(t.name, a);
    IF wrong IS NOT NULL OR t.key_columns && (masked || omitted) THEN
        RAISE EXCEPTION 'audit.watch of %: no such column, or a key column: %', t.name, wrong;
    END IF;
    t.record_columns := coalesce((SELECT v.key_columns FROM register.versioned_table v
                                  WHERE t.name = 'register.' || v.name), t.key_columns);
    t.subject_column := coalesce(subject, CASE WHEN audit.has_column(t.name, 'cluster_code') THEN 'cluster_code' END);
    t.masked_columns := masked;
    t.omitted_columns := omitted;
    DELETE FROM audit.watched_table w WHERE w.name = t.name;
    known := FOUND;
    INSERT INTO audit.watched_table SELECT t.*;
    DELETE FROM audit.exempt_table x WHERE x.name = t.name;
    FOREACH event IN ARRAY ARRAY['insert', 'update', 'delete'] LOOP
        EXECUTE format('DROP TRIGGER IF EXISTS audit_%s ON %s', event, t.name);
        EXECUTE format('CREATE TRIGGER audit_%1$s AFTER %1$s ON %2$s REFERENCING %3$s
            FOR EACH STATEMENT EXECUTE FUNCTION audit.record()', event, t.name,
            CASE event WHEN 'insert' THEN 'NEW TABLE AS new_rows' WHEN 'delete' THEN 'OLD TABLE AS old_rows'
                       ELSE 'OLD TABLE AS old_rows NEW TABLE AS new_rows' END);
    END LOOP;
    EXECUTE format('DROP TRIGGER IF EXISTS audit_truncate ON %s', t.name);
    EXECUTE format('CREATE TRIGGER audit_truncate BEFORE TRUNCATE ON %s
        FOR EACH STATEMENT EXECUTE FUNCTION audit.record()', t.name);
    PERFORM audit.sync(t.name, known);
END $$;

-- Leaves a table out of the trail, with the reason; a test walks the catalogue.
CREATE FUNCTION audit.exempt(left_out regclass, why text) RETURNS void LANGUAGE sql AS $$
    INSERT INTO audit.exempt_table SELECT format('%I.%I', n.nspname, c.relname), why
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = left_out
$$;

-- Every row of a watched table as the trail tells it, sealed acts first, in their order.
CREATE FUNCTION audit.fold_step(state jsonb, operation text, new jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE operation WHEN 'update' THEN state || new WHEN 'delete' THEN NULL ELSE new END
$$;
CREATE AGGREGATE audit.fold(operation text, new jsonb) (SFUNC = audit.fold_step, STYPE = jsonb);

CREATE FUNCTION audit.rebuilt(watched text) RETURNS TABLE (key jsonb, image jsonb) LANGUAGE sql STABLE AS $$
    WITH told AS (
        SELECT e.*, coalesce(s.number, 9223372036854775807) AS seal FROM audit.entry e
        LEFT JOIN audit.seal s ON s.act = e.act WHERE e.table_name = watched
    ), emptied AS (
        SELECT t.seal, t.act, t.position FROM told t WHERE t.operation = 'truncate'
        ORDER BY t.seal DESC, t.act DESC, t.position DESC LIMIT 1
    )
    SELECT t.key, audit.fold(t.operation, t.new ORDER BY t.seal, t.act, t.position) AS image
    FROM told t WHERE t.operation <> 'truncate'
      AND NOT EXISTS (SELECT 1 FROM emptied x WHERE (t.seal, t.act, t.position) < (x.seal, x.act, x.position))
    GROUP BY t.key
    HAVING audit.fold(t.operation, t.new ORDER BY t.seal, t.act, t.position) IS NOT NULL
$$;

-- The rows of a watched table, as the trail would tell them.
CREATE FUNCTION audit.held(watched text) RETURNS TABLE (key jsonb, record text, subject text, revision bigint, image jsonb)
LANGUAGE plpgsql STABLE SET DateStyle = 'ISO, YMD' SET IntervalStyle = 'iso_8601'
SET TimeZone = 'UTC' SET bytea_output = 'hex' SET extra_float_digits = 1 AS $$
DECLARE
    t audit.watched_table;
BEGIN
    SELECT * INTO t FROM audit.watched_table w WHERE w.name = watched;
    RETURN QUERY EXECUTE format('SELECT %s, %s FROM %s AS r', audit.name_parts(t, 'r'), audit.image_part(t, 'r'), watched);
END $$;

-- Where trail and table disagree; compared as text, so that 1.50 is not 1.5. A column that the trail
-- does not know yet is null there; one that the table has no more is not looked at.
CREATE FUNCTION audit.differences(watched text) RETURNS TABLE (key jsonb, in_trail jsonb, in_table jsonb)
LANGUAGE sql STABLE AS $$
    WITH columns AS (
        SELECT jsonb_object_agg(a.attname, NULL) AS nothing, array_agg(a.attname::text) AS names
        FROM pg_attribute a, audit.watched_table w
        WHERE w.name = watched AND a.attrelid = watched::regclass AND a.attnum > 0 AND NOT a.attisdropped
          AND a.attname <> ALL (w.omitted_columns)
    ), told AS (
        SELECT r.key, c.nothing || (r.image - ARRAY(SELECT jsonb_object_keys(r.image) EXCEPT SELECT unnest(c.names))) AS image
        FROM audit.rebuilt(watched) AS r CROSS JOIN columns c
    )
    SELECT coalesce(t.key, h.key), t.image, h.image
    FROM told t FULL JOIN audit.held(watched) AS h ON h.key = t.key
    WHERE t.image::text IS DISTINCT FROM h.image::text
$$;

-- Writes entries that bring the trail to what a table holds: its baseline, and what a migration did
-- past the triggers. known: the trail has entries of it. Returns how many it wrote.
CREATE FUNCTION audit.sync(watched text, known boolean DEFAULT true) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    place audit.entry := audit.place();
    n bigint;
BEGIN
    EXECUTE audit.entries_sql(CASE
        WHEN known THEN format('SELECT CASE WHEN d.in_table IS NULL THEN ''delete'' ELSE ''baseline'' END AS operation,
            d.key, h.record, h.subject, h.revision, d.in_trail AS old, d.in_table AS new
            FROM audit.differences(%1$L) AS d LEFT JOIN audit.held(%1$L) AS h ON h.key = d.key', watched)
        ELSE format('SELECT ''baseline'' AS operation, h.key, h.record, h.subject, h.revision, NULL::jsonb AS old,
            h.image AS new FROM audit.held(%L) AS h', watched) END)
        USING place.act, place.position, clock_timestamp(), audit.actor(), watched, place.hash;
    GET DIAGNOSTICS n = ROW_COUNT;
    IF n > 0 AND place.at IS NULL THEN
        PERFORM audit.open_act(place.act);
    END IF;
    RETURN n;
END $$;

-- Every watched table made anew from the trail, as target."schema.table"; what was masked or left
-- out stays null. Returns the rows of each.
CREATE FUNCTION audit.rebuild_into(target text) RETURNS TABLE (watched text, n bigint) LANGUAGE plpgsql AS $$
DECLARE
    t audit.watched_table;
BEGIN
    EXECUTE format('CREATE SCHEMA %I', target);
    FOR t IN SELECT * FROM audit.watched_table ORDER BY name LOOP
        EXECUTE format('CREATE TABLE %I.%I AS SELECT p.* FROM audit.rebuilt(%L) AS r
            CROSS JOIN LATERAL jsonb_populate_record(NULL::%s, r.image - %L::text[]) AS p',
            target, t.name, t.name, t.name, t.masked_columns);
        GET DIAGNOSTICS n = ROW_COUNT;
        watched := t.name;
        RETURN NEXT;
    END LOOP;
END $$;

-- Entries and seals that are not as they were written, the earliest first. what: changed, missing,
-- unsealed (entry); seal changed, seal missing, seal out of order; trigger missing.
CREATE FUNCTION audit.faults(at_most integer DEFAULT 20)
RETURNS TABLE (seal bigint, act bigint, "position" integer, what text) LANGUAGE sql STABLE
SET TimeZone = 'UTC' AS $$
    WITH chained AS (
        SELECT s.*, s.number - coalesce(lag(s.number) OVER w, 0) AS step,
               coalesce(lag(s.hash) OVER w, sha256('the trail begins'::bytea)) AS before
        FROM audit.seal s WINDOW w AS (ORDER BY s.number)
    ), linked AS (
        SELECT e.*, e.position - coalesce(lag(e.position) OVER w, 0) AS step,
               coalesce(lag(e.hash) OVER w, audit.first_hash(e.act)) AS before
        FROM audit.entry e WINDOW w AS (PARTITION BY e.act ORDER BY e.position)
    ), fault AS (
        SELECT c.number - 1 AS seal, NULL::bigint AS act, NULL::integer AS position, 'seal missing' AS what
        FROM chained c WHERE c.step <> 1
        UNION ALL
        SELECT c.number, c.act, NULL, 'seal out of order' FROM chained c WHERE c.step = 1 AND c.previous_hash <> c.before
        UNION ALL
        SELECT s.number, s.act, NULL, 'seal changed' FROM audit.seal s LEFT JOIN audit.act a ON a.number = s.act
        WHERE s.hash IS DISTINCT FROM sha256(s.previous_hash || audit.seal_content(s, a))
        UNION ALL
        SELECT s.number, l.act, l.position - 1, 'missing' FROM linked l JOIN audit.seal s ON s.act = l.act WHERE l.step <> 1
        UNION ALL
        SELECT s.number, l.act, l.position, 'changed' FROM linked l JOIN audit.seal s ON s.act = l.act
        WHERE l.step = 1 AND l.hash <> sha256(l.before || audit.content(l.act, l.at, l.actor, l.table_name,
              l.operation, l.key, l.record, l.subject, l.revision, l.old, l.new))
        UNION ALL
        SELECT s.number, s.act, coalesce(e.n, 0) + 1, CASE WHEN coalesce(e.n, 0) < s.entries THEN 'missing' ELSE 'changed' END
        FROM audit.seal s LEFT JOIN LATERAL (
            SELECT x.position AS n, x.hash FROM audit.entry x WHERE x.act = s.act ORDER BY x.position DESC LIMIT 1) AS e ON true
        WHERE e.n IS DISTINCT FROM s.entries OR e.hash <> s.last_hash
        UNION ALL
        SELECT NULL, e.act, min(e.position), 'unsealed' FROM audit.entry e
        WHERE NOT EXISTS (SELECT 1 FROM audit.seal s WHERE s.act = e.act)
          AND NOT EXISTS (SELECT 1 FROM audit.act a WHERE a.number = e.act AND a.xid = pg_current_xact_id_if_assigned())
        GROUP BY e.act
        UNION ALL
        SELECT NULL, NULL, NULL, 'trigger missing: ' || w.name FROM audit.watched_table w
        WHERE 4 <> (SELECT count(*) FROM pg_trigger t WHERE t.tgrelid = to_regclass(w.name)
                    AND t.tgfoid = 'audit.record()'::regprocedure AND t.tgenabled IN ('O', 'A'))
        UNION ALL
        SELECT NULL, NULL, NULL, 'trigger missing: audit.' || c.relname FROM pg_class c
        WHERE c.oid IN ('audit.act'::regclass, 'audit.entry'::regclass, 'audit.seal'::regclass)
          AND NOT EXISTS (SELECT 1 FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgfoid = 'audit.forbid()'::regprocedure
                          AND t.tgenabled IN ('O', 'A'))
    )
    SELECT f.seal, f.act, f.position, f.what FROM fault f
    ORDER BY f.seal NULLS LAST, f.position NULLS LAST, f.act LIMIT at_most
$$;

-- Versioned tables made from here on are watched as they are made.
ALTER FUNCTION register.make_versioned(text, text[], text[]) RENAME TO make_versioned_unwatched;
CREATE FUNCTION register.make_versioned(table_name text, key_columns text[],
                                        computed_columns text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM register.make_versioned_unwatched(table_name, key_columns, computed_columns);
    PERFORM audit.watch(format('register.%I', table_name)::regclass);
END $$;

SELECT audit.exempt('register.staged_row', 'drafts, 100,000 at a time; each row names who decided it and when, '
    'and is never changed after its file is applied');
SELECT audit.watch('register.staged_file', omitted => '{content,row_changes,checked_changes,checked_revision}');
SELECT audit.watch('register.attachment', omitted => '{content}');  -- its key is the sha256
SELECT audit.watch('access.account', masked => '{password_hash}', omitted => '{version}');
SELECT audit.watch('access.membership');
SELECT audit.watch('access.session', masked => '{token_hash}', omitted => '{seen_at}');
SELECT audit.watch('access.api_token', masked => '{token_hash}', omitted => '{used_at}');
SELECT audit.exempt('access.sign_in_attempt', 'a log itself, of attempts of nobody in particular; old ones are cleared away');
SELECT audit.watch('proposal.attachment', omitted => '{content}');
SELECT audit.watch(c.oid::regclass) FROM pg_class c
WHERE c.relnamespace = 'proposal'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> 'attachment'
ORDER BY c.relname;
SELECT audit.watch('register.industrial_cluster', subject => 'code');
SELECT audit.watch('register.cluster_lineage', subject => 'from_code');
SELECT audit.watch('register.work_progress', subject => 'work_key');
SELECT audit.watch(c.oid::regclass) FROM pg_class c
WHERE c.relnamespace = 'register'::regnamespace AND c.relkind IN ('r', 'p')
  AND NOT EXISTS (SELECT 1 FROM audit.watched_table w WHERE w.name = 'register.' || quote_ident(c.relname))
  AND NOT EXISTS (SELECT 1 FROM audit.exempt_table x WHERE x.name = 'register.' || quote_ident(c.relname))
ORDER BY c.relname;
