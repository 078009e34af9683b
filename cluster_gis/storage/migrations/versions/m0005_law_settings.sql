-- What provinces decided about the law, what is known to be complete, and what officers decided.

-- Decree 139/2025/NĐ-CP Điều 12 left these to each province; valid = the days the decision holds.
CREATE TABLE register.province_setting (
    province_key text NOT NULL,
    setting text NOT NULL CHECK (setting IN ('agg_unit', 'mountainous', 'land_plan', 'tolerance')),
    value text NOT NULL,
    document_key text NOT NULL,
    source_key text NOT NULL REFERENCES register.source,
    CHECK (CASE setting
        WHEN 'agg_unit' THEN value IN ('commune', 'former_district', 'province')
        WHEN 'mountainous' THEN value IN ('true', 'false')
        WHEN 'land_plan' THEN value = 'land_use_plan_in_force'
        WHEN 'tolerance' THEN value IN ('commune', 'former_district') END)
);
SELECT register.make_versioned('province_setting', '{province_key,setting}');

-- A province's own, stricter rule (LAW AREA-LOCAL, OPS-LATE-LOCAL, PROC-LOCAL-*).
CREATE TABLE register.province_rule (
    rule_key text NOT NULL,
    province_key text NOT NULL,
    rule text NOT NULL CHECK (rule IN ('AREA-LOCAL', 'OPS-LATE-LOCAL', 'PROC-LOCAL-OPINION', 'PROC-LOCAL-POLICY')),
    threshold numeric NOT NULL CHECK (threshold >= 0),
    unit text NOT NULL,
    kind text CHECK (kind IN ('ordinary', 'craft_village', 'specialised', 'supporting', 'hightech', 'eco')),
    document text NOT NULL,
    locator text NOT NULL,
    confidence text NOT NULL CHECK (confidence IN ('text', 'secondary', 'memory')),
    note text,
    source_key text NOT NULL REFERENCES register.source
);
SELECT register.make_versioned('province_rule', '{rule_key}');

-- "The register's list of established clusters of this unit is complete on these days": default is
-- not known, and an empty list of an incomplete register is not "none".
CREATE TABLE register.complete_list (
    unit_key text NOT NULL,
    stated_by text NOT NULL,
    source_key text NOT NULL REFERENCES register.source
);
SELECT register.make_versioned('complete_list', '{unit_key}');

-- An officer's decision on a finding that needs review; the machine's verdict stays beside it.
CREATE TABLE register.finding_override (
    cluster_code text NOT NULL REFERENCES register.industrial_cluster,
    procedure text NOT NULL,
    on_date date NOT NULL,
    rule text NOT NULL,
    machine_verdict text NOT NULL CHECK (machine_verdict = 'needs_review'),
    verdict text NOT NULL CHECK (verdict IN ('pass', 'fail', 'not_applicable')),
    officer text NOT NULL CHECK (officer <> ''),
    reason text NOT NULL CHECK (length(reason) >= 10),
    document text NOT NULL CHECK (document <> '')
);
SELECT register.make_versioned('finding_override', '{cluster_code,procedure,on_date,rule}');
