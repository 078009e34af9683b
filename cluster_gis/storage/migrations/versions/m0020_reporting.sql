-- Periodic returns and issued reports. A return is what a reporter says for a period: a draft until
-- it is submitted, then kept as it was; a correction is a new version with its reason. An issued
-- report is frozen: the canonical JSON of its cells, its sum, its files byte for byte.
CREATE SCHEMA reporting;

CREATE TABLE reporting.report_return (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    form text NOT NULL CHECK (form <> ''),
    period text NOT NULL CHECK (period ~ '^[0-9]{4}-(H1|9M|Y)$'),
    reporter text NOT NULL CHECK (reporter <> ''),
    version integer NOT NULL CHECK (version >= 1),
    cluster_code text REFERENCES register.industrial_cluster,
    unit_key text,
    province_key text,
    state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'accepted', 'returned', 'discarded')),
    typed jsonb NOT NULL DEFAULT '{}',
    document jsonb,
    reason text CHECK (reason <> ''),
    created_by text NOT NULL CHECK (created_by <> ''),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (form, period, reporter, version),
    CONSTRAINT ck_report_return_correction CHECK (version = 1 OR reason IS NOT NULL),
    CONSTRAINT ck_report_return_submitted CHECK (state IN ('draft', 'discarded') OR document IS NOT NULL)
);
COMMENT ON COLUMN reporting.report_return.reporter IS
    'Who reports: unit key ("2025:11800"), cluster code (its investor), key of a production project.';
COMMENT ON COLUMN reporting.report_return.typed IS
    'Figures that the reporter typed, by field; the others are computed of the register.';
COMMENT ON COLUMN reporting.report_return.document IS
    'The report as submitted: cells, parts, records, as canonical JSON holds them.';
-- One version at a time waits for its reporter or its judge.
CREATE UNIQUE INDEX ix_report_return_open ON reporting.report_return (form, period, reporter)
    WHERE state IN ('draft', 'submitted');
CREATE INDEX ix_report_return_period ON reporting.report_return (period, form);

CREATE TABLE reporting.return_move (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    return_id bigint NOT NULL REFERENCES reporting.report_return,
    move text NOT NULL,
    from_state text,
    to_state text NOT NULL,
    by_whom text NOT NULL CHECK (by_whom <> ''),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    on_date date NOT NULL,
    remark text CHECK (remark <> '')
);
COMMENT ON COLUMN reporting.return_move.on_date IS 'Legal day of the move: what is held against the due day.';
CREATE INDEX ix_return_move_return ON reporting.return_move (return_id, id);

CREATE FUNCTION reporting.keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'reporting.% keeps what was submitted and issued', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_return BEFORE DELETE ON reporting.report_return
    FOR EACH ROW EXECUTE FUNCTION reporting.keep();
CREATE TRIGGER keep_submitted BEFORE UPDATE ON reporting.report_return FOR EACH ROW
    WHEN (OLD.state <> 'draft' AND (OLD.typed, OLD.document, OLD.form, OLD.period, OLD.reporter, OLD.version, OLD.reason)
          IS DISTINCT FROM (NEW.typed, NEW.document, NEW.form, NEW.period, NEW.reporter, NEW.version, NEW.reason))
    EXECUTE FUNCTION reporting.keep();
CREATE TRIGGER keep_move BEFORE UPDATE OR DELETE ON reporting.return_move
    FOR EACH ROW EXECUTE FUNCTION reporting.keep();

CREATE TABLE reporting.issued_report (
    sha256 text PRIMARY KEY CHECK (sha256 = encode(sha256(document), 'hex')),
    document bytea NOT NULL,
    form text NOT NULL,
    form_version text NOT NULL,
    period text NOT NULL,
    unit_key text NOT NULL,
    unit_name text NOT NULL,
    province_key text,
    cut_off date NOT NULL,
    known_at timestamptz,
    revision bigint NOT NULL,
    replaces text REFERENCES reporting.issued_report,
    reason text CHECK (reason <> ''),
    issued_by text NOT NULL CHECK (issued_by <> ''),
    issued_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    issued_on date NOT NULL,
    CONSTRAINT ck_issued_report_replaces CHECK (replaces IS NULL OR reason IS NOT NULL)
);
COMMENT ON COLUMN reporting.issued_report.unit_key IS '"" = the whole country.';
CREATE INDEX ix_issued_report_period ON reporting.issued_report (period, form, unit_key);

CREATE TABLE reporting.issued_file (
    report text NOT NULL REFERENCES reporting.issued_report,
    format text NOT NULL CHECK (format IN ('xlsx', 'docx', 'pdf', 'json')),
    language text NOT NULL CHECK (language IN ('vi', 'en')),
    content bytea NOT NULL,
    sha256 text NOT NULL CHECK (sha256 = encode(sha256(content), 'hex')),
    PRIMARY KEY (report, format, language)
);
ALTER TABLE reporting.issued_file ALTER COLUMN content SET STORAGE EXTERNAL;
CREATE INDEX ix_issued_file_sha256 ON reporting.issued_file (sha256);
CREATE TRIGGER keep_issued BEFORE UPDATE OR DELETE ON reporting.issued_report
    FOR EACH ROW EXECUTE FUNCTION reporting.keep();
CREATE TRIGGER keep_issued_file BEFORE UPDATE OR DELETE ON reporting.issued_file
    FOR EACH ROW EXECUTE FUNCTION reporting.keep();

SELECT audit.watch('reporting.report_return', subject => 'cluster_code');
SELECT audit.watch('reporting.return_move');
SELECT audit.watch('reporting.issued_report', omitted => '{document}');  -- its key is the sha256
SELECT audit.watch('reporting.issued_file', omitted => '{content}');
