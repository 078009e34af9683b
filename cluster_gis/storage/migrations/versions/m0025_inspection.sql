-- One row a finding of an inspection, or one without a finding: nothing was found. Rows of one
-- inspection share its decision (or its inspector) and day. What is remedied later corrects the row:
-- a finding is open on a day when remedied_on is null or lies after it.
CREATE TABLE register.inspection (
    inspection_key text NOT NULL,
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    inspector text NOT NULL CHECK (inspector <> ''),
    inspected_on date NOT NULL,
    decision text CHECK (decision <> ''),
    kind text CHECK (kind IN ('regular', 'unscheduled')),
    subject text CHECK (subject IN ('investor', 'enterprise', 'support', 'other')),
    subject_name text CHECK (subject_name <> ''),
    scope text CHECK (scope <> ''),
    finding text CHECK (finding <> ''),
    remedy text CHECK (remedy <> ''),
    due date,
    remedied_on date,
    note text,
    reporter register.reporter,
    source_key text NOT NULL REFERENCES register.source,
    CONSTRAINT ck_inspection_remedy CHECK (finding IS NOT NULL OR num_nonnulls(remedy, due, remedied_on) = 0),
    CONSTRAINT ck_inspection_days CHECK (coalesce(due, remedied_on, inspected_on) >= inspected_on
        AND coalesce(remedied_on, inspected_on) >= inspected_on)
);
COMMENT ON TABLE register.inspection IS
    'Findings of inspections of a cluster, its investor, a producer or a supported project (Decree 32/2024 Điều 24, 30).';
COMMENT ON COLUMN register.inspection.finding IS 'null = the inspection found nothing.';
COMMENT ON COLUMN register.inspection.kind IS
    'regular: of the yearly plan; of one producer at most once a year (Decree 32/2024 Điều 24 khoản 2).';
SELECT register.make_versioned('inspection', '{inspection_key}');
CREATE INDEX ix_inspection_cluster ON register.inspection (cluster_code);

ALTER TABLE register.progress_evidence ADD COLUMN inspection_key text;
COMMENT ON COLUMN register.progress_evidence.inspection_key IS 'Of which inspection (or finding) it is the picture or paper.';
