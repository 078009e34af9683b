-- The database keeps a row's file and a file's digest in order without paying for each row.

-- The foreign key asked once for each of 100,000 rows and took half of the time of writing them.
-- Files are never deleted (keep_file), so it is enough that each statement leaves no row of a file
-- that is not there; the distinct files are read from the primary key by leaps.
ALTER TABLE register.staged_row DROP CONSTRAINT staged_row_file_id_fkey;

CREATE FUNCTION register.require_staged_file() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    stray bigint;
BEGIN
    WITH RECURSIVE held AS (
        SELECT min(file_id) AS file_id FROM register.staged_row
        UNION ALL
        SELECT (SELECT min(r.file_id) FROM register.staged_row r WHERE r.file_id > held.file_id)
        FROM held WHERE held.file_id IS NOT NULL)
    SELECT held.file_id INTO stray FROM held
    WHERE held.file_id IS NOT NULL
      AND NOT EXISTS (SELECT FROM register.staged_file f WHERE f.id = held.file_id) LIMIT 1;
    IF stray IS NOT NULL THEN
        RAISE EXCEPTION 'register.staged_row: there is no staged file %', stray
            USING ERRCODE = 'foreign_key_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER require_staged_file AFTER INSERT ON register.staged_row
    FOR EACH STATEMENT EXECUTE FUNCTION register.require_staged_file();
CREATE TRIGGER keep_staged_file AFTER UPDATE OF file_id ON register.staged_row
    FOR EACH STATEMENT EXECUTE FUNCTION register.require_staged_file();
CREATE TRIGGER keep_file_id BEFORE UPDATE OF id ON register.staged_file
    FOR EACH ROW WHEN (OLD.id IS DISTINCT FROM NEW.id) EXECUTE FUNCTION register.keep_staged();

-- A check constraint is asked again whenever a row of the file is decided, and read the whole file
-- into memory for it; the bytes cannot change (keep_content), so once is enough.
ALTER TABLE register.staged_file DROP CONSTRAINT staged_file_check;

CREATE FUNCTION register.require_digest() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.sha256 <> encode(sha256(NEW.content), 'hex') THEN
        RAISE EXCEPTION 'register.staged_file: sha256 is not that of the content'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER require_digest BEFORE INSERT OR UPDATE OF sha256 ON register.staged_file
    FOR EACH ROW EXECUTE FUNCTION register.require_digest();
