-- Areas that a cluster may take only with somebody's leave, and industrial parks, as somebody's
-- layer gives them; the days are those of the source.
CREATE TABLE register.restricted_area (
    area_key text NOT NULL CHECK (area_key <> ''),
    layer text NOT NULL CHECK (layer IN ('LUC', 'LUK', 'HNK', 'CLN', 'RPH', 'RDD', 'RSX', 'HLDB', 'HLDS', 'HLLD',
                                         'HLDD', 'HLNN', 'DTL', 'CQP', 'CAN', 'KSN', 'KCN', 'KHAC')),
    name text CHECK (name IS NFC NORMALIZED),
    province_key text,
    source_geom geometry NOT NULL,
    source_format text NOT NULL,
    document_key text,
    start_precision register.date_precision NOT NULL DEFAULT 'unknown',
    start_basis register.date_basis NOT NULL DEFAULT 'unknown',
    note text,
    source_key text NOT NULL REFERENCES register.source,
    geom geometry(MultiPolygon, 4326) NOT NULL,
    CONSTRAINT ck_restricted_area_source_geom
        CHECK (ST_SRID(source_geom) <> 0 AND GeometryType(source_geom) IN ('POLYGON', 'MULTIPOLYGON')
               AND ST_IsValid(source_geom) AND NOT ST_IsEmpty(source_geom) AND ST_NDims(source_geom) = 2)
);
COMMENT ON COLUMN register.restricted_area.source_geom IS
    'Coordinates as received, with their own SRID; geom is the copy in EPSG:4326.';
COMMENT ON COLUMN register.restricted_area.province_key IS 'As whoever loaded it says; null = not said.';
COMMENT ON COLUMN register.restricted_area.document_key IS 'Number and date of the paper that fixes the area, as given.';
SELECT register.make_versioned('restricted_area', '{area_key}', '{geom}');
CREATE INDEX ix_restricted_area_geom ON register.restricted_area USING gist (geom);
CREATE INDEX ix_restricted_area_key ON register.restricted_area (area_key COLLATE "C");
CREATE INDEX ix_restricted_area_layer ON register.restricted_area (layer);

CREATE FUNCTION register.place_restricted_area() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.geom := coalesce(NEW.geom, ST_Multi(ST_Transform(NEW.source_geom, 4326)));
    RETURN NEW;
END $$;
CREATE TRIGGER a_place_restricted_area BEFORE INSERT ON register.restricted_area
    FOR EACH ROW EXECUTE FUNCTION register.place_restricted_area();

CREATE FUNCTION published.restricted_areas(during daterange, at_revision bigint) RETURNS TABLE (
    area_key text, layer text, name text, province_key text, province_code text, document_key text, source_srid integer, source_format text,
    valid_from date, valid_to date, start_precision text, start_basis text, note text,
    source_title text, source_url text, register text, revision bigint, geom geometry
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT a.area_key, a.layer, a.name, a.province_key, split_part(a.province_key, ':', 2), a.document_key, ST_SRID(a.source_geom), a.source_format,
        lower(a.valid), upper(a.valid), a.start_precision::text, a.start_basis::text, a.note,
        (SELECT o.title FROM register.source o WHERE o.source_key = a.source_key),
        (SELECT o.url FROM register.source o WHERE o.source_key = a.source_key),
        (SELECT i.kind FROM register.register_identity i), at_revision,
        a.geom::geometry
    FROM register.restricted_area a
    WHERE published.knew(a.recorded, at_revision) AND published.holds(a.valid, during)
      AND NOT EXISTS (SELECT 1 FROM register.restricted_area other
          WHERE other.area_key = a.area_key COLLATE "C" AND other.id <> a.id AND published.knew(other.recorded, at_revision)
            AND published.holds(other.valid, during) AND other.valid >> a.valid)
$$;
CREATE FUNCTION published.restricted_areas(as_of date, at_revision bigint) RETURNS TABLE (
    area_key text, layer text, name text, province_key text, province_code text, document_key text, source_srid integer, source_format text,
    valid_from date, valid_to date, start_precision text, start_basis text, note text,
    source_title text, source_url text, register text, revision bigint, geom geometry
) LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000 AS $$
    SELECT * FROM published.restricted_areas(daterange(as_of, as_of, '[]'), at_revision)
$$;
