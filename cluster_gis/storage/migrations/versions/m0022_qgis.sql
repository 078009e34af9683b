-- Editing by QGIS: views of what the register holds today, each row with the territory of the role
-- that asks, and edits that become versions. Row-level security binds these roles alone; a role of
-- QGIS is `qgis_<name>`, a member of cluster_gis_qgis, made by `cluster-gis qgis add`.
CREATE SCHEMA qgis;

CREATE TABLE qgis.editor (
    role text NOT NULL CHECK (role ~ '^qgis_[a-z][a-z0-9_]{1,40}$'),
    territory_key text NOT NULL CHECK (territory_key <> ''),
    valid_from date NOT NULL,
    valid_until date,
    ended_at timestamptz,
    granted_by text NOT NULL CHECK (granted_by <> ''),
    granted_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_editor PRIMARY KEY (role, territory_key, valid_from),
    CONSTRAINT ck_editor_in_order CHECK (valid_until >= valid_from)
);
COMMENT ON COLUMN qgis.editor.territory_key IS 'A unit of 2025 ("2025:31", "2025:11800") or the code of a cluster.';
COMMENT ON COLUMN qgis.editor.ended_at IS 'Taken back, from that moment on.';
COMMENT ON COLUMN qgis.editor.valid_until IS 'Last day; null = none said.';
SELECT audit.watch('qgis.editor');

CREATE FUNCTION qgis.today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
$$;

-- Codes of the clusters that lie today in a territory of the role that is signed in. session_user:
-- SET ROLE changes nothing about it.
CREATE FUNCTION qgis.my_clusters() RETURNS text[] LANGUAGE sql STABLE SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
    WITH mine AS (
        SELECT e.territory_key FROM qgis.editor e
        WHERE e.role = session_user AND e.ended_at IS NULL AND e.valid_from <= qgis.today()
          AND (e.valid_until IS NULL OR e.valid_until >= qgis.today())
    ), lying AS (
        SELECT DISTINCT ON (s.cluster_code) s.cluster_code, s.province_key, s.commune_key
        FROM register.cluster_state s WHERE upper_inf(s.recorded)
        ORDER BY s.cluster_code, published.rank_version(s.valid, daterange(qgis.today(), qgis.today(), '[]'))
    )
    SELECT coalesce(array_agg(l.cluster_code), '{}') FROM lying l
    WHERE EXISTS (SELECT 1 FROM mine m WHERE m.territory_key IN (l.province_key, l.commune_key, l.cluster_code))
$$;

-- A role of QGIS acts for itself: it cannot name another account.
CREATE OR REPLACE FUNCTION audit.actor() RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN EXISTS (SELECT 1 FROM qgis.editor e WHERE e.role = session_user) THEN session_user::text
                ELSE nullif(current_setting('cluster_gis.actor', true), '') END
$$;

CREATE FUNCTION qgis.refuse(vietnamese text, english text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', vietnamese USING ERRCODE = 'insufficient_privilege', DETAIL = english;
END $$;

-- The words that every edit needs: its reason and its source, of the row or of the session.
CREATE FUNCTION qgis.words(field text, given text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    said text := btrim(coalesce(nullif(given, ''), current_setting('cluster_gis.' || field, true), ''));
BEGIN
    IF length(said) < (CASE field WHEN 'reason' THEN 10 ELSE 1 END) THEN
        RAISE EXCEPTION '%', CASE field WHEN 'reason' THEN 'Hãy ghi lý do chỉnh sửa (cột reason, ít nhất 10 ký tự).'
                                        ELSE 'Hãy ghi nguồn của chỉnh sửa (cột source).' END
            USING ERRCODE = 'check_violation', DETAIL = CASE field
                WHEN 'reason' THEN 'Say why in the column reason, at least 10 characters, or SET cluster_gis.reason.'
                ELSE 'Name the source in the column source, or SET cluster_gis.source.' END;
    END IF;
    RETURN said;
END $$;

CREATE FUNCTION qgis.require_mine(code text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF code IS NULL OR code <> ALL (qgis.my_clusters()) THEN
        PERFORM qgis.refuse(format('Cụm %s nằm ngoài địa bàn được giao.', coalesce(code, '?')),
                            format('Cluster %s lies outside your territory.', coalesce(code, '?')));
    END IF;
END $$;

-- Key of the source that an office names, made when it is new; the same key as the services make.
CREATE FUNCTION qgis.source_key(title text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    key text := 'office:' || left(encode(sha256(convert_to(title, 'UTF8')), 'hex'), 16);
BEGIN
    INSERT INTO register.source (source_key, dataset, title) VALUES (key, 'office', title) ON CONFLICT DO NOTHING;
    RETURN key;
END $$;

-- Days of an edited row: a day that the editor changed begins a new version, else the days stay.
CREATE FUNCTION qgis.days(held daterange, was date, asked date) RETURNS daterange LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN asked IS DISTINCT FROM was AND asked IS NOT NULL THEN daterange(asked, upper(held))
                ELSE coalesce(held, '(,)') END
$$;

CREATE FUNCTION qgis.require_outline(shape geometry) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    wrong text := CASE
        WHEN shape IS NULL OR ST_IsEmpty(shape) THEN 'trống / empty'
        WHEN GeometryType(shape) NOT IN ('POLYGON', 'MULTIPOLYGON') THEN 'không phải vùng / not a polygon'
        WHEN ST_NPoints(shape) > 100000 THEN 'trên 100.000 đỉnh / more than 100,000 vertices'
        WHEN NOT ST_IsValid(shape) THEN (ST_IsValidDetail(shape)).reason || ' ' || ST_AsText((ST_IsValidDetail(shape)).location, 6)
        WHEN NOT ST_Within(shape, ST_MakeEnvelope(101, 6, 118, 24, 4326)) THEN 'ngoài Việt Nam / outside Việt Nam' END;
BEGIN
    IF wrong IS NOT NULL THEN
        RAISE EXCEPTION 'Ranh giới không hợp lệ: %', wrong USING ERRCODE = 'check_violation',
            DETAIL = 'The outline is refused: ' || wrong;
    END IF;
END $$;

CREATE FUNCTION qgis.write_boundary() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    reason text := qgis.words('reason', NEW.reason);
    source text := qgis.words('source', NEW.source);
    held register.cluster_boundary;
    province text;
    zone integer;
    extent geometry;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        PERFORM qgis.require_mine(OLD.code);
    END IF;
    PERFORM qgis.require_mine(NEW.code);
    IF TG_OP = 'UPDATE' AND NEW.code <> OLD.code THEN
        PERFORM qgis.refuse('Không đổi được mã cụm.', 'The code of a cluster cannot be changed.');
    END IF;
    PERFORM qgis.require_outline(NEW.geom);
    SELECT * INTO held FROM register.cluster_boundary b WHERE b.cluster_code = NEW.code AND upper_inf(b.recorded)
    ORDER BY published.rank_version(b.valid, daterange(qgis.today(), qgis.today(), '[]')) LIMIT 1;
    IF TG_OP = 'INSERT' AND held.id IS NOT NULL THEN
        RAISE EXCEPTION 'Cụm % đã có ranh giới; hãy sửa ranh giới đó.', NEW.code USING ERRCODE = 'unique_violation',
            DETAIL = 'The cluster has a boundary already; edit that.';
    END IF;
    SELECT s.province_key INTO province FROM register.cluster_state s
    WHERE s.cluster_code = NEW.code AND upper_inf(s.recorded)
    ORDER BY published.rank_version(s.valid, daterange(qgis.today(), qgis.today(), '[]')) LIMIT 1;
    zone := coalesce(held.measuring_srid, (SELECT z.srid FROM register.measuring_zone z
        WHERE z.unit_key = province AND upper_inf(z.recorded) AND z.valid @> qgis.today() LIMIT 1));
    SELECT u.extent INTO extent FROM register.admin_unit u
    WHERE u.unit_key = province AND upper_inf(u.recorded) AND u.extent IS NOT NULL LIMIT 1;
    IF zone IS NULL THEN
        RAISE EXCEPTION 'Chưa biết múi chiếu của tỉnh %.', province USING ERRCODE = 'check_violation',
            DETAIL = 'The measuring zone of the province is not known.';
    ELSIF extent IS NOT NULL AND NOT ST_Intersects(extent, NEW.geom) THEN
        PERFORM qgis.refuse('Ranh giới nằm ngoài tỉnh của cụm.', 'The outline lies outside the province of the cluster.');
    END IF;
    PERFORM register.write_versions(session_user::text, reason, jsonb_build_array(jsonb_build_object(
        'table', 'cluster_boundary', 'rows', jsonb_build_array(jsonb_build_object(
            'cluster_code', NEW.code, 'source_geom', NEW.geom::text, 'source_format', 'qgis',
            'measuring_srid', zone, 'act', coalesce(NEW.act, held.act, 'unknown'),
            -- What is drawn on a screen is not surveyed, whatever it replaces.
            'quality', CASE WHEN held.id IS NOT NULL AND ST_AsBinary(held.geom) = ST_AsBinary(NEW.geom)
                            THEN held.quality ELSE 'digitised' END,
            'document_key', NEW.document, 'source_key', qgis.source_key(source),
            'start_basis', CASE WHEN NEW.valid_from IS DISTINCT FROM lower(held.valid) THEN 'event'
                                ELSE coalesce(held.start_basis, 'unknown') END,
            'start_precision', CASE WHEN NEW.valid_from IS DISTINCT FROM lower(held.valid) THEN 'day'
                                    ELSE coalesce(held.start_precision, 'unknown') END,
            'valid', qgis.days(held.valid, lower(held.valid), NEW.valid_from))))));
    RETURN NEW;
END $$;

CREATE FUNCTION qgis.write_cluster() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    reason text := qgis.words('reason', NEW.reason);
    source text := qgis.words('source', NEW.source);
    held register.cluster_state;
    was jsonb := to_jsonb(OLD) - '{geom,reason,source,valid_from}'::text[];
    now_said jsonb := to_jsonb(NEW) - '{geom,reason,source,valid_from}'::text[];
    row_said jsonb;
    figures jsonb;
    column_name text;
    own_source text;
    changed text[] := '{}';
    days daterange;
BEGIN
    PERFORM qgis.require_mine(OLD.code);
    SELECT k INTO column_name FROM jsonb_object_keys(was) AS k
    WHERE was -> k IS DISTINCT FROM now_said -> k AND k <> ALL ('{status,area_planned_ha,area_established_ha,area_detailed_ha,
        industrial_land_ha,leased_industrial_land_ha,licensed_not_leased_ha,n_projects,n_enterprises,note}') LIMIT 1;
    IF column_name IS NOT NULL OR ST_AsBinary(OLD.geom) IS DISTINCT FROM ST_AsBinary(NEW.geom) THEN
        PERFORM qgis.refuse(format('Không sửa được cột %s tại đây.', coalesce(column_name, 'geom')),
                            format('The column %s cannot be edited here.', coalesce(column_name, 'geom')));
    END IF;
    SELECT * INTO held FROM register.cluster_state s WHERE s.cluster_code = OLD.code AND upper_inf(s.recorded)
    ORDER BY published.rank_version(s.valid, daterange(qgis.today(), qgis.today(), '[]')) LIMIT 1;
    days := qgis.days(held.valid, lower(held.valid), NEW.valid_from);
    own_source := qgis.source_key(source);
    figures := held.figures;
    row_said := to_jsonb(held) - '{id,recorded,recorded_by}'::text[];
    FOR column_name IN SELECT k FROM jsonb_object_keys(was) AS k WHERE was -> k IS DISTINCT FROM now_said -> k LOOP
        row_said := row_said || jsonb_build_object(column_name, now_said -> column_name);
        changed := changed || column_name;
        figures := figures - column_name;
        IF now_said -> column_name <> 'null' AND column_name <> 'note' THEN
            figures := figures || jsonb_build_object(column_name, concat_ws('/', OLD.code, column_name, own_source, coalesce(lower(days)::text, 'always')));
        END IF;
    END LOOP;
    IF was ->> 'status' IS DISTINCT FROM now_said ->> 'status' THEN
        row_said := row_said || jsonb_build_object('status_basis', CASE WHEN NEW.status IS NULL THEN 'not_known' ELSE 'stated' END);
    END IF;
    row_said := row_said || jsonb_build_object('place', held.place::text, 'figures', figures, 'valid', days);
    IF lower(days) IS DISTINCT FROM lower(held.valid) THEN
        row_said := row_said || '{"start_basis": "event", "start_precision": "day"}';
    END IF;
    INSERT INTO register.cluster_source VALUES (OLD.code, own_source) ON CONFLICT DO NOTHING;
    PERFORM register.write_versions(session_user::text, reason, jsonb_build_array(
        jsonb_build_object('table', 'cluster_figure', 'rows', coalesce((
            SELECT jsonb_agg(jsonb_build_object('figure_key', f.value, 'cluster_code', OLD.code, 'field', f.key,
                'value', CASE WHEN jsonb_typeof(now_said -> f.key) = 'number' THEN now_said -> f.key END,
                'value_text', CASE WHEN jsonb_typeof(now_said -> f.key) <> 'number' THEN now_said ->> f.key END,
                'unit', CASE WHEN f.key LIKE '%\_ha' THEN 'ha' END, 'adopted', true, 'note', reason,
                'as_of_from', lower(days), 'as_of_until', lower(days),
                'as_of_precision', CASE WHEN lower(days) IS NULL THEN 'unknown' ELSE 'day' END, 'source_key', own_source))
            FROM jsonb_each_text(figures) AS f WHERE f.key = ANY (changed)), '[]')),
        jsonb_build_object('table', 'cluster_state', 'rows', jsonb_build_array(row_said))));
    RETURN NEW;
END $$;

CREATE FUNCTION qgis.write_work() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    reason text := qgis.words('reason', NEW.reason);
    source text := qgis.words('source', NEW.source);
    held register.infrastructure_work;
    was jsonb := to_jsonb(OLD) - '{geom,reason,source}'::text[];
    now_said jsonb := to_jsonb(NEW) - '{geom,reason,source}'::text[];
    batches jsonb := '[]';
    column_name text;
    day date := coalesce(NEW.as_of, qgis.today());
    key text;
BEGIN
    PERFORM qgis.require_mine(OLD.cluster_code);
    SELECT k INTO column_name FROM jsonb_object_keys(was) AS k
    WHERE was -> k IS DISTINCT FROM now_said -> k AND k <> ALL ('{progress_pct,completed,in_operation,as_of}') LIMIT 1;
    IF column_name IS NOT NULL THEN
        PERFORM qgis.refuse(format('Không sửa được cột %s tại đây.', column_name),
                            format('The column %s cannot be edited here.', column_name));
    END IF;
    IF day > qgis.today() THEN
        RAISE EXCEPTION 'Ngày % ở tương lai.', day USING ERRCODE = 'check_violation', DETAIL = 'as_of is a day to come.';
    END IF;
    key := qgis.source_key(source);
    IF ST_AsBinary(OLD.geom) IS DISTINCT FROM ST_AsBinary(NEW.geom) THEN
        IF NEW.geom IS NOT NULL AND (NOT ST_IsValid(NEW.geom) OR ST_NPoints(NEW.geom) > 100000
                OR NOT ST_Within(NEW.geom, ST_MakeEnvelope(101, 6, 118, 24, 4326))) THEN
            RAISE EXCEPTION 'Hình học của công trình không hợp lệ.' USING ERRCODE = 'check_violation',
                DETAIL = 'The geometry is not valid, too large, or outside Việt Nam.';
        END IF;
        SELECT * INTO held FROM register.infrastructure_work w WHERE w.work_key = OLD.work_key AND upper_inf(w.recorded)
        ORDER BY published.rank_version(w.valid, daterange(qgis.today(), qgis.today(), '[]')) LIMIT 1;
        batches := batches || jsonb_build_array(jsonb_build_object('table', 'infrastructure_work', 'rows', jsonb_build_array(
            to_jsonb(held) - '{id,recorded,recorded_by}'::text[]
            || jsonb_build_object('geom', NEW.geom::text, 'source_key', key))));
    END IF;
    IF was <> now_said THEN
        batches := batches || jsonb_build_array(jsonb_build_object('table', 'work_progress', 'rows', jsonb_build_array(jsonb_build_object(
            'progress_key', concat_ws('/', OLD.work_key, key, day), 'work_key', OLD.work_key,
            'progress_pct', NEW.progress_pct, 'completed', NEW.completed, 'in_operation', NEW.in_operation,
            'as_of_from', day, 'as_of_until', day, 'as_of_precision', 'day', 'note', reason, 'source_key', key,
            'fall_reason', CASE WHEN NEW.progress_pct < OLD.progress_pct THEN reason END))));
    END IF;
    PERFORM register.write_versions(session_user::text, reason, batches);
    RETURN NEW;
END $$;

-- Deletions: nothing of the register is deleted, least of all by a key pressed in a map.
CREATE FUNCTION qgis.keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM qgis.refuse('Sổ đăng ký không xóa dữ liệu.', 'Nothing of the register is deleted.');
    RETURN NULL;
END $$;

-- security_invoker: the row-level security below is that of the role that asks. PostgreSQL 14 has
-- no such views; there `cluster-gis qgis add` says so.
DO $views$
BEGIN
    IF current_setting('server_version_num')::integer < 150000 THEN
        RETURN;
    END IF;
    CREATE VIEW qgis.clusters WITH (security_invoker = true) AS
    SELECT DISTINCT ON (s.cluster_code) s.cluster_code AS code, s.name, s.kind, s.status, s.province_key, s.commune_key,
        s.area_planned_ha, s.area_established_ha, s.area_detailed_ha, s.industrial_land_ha, s.leased_industrial_land_ha,
        s.licensed_not_leased_ha, s.n_projects, s.n_enterprises, s.infrastructure_investor, s.place_basis, s.note,
        lower(s.valid) AS valid_from, NULL::text AS source, NULL::text AS reason, s.place AS geom
    FROM register.cluster_state s WHERE upper_inf(s.recorded)
    ORDER BY s.cluster_code, published.rank_version(s.valid, daterange(qgis.today(), qgis.today(), '[]'));
    COMMENT ON VIEW qgis.clusters IS 'Clusters; geom is a place for display, never a measured position.';

    CREATE VIEW qgis.cluster_boundaries WITH (security_invoker = true) AS
    SELECT DISTINCT ON (b.cluster_code) b.cluster_code AS code,
        (SELECT c.name FROM qgis.clusters c WHERE c.code = b.cluster_code) AS name, b.quality, b.act, b.area_ha,
        b.document_key AS document, lower(b.valid) AS valid_from, NULL::text AS source, NULL::text AS reason, b.geom
    FROM register.cluster_boundary b WHERE upper_inf(b.recorded)
    ORDER BY b.cluster_code, published.rank_version(b.valid, daterange(qgis.today(), qgis.today(), '[]'));
    COMMENT ON VIEW qgis.cluster_boundaries IS 'Boundaries; one drawn here is digitised, never surveyed.';

    CREATE VIEW qgis.works WITH (security_invoker = true) AS
    SELECT w.*, g.progress_pct, g.completed, g.in_operation, g.as_of, NULL::text AS source, NULL::text AS reason, w.shape AS geom
    FROM (SELECT DISTINCT ON (i.work_key) i.work_key, i.cluster_code, i.work_type, i.item, i.planned_capacity,
                 i.capacity_unit, i.geom AS shape
          FROM register.infrastructure_work i WHERE upper_inf(i.recorded)
          ORDER BY i.work_key, published.rank_version(i.valid, daterange(qgis.today(), qgis.today(), '[]'))) AS w
    LEFT JOIN LATERAL (
        SELECT p.progress_pct, p.completed, p.in_operation, p.as_of_until AS as_of FROM register.work_progress p
        WHERE p.work_key = w.work_key AND upper_inf(p.recorded)
        ORDER BY p.as_of_from DESC NULLS LAST, p.progress_key DESC LIMIT 1) AS g ON true;
    COMMENT ON VIEW qgis.works IS 'Infrastructure works with the newest statement of their progress.';

    CREATE TRIGGER write_cluster INSTEAD OF UPDATE ON qgis.clusters FOR EACH ROW EXECUTE FUNCTION qgis.write_cluster();
    CREATE TRIGGER write_boundary INSTEAD OF INSERT OR UPDATE ON qgis.cluster_boundaries
        FOR EACH ROW EXECUTE FUNCTION qgis.write_boundary();
    CREATE TRIGGER write_work INSTEAD OF UPDATE ON qgis.works FOR EACH ROW EXECUTE FUNCTION qgis.write_work();
    CREATE TRIGGER keep INSTEAD OF INSERT OR DELETE ON qgis.clusters FOR EACH ROW EXECUTE FUNCTION qgis.keep();
    CREATE TRIGGER keep INSTEAD OF DELETE ON qgis.cluster_boundaries FOR EACH ROW EXECUTE FUNCTION qgis.keep();
    CREATE TRIGGER keep INSTEAD OF INSERT OR DELETE ON qgis.works FOR EACH ROW EXECUTE FUNCTION qgis.keep();
END $views$;

-- Binds the roles of QGIS to their territory and lets them in; run by the owner when the first of
-- them is made, and after a restore. Every other role passes by a policy that is plainly true: the
-- planner drops it, so that the serving role keeps its indexes. No USAGE on schema register: the
-- tables cannot even be named.
CREATE FUNCTION qgis.admit() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['cluster_state', 'cluster_boundary', 'infrastructure_work', 'work_progress'] LOOP
        EXECUTE format('DROP POLICY IF EXISTS everybody ON register.%I', name);
        EXECUTE format('DROP POLICY IF EXISTS qgis_territory ON register.%I', name);
        EXECUTE format('CREATE POLICY everybody ON register.%I USING (true) WITH CHECK (true)', name);
        EXECUTE format('CREATE POLICY qgis_territory ON register.%I AS RESTRICTIVE TO cluster_gis_qgis USING (%s)', name,
            CASE name WHEN 'work_progress' THEN 'work_key IN (SELECT w.work_key FROM register.infrastructure_work w)'
                      ELSE 'cluster_code = ANY ((SELECT qgis.my_clusters())::text[])' END);
        EXECUTE format('ALTER TABLE register.%I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('GRANT SELECT ON register.%I TO cluster_gis_qgis', name);
    END LOOP;
    GRANT USAGE ON SCHEMA qgis TO cluster_gis_qgis;
    GRANT SELECT, UPDATE ON qgis.clusters, qgis.works TO cluster_gis_qgis;
    GRANT SELECT, INSERT, UPDATE ON qgis.cluster_boundaries TO cluster_gis_qgis;
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO cluster_gis_qgis', current_database());
END $$;

-- Functions here are for the triggers and policies; EXECUTE on the rest is not given to everybody.
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA qgis FROM PUBLIC;
GRANT EXECUTE ON FUNCTION qgis.my_clusters(), qgis.today(), qgis.keep(), qgis.refuse(text, text) TO PUBLIC;
