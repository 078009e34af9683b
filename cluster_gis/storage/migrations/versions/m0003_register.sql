-- Sources, law, units, plan, clusters, works, money. Keys are natural and stable (text), so that a
-- version written today can name what an export of last year named.

CREATE TABLE register.source (
    source_key text PRIMARY KEY,
    dataset text NOT NULL,
    title text NOT NULL,
    publisher text,
    url text,
    published_on text,
    licence text
);
COMMENT ON TABLE register.source IS
    'Where a figure was read: a page, a decision, a file. published_on as printed (ISO, may be short).';

CREATE DOMAIN register.date_precision AS text
    CHECK (VALUE IN ('day', 'month', 'quarter', 'year', 'unknown'));
CREATE DOMAIN register.date_basis AS text
    CHECK (VALUE IN ('decision', 'event', 'law', 'known_no_later_than', 'correction', 'unknown'));
COMMENT ON DOMAIN register.date_basis IS
    'Why a fact begins on its first valid day. known_no_later_than: a source of that day says so, it may be older.';

-- Administrative units: key "<system>:<code>", system pre2025 (63 provinces, until 2025-06-30)
-- or 2025 (34 provinces, since 2025-07-01). Codes of the General Statistics Office.
CREATE TABLE register.admin_unit (
    unit_key text NOT NULL CHECK (unit_key ~ '^(pre2025|2025):[0-9]{2,5}$'),
    code text NOT NULL,
    level text NOT NULL CHECK (level IN ('province', 'district', 'commune')),
    name text NOT NULL CHECK (name IS NFC NORMALIZED),
    short_name text NOT NULL CHECK (short_name IS NFC NORMALIZED),
    unit_type text,
    parent_key text,
    province_key text NOT NULL,
    island boolean NOT NULL DEFAULT false,
    place geometry(Point, 4326),
    extent geometry(Polygon, 4326),
    source_key text NOT NULL REFERENCES register.source
);
SELECT register.make_versioned('admin_unit', '{unit_key}');
CREATE INDEX ix_admin_unit_search ON register.admin_unit (register.search_form(name));
CREATE INDEX ix_admin_unit_province ON register.admin_unit (province_key);

CREATE TABLE register.admin_unit_outline (
    unit_key text NOT NULL,
    geom geometry(MultiPolygon, 4326) NOT NULL,
    quality text NOT NULL CHECK (quality IN ('official', 'generalised')),
    source_key text NOT NULL REFERENCES register.source
);
SELECT register.make_versioned('admin_unit_outline', '{unit_key}');
CREATE INDEX ix_admin_unit_outline_geom ON register.admin_unit_outline USING gist (geom);

CREATE TABLE register.admin_unit_lineage (
    from_key text NOT NULL,
    to_key text NOT NULL,
    on_date date NOT NULL,
    share numeric CHECK (share > 0 AND share <= 1),
    source_key text NOT NULL REFERENCES register.source
);
COMMENT ON COLUMN register.admin_unit_lineage.share IS 'Share of the old unit that went there; null = not known.';
SELECT register.make_versioned('admin_unit_lineage', '{from_key,to_key}');

-- The zone areas are measured in, per province and date (a province may change its meridian).
CREATE TABLE register.measuring_zone (
    unit_key text NOT NULL,
    srid integer NOT NULL CHECK (srid IN (5896, 5897, 5898, 5899) OR srid BETWEEN 9205 AND 9218),
    central_meridian text NOT NULL,
    source_key text NOT NULL REFERENCES register.source
);
SELECT register.make_versioned('measuring_zone', '{unit_key}');

CREATE TABLE register.legal_document (
    document_key text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('law', 'resolution', 'decree', 'circular', 'decision', 'letter', 'other')),
    issuer text,
    title text,
    signed_from date,
    signed_until date,
    signed_precision register.date_precision NOT NULL DEFAULT 'unknown',
    in_force_from date,
    in_force_to date,
    replaced_by text,
    note text,
    source_key text NOT NULL REFERENCES register.source,
    CHECK (signed_until >= signed_from)
);
COMMENT ON COLUMN register.legal_document.in_force_to IS 'Last day in force, as legal texts print it.';
SELECT register.make_versioned('legal_document', '{document_key}');

-- plan -> plan_version (by decision) -> plan_entry
CREATE TABLE register.plan (
    plan_key text PRIMARY KEY,
    province_key text NOT NULL,
    title text NOT NULL,
    period text
);
CREATE TABLE register.plan_version (
    plan_version_key text NOT NULL,
    plan_key text NOT NULL REFERENCES register.plan,
    title text NOT NULL,
    document_key text,
    approved_from date,
    approved_until date,
    approved_precision register.date_precision NOT NULL DEFAULT 'unknown',
    note text,
    source_key text NOT NULL REFERENCES register.source
);
SELECT register.make_versioned('plan_version', '{plan_version_key}');

CREATE TABLE register.industrial_cluster (
    code text PRIMARY KEY CHECK (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
    source_key text NOT NULL REFERENCES register.source
);
COMMENT ON TABLE register.industrial_cluster IS 'Identity only: a stable code of ours, not an official number.';

CREATE TABLE register.plan_entry (
    entry_key text NOT NULL,
    plan_version_key text NOT NULL,
    cluster_code text REFERENCES register.industrial_cluster,
    name text NOT NULL CHECK (name IS NFC NORMALIZED),
    group_label text,
    change text NOT NULL CHECK (change IN ('listed', 'kept', 'new', 'expanded', 'reduced', 'adjusted', 'withdrawn', 'after_period', 'unknown')),
    unit_text text,
    area_before_ha numeric CHECK (area_before_ha > 0),
    area_min_ha numeric CHECK (area_min_ha > 0),
    area_max_ha numeric CHECK (area_max_ha >= area_min_ha),
    area_qualifier text CHECK (area_qualifier IN ('about', 'nearly', 'over', 'range')),
    phase text,
    sectors text,
    capital_vnd numeric CHECK (capital_vnd > 0),
    start_precision register.date_precision NOT NULL DEFAULT 'unknown',
    start_basis register.date_basis NOT NULL DEFAULT 'unknown',
    note text,
    source_key text NOT NULL REFERENCES register.source
);
SELECT register.make_versioned('plan_entry', '{entry_key}');
CREATE INDEX ix_plan_entry_cluster ON register.plan_entry (cluster_code);

CREATE TABLE register.cluster_state (
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    name text NOT NULL CHECK (name IS NFC NORMALIZED),
    kind text CHECK (kind IN ('ordinary', 'craft_village', 'specialised', 'supporting', 'hightech', 'eco')),
    mountainous boolean,
    status text CHECK (status IN ('planned', 'established', 'detailed_plan_approved', 'under_construction', 'operating', 'withdrawn', 'pre_regulation')),
    status_basis text NOT NULL CHECK (status_basis IN ('stated', 'inferred', 'superseded_plan_only', 'proposed_only', 'not_known')),
    start_precision register.date_precision NOT NULL DEFAULT 'unknown',
    start_basis register.date_basis NOT NULL DEFAULT 'unknown',
    -- Territory: the province and commune of 2025 and, where known, the units before. Texts as printed.
    province_key text NOT NULL,
    commune_key text,
    former_province_key text,
    former_district_key text,
    former_commune_key text,
    district_text text,
    commune_text text,
    new_commune_text text,
    place geometry(Point, 4326),
    place_basis text NOT NULL CHECK (place_basis IN ('commune', 'successor_commune', 'new_commune', 'commune_by_name', 'district', 'site', 'none')),
    place_label text,
    area_planned_ha numeric CHECK (area_planned_ha > 0),
    area_established_ha numeric CHECK (area_established_ha > 0),
    area_detailed_ha numeric CHECK (area_detailed_ha > 0),
    industrial_land_ha numeric CHECK (industrial_land_ha > 0),
    leased_industrial_land_ha numeric CHECK (leased_industrial_land_ha >= 0),
    licensed_not_leased_ha numeric CHECK (licensed_not_leased_ha >= 0),
    craft_industrial_land_ha numeric CHECK (craft_industrial_land_ha >= 0),
    service_area_ha numeric CHECK (service_area_ha >= 0),
    residents_inside integer CHECK (residents_inside >= 0),
    clearance_completed boolean,
    in_approved_plan boolean,
    land_use_plan_fits boolean,
    establishment_document_key text,
    decision_text text,
    decision_from date,
    decision_until date,
    decision_precision register.date_precision NOT NULL DEFAULT 'unknown',
    infrastructure_investor text,
    total_investment_vnd numeric CHECK (total_investment_vnd > 0),
    construction_start_text text,
    construction_end_text text,
    wastewater_text text,
    sectors text,
    n_projects integer CHECK (n_projects >= 0),
    n_enterprises integer CHECK (n_enterprises >= 0),
    note text,
    figures jsonb NOT NULL DEFAULT '{}',
    source_key text NOT NULL REFERENCES register.source,
    CHECK (decision_until >= decision_from),
    -- A place without coordinates is "none", and the other way round.
    CHECK ((place IS NULL) = (place_basis = 'none')),
    -- An established cluster has a name for how we know it.
    CHECK (status IS NOT NULL OR status_basis IN ('superseded_plan_only', 'proposed_only', 'not_known'))
);
COMMENT ON COLUMN register.cluster_state.figures IS
    'column -> figure_key of register.cluster_figure that was adopted: the source of each figure.';
COMMENT ON COLUMN register.cluster_state.place IS 'A place for display, never a measured position; see place_basis.';
SELECT register.make_versioned('cluster_state', '{cluster_code}');
CREATE INDEX ix_cluster_state_province ON register.cluster_state (province_key);
CREATE INDEX ix_cluster_state_search ON register.cluster_state (register.search_form(name));
CREATE INDEX ix_cluster_state_place ON register.cluster_state USING gist (place);

-- Every stated figure, also those that disagree: what a source says, not what holds.
CREATE TABLE register.cluster_figure (
    figure_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    field text NOT NULL,
    value numeric,
    value_max numeric CHECK (value_max >= value),
    value_text text,
    unit text,
    qualifier text CHECK (qualifier IN ('about', 'nearly', 'over', 'range', 'computed')),
    as_of_from date,
    as_of_until date,
    as_of_precision register.date_precision NOT NULL DEFAULT 'unknown',
    adopted boolean NOT NULL DEFAULT false,
    note text,
    source_key text NOT NULL REFERENCES register.source,
    CHECK (value IS NOT NULL OR value_text IS NOT NULL)
);
COMMENT ON TABLE register.cluster_figure IS
    'field = a column of cluster_state (areas in ha, money in VND, fill_rate_pct in percent).';
SELECT register.make_versioned('cluster_figure', '{figure_key}');
CREATE INDEX ix_cluster_figure_cluster ON register.cluster_figure (cluster_code);

-- The sources behind a cluster besides source_key of its state.
CREATE TABLE register.cluster_source (
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    source_key text NOT NULL REFERENCES register.source,
    PRIMARY KEY (cluster_code, source_key)
);

CREATE TABLE register.cluster_event (
    event_key text NOT NULL,
    cluster_code text REFERENCES register.industrial_cluster,
    cluster_name text NOT NULL,
    event_type text NOT NULL,
    happened_from date,
    happened_until date,
    happened_precision register.date_precision NOT NULL DEFAULT 'unknown',
    area_before_ha numeric,
    area_after_ha numeric,
    document_key text,
    authority text,
    note text,
    source_key text NOT NULL REFERENCES register.source
);
SELECT register.make_versioned('cluster_event', '{event_key}');
CREATE INDEX ix_cluster_event_cluster ON register.cluster_event (cluster_code);

CREATE TABLE register.cluster_boundary (
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    source_geom geometry NOT NULL,
    source_format text NOT NULL,
    measuring_srid integer NOT NULL,
    quality text NOT NULL CHECK (quality IN ('surveyed', 'digitised')),
    act text NOT NULL CHECK (act IN ('planned', 'established', 'detailed', 'expanded', 'unknown')),
    document_key text,
    start_precision register.date_precision NOT NULL DEFAULT 'unknown',
    start_basis register.date_basis NOT NULL DEFAULT 'unknown',
    source_key text NOT NULL REFERENCES register.source,
    geom geometry(MultiPolygon, 4326) NOT NULL,
    area_ha numeric(16, 6) NOT NULL CHECK (area_ha > 0),
    area_method text NOT NULL,
    CONSTRAINT ck_cluster_boundary_source_geom
        CHECK (ST_SRID(source_geom) <> 0 AND GeometryType(source_geom) IN ('POLYGON', 'MULTIPOLYGON')
               AND ST_IsValid(source_geom) AND NOT ST_IsEmpty(source_geom) AND ST_NDims(source_geom) = 2)
);
COMMENT ON COLUMN register.cluster_boundary.source_geom IS
    'Coordinates as received, with their own SRID (easting, northing for projected systems): the legal area is measured on these.';
SELECT register.make_versioned('cluster_boundary', '{cluster_code}', '{geom,area_ha,area_method}');
CREATE INDEX ix_cluster_boundary_geom ON register.cluster_boundary USING gist (geom);

-- 10^-6 ha, rounded once. A 10.0000 ha rectangle through EPSG:4326 and back measures 9.999999988 ha,
-- so coordinates already in the measuring zone are not moved.
CREATE FUNCTION register.area_ha(shape geometry, srid integer) RETURNS numeric
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURNS NULL ON NULL INPUT AS $$
    SELECT round((ST_Area(CASE WHEN ST_SRID(shape) = srid THEN shape ELSE ST_Transform(shape, srid) END)
                  / 10000.0)::numeric, 6)
$$;

CREATE FUNCTION register.measure_boundary() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.area_ha IS NULL OR NEW.geom IS NULL THEN
        NEW.geom := ST_Multi(ST_Transform(NEW.source_geom, 4326));
        NEW.area_ha := register.area_ha(NEW.source_geom, NEW.measuring_srid);
        NEW.area_method := CASE WHEN ST_SRID(NEW.source_geom) = NEW.measuring_srid
            THEN 'planar, EPSG:' || NEW.measuring_srid || ', coordinates as received'
            ELSE 'planar, EPSG:' || NEW.measuring_srid || ', transformed from EPSG:' || ST_SRID(NEW.source_geom) END;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER a_measure_boundary BEFORE INSERT ON register.cluster_boundary
    FOR EACH ROW EXECUTE FUNCTION register.measure_boundary();

CREATE TABLE register.land_lot (
    lot_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    lot_no text NOT NULL,
    land_use text NOT NULL,
    area_ha numeric CHECK (area_ha > 0),
    leased boolean,
    geom geometry(MultiPolygon, 4326),
    source_key text NOT NULL REFERENCES register.source
);
SELECT register.make_versioned('land_lot', '{lot_key}');
CREATE INDEX ix_land_lot_geom ON register.land_lot USING gist (geom);
CREATE INDEX ix_land_lot_cluster ON register.land_lot (cluster_code);

CREATE TABLE register.infrastructure_work (
    work_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    work_type text CHECK (work_type IN ('road', 'pavement', 'green', 'water_supply', 'drainage', 'wastewater_collection', 'wastewater_treatment', 'solid_waste', 'fire', 'power', 'lighting', 'telecom', 'operations_house', 'security', 'other')),
    common_work boolean NOT NULL,
    item text NOT NULL,
    source_term text,
    planned_capacity numeric,
    capacity_unit text,
    planned_start_text text,
    planned_end_text text,
    geom geometry(Geometry, 4326),
    note text,
    source_key text NOT NULL REFERENCES register.source
);
COMMENT ON COLUMN register.infrastructure_work.work_type IS
    'Code list of the common technical infrastructure; null = the source does not say which type.';
COMMENT ON COLUMN register.infrastructure_work.common_work IS
    'False for levelling, clearance, buildings, roads outside: never counted as common technical infrastructure.';
SELECT register.make_versioned('infrastructure_work', '{work_key}');
CREATE INDEX ix_infrastructure_work_cluster ON register.infrastructure_work (cluster_code);

CREATE TABLE register.work_progress (
    progress_key text NOT NULL,
    work_key text NOT NULL,
    measure text NOT NULL DEFAULT 'done',
    value numeric,
    unit text,
    progress_pct numeric CHECK (progress_pct BETWEEN 0 AND 100),
    completed boolean,
    in_operation boolean,
    as_of_from date,
    as_of_until date,
    as_of_precision register.date_precision NOT NULL DEFAULT 'unknown',
    note text,
    source_key text NOT NULL REFERENCES register.source
);
SELECT register.make_versioned('work_progress', '{progress_key}');
CREATE INDEX ix_work_progress_work ON register.work_progress (work_key);

CREATE TABLE register.capital_amount (
    capital_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    work_key text,
    kind text NOT NULL CHECK (kind IN ('planned', 'disbursed')),
    fund_source text CHECK (fund_source IN ('investor_equity', 'bank_loan', 'advance_from_tenants', 'local_budget', 'central_budget', 'khuyen_cong_national', 'khuyen_cong_local', 'oda', 'ppp', 'other')),
    amount_vnd numeric NOT NULL CHECK (amount_vnd >= 0),
    qualifier text CHECK (qualifier IN ('about', 'nearly', 'over', 'range')),
    as_of_from date,
    as_of_until date,
    as_of_precision register.date_precision NOT NULL DEFAULT 'unknown',
    note text,
    source_key text NOT NULL REFERENCES register.source
);
COMMENT ON COLUMN register.capital_amount.fund_source IS 'null = the source does not say where the money comes from.';
SELECT register.make_versioned('capital_amount', '{capital_key}');
CREATE INDEX ix_capital_amount_cluster ON register.capital_amount (cluster_code);

CREATE TABLE register.milestone (
    milestone_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    name text NOT NULL,
    due date,
    done date,
    reason text,
    document_key text,
    source_key text NOT NULL REFERENCES register.source
);
SELECT register.make_versioned('milestone', '{milestone_key}');
CREATE INDEX ix_milestone_cluster ON register.milestone (cluster_code);

CREATE TABLE register.reference_statistic (
    statistic_key text NOT NULL,
    area_name text NOT NULL,
    level text NOT NULL,
    province_key text,
    year integer,
    month integer,
    measure text NOT NULL,
    value numeric NOT NULL,
    qualifier text,
    unit text NOT NULL,
    note text,
    source_key text NOT NULL REFERENCES register.source
);
COMMENT ON TABLE register.reference_statistic IS
    'Officially reported totals, to compare the register with; never used as facts of a cluster.';
SELECT register.make_versioned('reference_statistic', '{statistic_key}');

-- Law findings, as they were computed. One assessment holds for a cluster, a procedure and the
-- date judged; a new one is written only when its facts or its findings differ.
CREATE TABLE register.assessment (
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    procedure text NOT NULL,
    on_date date NOT NULL,
    law_version text NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ('pass', 'fail', 'not_enough_data', 'not_applicable', 'needs_review')),
    register_revision bigint NOT NULL,
    state_known boolean NOT NULL,
    provenance jsonb NOT NULL,
    findings jsonb NOT NULL,
    deadlines jsonb NOT NULL DEFAULT '[]',
    notices jsonb NOT NULL DEFAULT '[]'
);
COMMENT ON COLUMN register.assessment.register_revision IS 'The revision whose facts were judged.';
SELECT register.make_versioned('assessment', '{cluster_code,procedure,on_date}', '{register_revision}');
CREATE INDEX ix_assessment_cluster ON register.assessment (cluster_code, procedure, on_date);
