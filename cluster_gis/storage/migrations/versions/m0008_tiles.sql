-- Vector tiles are drawn in Web Mercator (EPSG:3857): a shape stored so is not transformed for each
-- tile. Never measured in: see register.area_ha.
ALTER TABLE register.land_lot ADD COLUMN shape geometry(MultiPolygon, 3857);
UPDATE register.versioned_table SET computed_columns = computed_columns || '{shape}' WHERE name = 'land_lot';
-- Not a generated column: stage_batch asks every default of the schema for its value.
CREATE FUNCTION register.shape_lot() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.shape := ST_Transform(NEW.geom, 3857);
    RETURN NEW;
END $$;
CREATE TRIGGER a_shape_lot BEFORE INSERT ON register.land_lot
    FOR EACH ROW EXECUTE FUNCTION register.shape_lot();
ALTER TABLE register.land_lot DISABLE TRIGGER USER;
UPDATE register.land_lot SET shape = ST_Transform(geom, 3857);
ALTER TABLE register.land_lot ENABLE TRIGGER USER;
COMMENT ON COLUMN register.land_lot.shape IS 'geom for vector tiles, EPSG:3857; never measured in.';
CREATE INDEX ix_land_lot_shape ON register.land_lot USING gist (shape);
CREATE INDEX ix_land_lot_key ON register.land_lot (lot_key COLLATE "C");

CREATE FUNCTION published.land_lots(during daterange, at_revision bigint) RETURNS TABLE (
    lot_key text, cluster_code text, cluster_name text, province_key text, province_code text,
    lot_no text, land_use text, area_ha numeric, leased boolean,
    valid_from date, valid_to date,
    source_title text, source_url text, register text, revision bigint, geom geometry, shape geometry
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT l.lot_key, l.cluster_code,
        (SELECT s.name FROM register.cluster_state s WHERE s.cluster_code = l.cluster_code COLLATE "C" AND published.knew(s.recorded, at_revision)
         ORDER BY published.rank_version(s.valid, during) LIMIT 1),
        (SELECT s.province_key FROM register.cluster_state s WHERE s.cluster_code = l.cluster_code COLLATE "C" AND published.knew(s.recorded, at_revision)
         ORDER BY published.rank_version(s.valid, during) LIMIT 1),
        (SELECT split_part(s.province_key, ':', 2) FROM register.cluster_state s WHERE s.cluster_code = l.cluster_code COLLATE "C" AND published.knew(s.recorded, at_revision)
         ORDER BY published.rank_version(s.valid, during) LIMIT 1),
        l.lot_no, l.land_use, l.area_ha, l.leased, lower(l.valid), upper(l.valid),
        (SELECT o.title FROM register.source o WHERE o.source_key = l.source_key),
        (SELECT o.url FROM register.source o WHERE o.source_key = l.source_key),
        (SELECT i.kind FROM register.register_identity i), at_revision,
        l.geom::geometry, l.shape::geometry
    FROM register.land_lot l
    WHERE published.knew(l.recorded, at_revision) AND published.holds(l.valid, during)
      AND NOT EXISTS (SELECT 1 FROM register.land_lot other
          WHERE other.lot_key = l.lot_key COLLATE "C" AND other.id <> l.id AND published.knew(other.recorded, at_revision)
            AND published.holds(other.valid, during) AND other.valid >> l.valid)
$$;
CREATE FUNCTION published.land_lots(as_of date, at_revision bigint) RETURNS TABLE (
    lot_key text, cluster_code text, cluster_name text, province_key text, province_code text,
    lot_no text, land_use text, area_ha numeric, leased boolean,
    valid_from date, valid_to date,
    source_title text, source_url text, register text, revision bigint, geom geometry, shape geometry
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT * FROM published.land_lots(daterange(as_of, as_of, '[]'), at_revision)
$$;

-- Lots of a cluster summed up, for the zooms at which single lots cannot be told apart. Derived from
-- register.land_lot by the triggers below, with the same two clocks: `valid` is a stretch of days in
-- which no lot changed, so that the sums of any day are one row.
CREATE TABLE published.cluster_lots (
    cluster_code text COLLATE "C" NOT NULL,
    valid daterange NOT NULL,
    recorded int8range NOT NULL,
    lots integer NOT NULL,
    leased_lots integer NOT NULL,
    free_lots integer NOT NULL,
    unknown_lots integer NOT NULL,
    area_ha numeric,
    leased_area_ha numeric,
    middle geometry(Point, 3857)
);
COMMENT ON COLUMN published.cluster_lots.area_ha IS 'Null when the area of a lot is not known.';
COMMENT ON COLUMN published.cluster_lots.leased_area_ha IS 'Null when it is not known of a lot whether it is let, or its area.';
COMMENT ON COLUMN published.cluster_lots.middle IS 'Of the box around the lots: where to draw the sums, nothing else.';
CREATE INDEX ix_cluster_lots_code ON published.cluster_lots (cluster_code);
CREATE INDEX ix_cluster_lots_middle ON published.cluster_lots USING gist (middle);

-- What the register knew at a revision, summed up; twice gives the same.
CREATE FUNCTION published.sum_lots(codes text[], at_revision bigint) RETURNS void LANGUAGE sql AS $$
    DELETE FROM published.cluster_lots WHERE cluster_code = ANY (codes) AND lower(recorded) = at_revision;
    UPDATE published.cluster_lots SET recorded = int8range(lower(recorded), at_revision)
    WHERE cluster_code = ANY (codes) AND upper_inf(recorded);
    WITH lot AS (
        SELECT l.cluster_code, l.valid, l.leased, l.area_ha, l.shape FROM register.land_lot l
        WHERE l.cluster_code = ANY (codes) AND published.knew(l.recorded, at_revision)
    ), edge AS (  -- null: the open beginning
        SELECT cluster_code, lower(valid) AS day FROM lot UNION SELECT cluster_code, upper(valid) FROM lot
        UNION SELECT cluster_code, NULL FROM lot
    ), stretch AS (
        SELECT cluster_code,
               daterange(day, lead(day) OVER (PARTITION BY cluster_code ORDER BY day NULLS FIRST)) AS days
        FROM edge
    )
    INSERT INTO published.cluster_lots
    SELECT s.cluster_code, s.days, int8range(at_revision, NULL), count(*),
           count(*) FILTER (WHERE l.leased), count(*) FILTER (WHERE NOT l.leased),
           count(*) FILTER (WHERE l.leased IS NULL),
           CASE WHEN count(l.area_ha) = count(*) THEN sum(l.area_ha) END,
           CASE WHEN count(*) FILTER (WHERE l.leased IS NULL OR l.leased AND l.area_ha IS NULL) = 0
               THEN coalesce(sum(l.area_ha) FILTER (WHERE l.leased), 0) END,
           ST_Centroid(ST_SetSRID(ST_Extent(l.shape)::geometry, 3857))
    FROM stretch s JOIN lot l ON l.cluster_code = s.cluster_code AND s.days <@ l.valid
    GROUP BY s.cluster_code, s.days
$$;
CREATE FUNCTION published.follow_lots() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    codes text[];
    at_revision bigint;
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE published.cluster_lots;
        RETURN NULL;
    END IF;
    SELECT array_agg(DISTINCT cluster_code), max(coalesce(upper(recorded), lower(recorded)))
        INTO codes, at_revision FROM changed;
    IF codes IS NOT NULL THEN
        PERFORM published.sum_lots(codes, at_revision);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER follow_insert AFTER INSERT ON register.land_lot REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION published.follow_lots();
CREATE TRIGGER follow_update AFTER UPDATE ON register.land_lot REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION published.follow_lots();
CREATE TRIGGER follow_truncate AFTER TRUNCATE ON register.land_lot
    FOR EACH STATEMENT EXECUTE FUNCTION published.follow_lots();

-- Lots that were there before this migration, revision by revision.
DO $$
DECLARE
    step record;
BEGIN
    FOR step IN
        SELECT at_revision, array_agg(DISTINCT cluster_code) AS codes FROM (
            SELECT cluster_code, unnest(ARRAY[lower(recorded), upper(recorded)]) AS at_revision FROM register.land_lot) AS t
        WHERE at_revision IS NOT NULL GROUP BY at_revision ORDER BY at_revision
    LOOP
        PERFORM published.sum_lots(step.codes, step.at_revision);
    END LOOP;
END $$;
