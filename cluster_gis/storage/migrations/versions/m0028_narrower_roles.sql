-- What pages tell of the trail. Views run as their owner: the role that serves reads these and has no
-- right on schema audit. Of accounts they leave out even the sums of secrets, and from where people sign in.
CREATE SCHEMA trail;

CREATE VIEW trail.watched_table AS SELECT name FROM audit.watched_table;

CREATE VIEW trail.act AS SELECT number, session_role, application, client FROM audit.act;

CREATE VIEW trail.seal AS
SELECT number, act, sealed_at, people, reasons, revisions, entries, tables, hash FROM audit.seal;

CREATE FUNCTION trail.told(table_name text, image jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN table_name LIKE 'access.%'
                THEN image - '{password_hash,token_hash,address,browser}'::text[] ELSE image END
$$;

CREATE VIEW trail.entry AS
SELECT act, position, at, actor, table_name, operation, key, record, subject, revision,
       trail.told(table_name, old) AS old, trail.told(table_name, new) AS new
FROM audit.entry;

COMMENT ON SCHEMA trail IS 'The trail as pages tell it; the trail itself is schema audit.';

-- As in m0007, but it looks first which tables the revision wrote: the role of pages may not write
-- every table, and a revision that would say nothing is not begun.
CREATE OR REPLACE FUNCTION register.undo_revision(target bigint, by_whom text, reason text) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    t register.versioned_table;
    columns text;
    written text[] := '{}';
    found boolean;
    new_revision bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('register.revision'));
    IF EXISTS (SELECT 1 FROM register.changed_after(target)) THEN
        RAISE EXCEPTION 'revision % was built upon since', target USING ERRCODE = 'serialization_failure';
    END IF;
    FOR t IN SELECT * FROM register.versioned_table ORDER BY name LOOP
        EXECUTE format('SELECT EXISTS (SELECT 1 FROM register.%I WHERE lower(recorded) = $1 OR upper(recorded) = $1)',
            t.name) INTO found USING target;
        IF found THEN
            written := written || t.name;
        END IF;
    END LOOP;
    IF written = '{}' THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('register.writing', 'on', true);
    INSERT INTO register.revision
    SELECT coalesce(max(r.id), 0) + 1,
           greatest(clock_timestamp(), max(r.recorded_at) + interval '1 microsecond'),
           by_whom, undo_revision.reason
    FROM register.revision AS r RETURNING id INTO new_revision;
    FOR t IN SELECT * FROM register.versioned_table v WHERE v.name = ANY (written) ORDER BY v.name LOOP
        SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) INTO columns
        FROM pg_attribute WHERE attrelid = format('register.%I', t.name)::regclass AND attnum > 0
          AND NOT attisdropped AND attgenerated = ''
          AND attname NOT IN ('id', 'recorded', 'recorded_by');
        EXECUTE format('UPDATE register.%I SET recorded = int8range(lower(recorded), $1)
            WHERE lower(recorded) = $2', t.name) USING new_revision, target;
        EXECUTE format('INSERT INTO register.%1$I (%2$s, recorded, recorded_by)
            SELECT %2$s, int8range($1, NULL), $3 FROM register.%1$I WHERE upper(recorded) = $2',
            t.name, columns) USING new_revision, target, by_whom;
    END LOOP;
    PERFORM set_config('register.writing', '', true);
    RETURN new_revision;
END $$;
