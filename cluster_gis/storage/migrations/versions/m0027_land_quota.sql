-- The land quota for clusters (chỉ tiêu đất cụm công nghiệp) that a unit was given for a period, in
-- hectares: a dated setting of a province or a commune beside the decisions of Decree 139/2025.
ALTER TABLE register.province_setting
    DROP CONSTRAINT province_setting_setting_check,
    DROP CONSTRAINT province_setting_check,
    ADD CONSTRAINT ck_province_setting_value CHECK (CASE setting
        WHEN 'agg_unit' THEN value IN ('commune', 'former_district', 'province')
        WHEN 'mountainous' THEN value IN ('true', 'false')
        WHEN 'land_plan' THEN value = 'land_use_plan_in_force'
        WHEN 'tolerance' THEN value IN ('commune', 'former_district')
        WHEN 'land_quota_ha' THEN value ~ '^[0-9]+(\.[0-9]+)?$'
        ELSE false END);
COMMENT ON COLUMN register.province_setting.province_key IS
    'A province; for land_quota_ha also a commune.';
