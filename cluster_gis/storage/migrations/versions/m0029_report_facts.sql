-- What is said of a cluster's infrastructure project on a day: form 02 row 3 and forms 03, 04 row 12
-- of Circular 14/2024/TT-BCT had no column.
CREATE TABLE register.infrastructure_statement (
    statement_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    project_area_ha numeric CHECK (project_area_ha > 0),
    ready_land_ha numeric CHECK (ready_land_ha >= 0),
    document_key text CHECK (document_key <> ''),
    as_of_from date,
    as_of_until date,
    as_of_precision register.date_precision NOT NULL DEFAULT 'unknown',
    reporter register.reporter,
    note text,
    source_key text NOT NULL REFERENCES register.source,
    CONSTRAINT ck_infrastructure_statement_says_something CHECK (num_nonnulls(project_area_ha, ready_land_ha) > 0)
);
COMMENT ON COLUMN register.infrastructure_statement.project_area_ha IS
    'Area of the infrastructure project as approved; null = this statement does not say.';
COMMENT ON COLUMN register.infrastructure_statement.ready_land_ha IS
    'Industrial land whose infrastructure is finished, ready to let, cumulative to the day.';
SELECT register.make_versioned('infrastructure_statement', '{statement_key}');
CREATE INDEX ix_infrastructure_statement_cluster ON register.infrastructure_statement (cluster_code);

-- Sets of provinces that are told together (conferences, programmes); a province is in any number.
CREATE TABLE register.region_member (
    set_key text NOT NULL CHECK (set_key ~ '^[a-z0-9-]+$'),
    unit_key text NOT NULL CHECK (unit_key ~ '^(pre)?2025:[0-9]{2}$'),
    source_key text NOT NULL REFERENCES register.source
);
COMMENT ON COLUMN register.region_member.unit_key IS 'Province of either system; clusters of a former province stay in its sets.';
SELECT register.make_versioned('region_member', '{set_key,unit_key}');

-- Whether a province counts infrastructure projects in rows 23 to 25 of forms 03 and 04.
ALTER TABLE register.province_setting
    DROP CONSTRAINT ck_province_setting_value,
    ADD CONSTRAINT ck_province_setting_value CHECK (CASE setting
        WHEN 'agg_unit' THEN value IN ('commune', 'former_district', 'province')
        WHEN 'mountainous' THEN value IN ('true', 'false')
        WHEN 'land_plan' THEN value = 'land_use_plan_in_force'
        WHEN 'tolerance' THEN value IN ('commune', 'former_district')
        WHEN 'land_quota_ha' THEN value ~ '^[0-9]+(\.[0-9]+)?$'
        WHEN 'report_infrastructure' THEN value IN ('true', 'false')
        ELSE false END);
