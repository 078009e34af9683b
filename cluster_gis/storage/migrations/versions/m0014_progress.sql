-- What infrastructure progress is made of, beside works, progress, capital, milestones and lots of
-- 0003: who says a figure, why a cumulative one fell, site clearance by its separate measures,
-- central wastewater treatment, leases, projects of enterprises, attachments with place and day,
-- the support ledger, sectors of a province, and what became of clusters older than 2009.
--
-- A statement's key holds thing, day and reporter: the same reporter saying another figure for the
-- same day is a new version (a correction), another reporter is another row and both stay until
-- somebody settles which holds (the other is then closed, never deleted).

CREATE DOMAIN register.reporter AS text
    CHECK (VALUE IN ('investor', 'commune', 'district', 'department', 'enterprise', 'statistics', 'inspection', 'other'));
COMMENT ON DOMAIN register.reporter IS
    'Who says it: infrastructure investor, commune PC, district PC (until 2025-06-30), Sở Công Thương, enterprise, statistics unit, inspection; null = a source that is none of them.';

ALTER TABLE register.work_progress ADD COLUMN reporter register.reporter;
ALTER TABLE register.work_progress ADD COLUMN fall_reason text CHECK (fall_reason <> '');
COMMENT ON COLUMN register.work_progress.fall_reason IS 'Why the share done is below an earlier one.';

ALTER TABLE register.capital_amount ADD COLUMN coverage text CHECK (coverage IN ('cumulative', 'in_period'));
ALTER TABLE register.capital_amount ADD COLUMN reporter register.reporter;
ALTER TABLE register.capital_amount ADD COLUMN fall_reason text CHECK (fall_reason <> '');
COMMENT ON COLUMN register.capital_amount.coverage IS
    'cumulative: up to as_of_until; in_period: as_of_from to as_of_until; null = the source does not say.';

ALTER TABLE register.milestone ADD COLUMN kind text CHECK (kind IN (
    'detailed_plan', 'project_approval', 'land_clearance', 'land_handover', 'construction_start', 'levelling',
    'main_roads', 'utilities', 'wastewater_treatment', 'infrastructure_completed', 'operation_start', 'other'));
ALTER TABLE register.milestone ADD COLUMN cause text CHECK (cause IN (
    'site_clearance', 'capital', 'procedures', 'plan_change', 'investor_capacity', 'outside_connection', 'materials',
    'force_majeure', 'other'));
ALTER TABLE register.milestone ADD COLUMN reporter register.reporter;
COMMENT ON COLUMN register.milestone.cause IS 'Why it is late, as a code; `reason` says it in words.';
COMMENT ON COLUMN register.milestone.due IS
    'Of the decision in force: an adjusted schedule is a new version from the day of its decision (document_key).';

CREATE TABLE register.land_clearance (
    clearance_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    measure text NOT NULL CHECK (measure IN ('counted', 'plan_approved', 'paid', 'handed_over', 'clean')),
    area_ha numeric CHECK (area_ha >= 0),
    households integer CHECK (households >= 0),
    amount_vnd numeric CHECK (amount_vnd >= 0),
    as_of_from date,
    as_of_until date,
    as_of_precision register.date_precision NOT NULL DEFAULT 'unknown',
    reporter register.reporter,
    fall_reason text CHECK (fall_reason <> ''),
    note text,
    source_key text NOT NULL REFERENCES register.source,
    CONSTRAINT ck_land_clearance_says_something CHECK (num_nonnulls(area_ha, households, amount_vnd) > 0)
);
COMMENT ON COLUMN register.land_clearance.measure IS
    'Cumulative measures that are never mixed: counted (kiểm đếm), compensation plan approved, paid, handed over to the investor, clean ground.';
SELECT register.make_versioned('land_clearance', '{clearance_key}');
CREATE INDEX ix_land_clearance_cluster ON register.land_clearance (cluster_code);

CREATE TABLE register.wastewater_statement (
    statement_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    work_key text,
    designed_m3_per_day numeric CHECK (designed_m3_per_day >= 0),
    built_m3_per_day numeric CHECK (built_m3_per_day >= 0),
    actual_m3_per_day numeric CHECK (actual_m3_per_day >= 0),
    in_operation boolean,
    being_built boolean,
    standard text,
    meets_standard boolean,
    permit_number text,
    permit_from date,
    permit_until date,
    connected_establishments integer CHECK (connected_establishments >= 0),
    establishments integer CHECK (establishments >= 0),
    as_of_from date,
    as_of_until date,
    as_of_precision register.date_precision NOT NULL DEFAULT 'unknown',
    reporter register.reporter,
    note text,
    source_key text NOT NULL REFERENCES register.source
);
COMMENT ON TABLE register.wastewater_statement IS
    'What is said of a cluster''s central wastewater treatment on a day; null = this statement does not say.';
SELECT register.make_versioned('wastewater_statement', '{statement_key}');
CREATE INDEX ix_wastewater_statement_cluster ON register.wastewater_statement (cluster_code);

CREATE TABLE register.enterprise_project (
    project_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    name text NOT NULL CHECK (name <> ''),
    enterprise text,
    tax_code text CHECK (tax_code ~ '^[0-9]{10}(-[0-9]{3})?$|^[0-9]{12}$'),
    sector text,
    sector_code text,
    foreign_capital boolean,
    craft_producer boolean,
    state text CHECK (state IN ('approved', 'leased', 'building', 'operating', 'stopped', 'ended')),
    approval_kind text CHECK (approval_kind IN ('investment_policy', 'registration_certificate', 'other')),
    approval_number text,
    approved_on date,
    operating_since date,
    land_ha numeric CHECK (land_ha > 0),
    registered_capital_vnd numeric CHECK (registered_capital_vnd >= 0),
    realised_capital_vnd numeric CHECK (realised_capital_vnd >= 0),
    labour_contract integer CHECK (labour_contract >= 0),
    discharges_wastewater boolean,
    reporter register.reporter,
    note text,
    source_key text NOT NULL REFERENCES register.source
);
COMMENT ON TABLE register.enterprise_project IS
    'Production projects in a cluster (dự án thứ cấp); each change of state is a version valid from its day.';
COMMENT ON COLUMN register.enterprise_project.land_ha IS
    'Industrial land of the approval; committed land when no lease of the project holds.';
SELECT register.make_versioned('enterprise_project', '{project_key}');
CREATE INDEX ix_enterprise_project_cluster ON register.enterprise_project (cluster_code);

CREATE TABLE register.land_lease (
    lease_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    lot_key text,
    project_key text,
    tenant text,
    kind text CHECK (kind IN ('lease', 'sublease')),
    area_ha numeric NOT NULL CHECK (area_ha > 0),
    contract_number text,
    signed_on date,
    ends_on date,
    reporter register.reporter,
    note text,
    source_key text NOT NULL REFERENCES register.source
);
COMMENT ON TABLE register.land_lease IS
    'Contracts for industrial land; valid = the days the contract runs. The sum on a day is leased land by contracts.';
SELECT register.make_versioned('land_lease', '{lease_key}');
CREATE INDEX ix_land_lease_cluster ON register.land_lease (cluster_code);

-- Files kept once by what they contain; who names them says of what they are evidence.
CREATE TABLE register.attachment (
    sha256 text PRIMARY KEY CHECK (sha256 = encode(sha256(content), 'hex')),
    file_name text NOT NULL CHECK (file_name <> ''),
    media_type text NOT NULL,
    content bytea NOT NULL,
    added_by text NOT NULL CHECK (added_by <> ''),
    added_at timestamptz NOT NULL DEFAULT now()
);
ALTER TABLE register.attachment ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE TRIGGER keep_attachment BEFORE UPDATE OR DELETE ON register.attachment
    FOR EACH ROW EXECUTE FUNCTION register.keep_staged();

CREATE TABLE register.progress_evidence (
    evidence_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    work_key text,
    as_of_from date,
    sha256 text NOT NULL REFERENCES register.attachment,
    file_name text NOT NULL,
    taken_at timestamp,
    place geometry(Point, 4326),
    place_basis text NOT NULL CHECK (place_basis IN ('exif', 'given', 'none')),
    caption text,
    reporter register.reporter,
    source_key text NOT NULL REFERENCES register.source,
    CONSTRAINT ck_progress_evidence_place CHECK ((place IS NULL) = (place_basis = 'none'))
);
COMMENT ON COLUMN register.progress_evidence.taken_at IS 'As the camera wrote it: local time without a zone.';
SELECT register.make_versioned('progress_evidence', '{evidence_key}');
CREATE INDEX ix_progress_evidence_cluster ON register.progress_evidence (cluster_code);

CREATE TABLE register.support_grant (
    grant_key text NOT NULL,
    province_key text,
    cluster_code text REFERENCES register.industrial_cluster,
    programme text NOT NULL CHECK (programme <> ''),
    programme_kind text NOT NULL CHECK (programme_kind IN ('khuyen_cong_national', 'khuyen_cong_local', 'state_infrastructure', 'other')),
    year integer NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    purpose text CHECK (purpose IN ('detailed_plan', 'infrastructure', 'wastewater_repair', 'relocation', 'other')),
    title text NOT NULL CHECK (title <> ''),
    total_cost_vnd numeric CHECK (total_cost_vnd >= 0),
    proposed_vnd numeric CHECK (proposed_vnd >= 0),
    appraised_vnd numeric CHECK (appraised_vnd >= 0),
    approved_vnd numeric CHECK (approved_vnd >= 0),
    paid_vnd numeric CHECK (paid_vnd >= 0),
    state text NOT NULL CHECK (state IN ('proposed', 'appraised', 'approved', 'paid', 'stopped')),
    state_on date,
    stop_reason text,
    document_key text,
    note text,
    source_key text NOT NULL REFERENCES register.source,
    CONSTRAINT ck_support_grant_stopped CHECK (state <> 'stopped' OR stop_reason <> '')
);
COMMENT ON COLUMN register.support_grant.total_cost_vnd IS 'Whole cost of the project; never added to the support, which is a part of it.';
SELECT register.make_versioned('support_grant', '{grant_key}');
CREATE INDEX ix_support_grant_cluster ON register.support_grant (cluster_code);

CREATE TABLE register.support_need (
    need_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    work_type text,
    missing_work text NOT NULL CHECK (missing_work <> ''),
    cost_vnd numeric CHECK (cost_vnd >= 0),
    year integer CHECK (year BETWEEN 1990 AND 2100),
    environmental boolean,
    difficult_area boolean,
    priority_type boolean,
    reporter register.reporter,
    note text,
    source_key text NOT NULL REFERENCES register.source
);
COMMENT ON TABLE register.support_need IS
    'Survey of needs; environmental, difficult_area and priority_type are the grounds of SUP-PRIORITY, null = not said.';
SELECT register.make_versioned('support_need', '{need_key}');
CREATE INDEX ix_support_need_cluster ON register.support_need (cluster_code);

CREATE TABLE register.sector_rule (
    rule_key text NOT NULL,
    province_key text NOT NULL,
    sector text NOT NULL CHECK (sector <> ''),
    sector_code text,
    class text NOT NULL CHECK (class IN ('encouraged', 'conditional', 'not_accepted')),
    condition text,
    document_key text,
    note text,
    source_key text NOT NULL REFERENCES register.source,
    CONSTRAINT ck_sector_rule_condition CHECK (class <> 'conditional' OR condition <> '')
);
COMMENT ON TABLE register.sector_rule IS
    'A province''s list of industrial sectors: encouraged, conditional, not accepted; valid = the days the list holds.';
SELECT register.make_versioned('sector_rule', '{rule_key}');

CREATE TABLE register.legacy_cluster (
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    formed_text text,
    outcome text NOT NULL CHECK (outcome IN ('undecided', 'established', 'adjusted', 'dropped', 'converted')),
    decided_on date,
    document_key text,
    note text,
    source_key text NOT NULL REFERENCES register.source,
    CONSTRAINT ck_legacy_cluster_decided CHECK (outcome <> 'undecided' OR decided_on IS NULL)
);
COMMENT ON TABLE register.legacy_cluster IS
    'Clusters formed before Decision 105/2009 and what became of them (LEG-DEADLINE).';
SELECT register.make_versioned('legacy_cluster', '{cluster_code}');

ALTER TABLE register.staged_file DROP CONSTRAINT staged_file_kind_check;
ALTER TABLE register.staged_file ADD CONSTRAINT staged_file_kind_check
    CHECK (kind IN ('boundaries', 'clusters', 'progress'));
