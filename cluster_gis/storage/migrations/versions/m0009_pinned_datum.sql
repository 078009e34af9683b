-- PostGIS hands "EPSG:9210" to PROJ, and PROJ chooses the transformation by the place: in two blocks
-- of the Mekong delta (104.24-107.11 E, 9.35-11.04 N) that is "VN-2000 to WGS 84 (1)", 0.81 m from the
-- official "(2)". An authority that PROJ does not know makes PostGIS take srtext, and TOWGS84 in it
-- leaves no choice. The rows that PostGIS ships are not part of a dump: `upgrade` calls this again.
CREATE FUNCTION register.pin_datum() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    pinned bigint;
BEGIN
    UPDATE spatial_ref_sys SET auth_name = 'cluster-gis',
        srtext = CASE WHEN srtext ~ 'TOWGS84' THEN srtext ELSE regexp_replace(srtext,
            '(SPHEROID\["WGS 84",[^]]*\[[^]]*\]\])',
            '\1,TOWGS84[-191.90441429,-39.30318279,-111.45032835,0.00928836,-0.01975479,0.00427372,0.252906278]') END
    WHERE (srid IN (3405, 3406, 4756) OR srid BETWEEN 5896 AND 5899 OR srid BETWEEN 9205 AND 9218)
      AND auth_name = 'EPSG';
    GET DIAGNOSTICS pinned = ROW_COUNT;
    RETURN pinned;
END $$;
COMMENT ON FUNCTION register.pin_datum() IS 'Pins VN-2000 to the parameters of Decision 05/2007/QĐ-BTNMT; returns rows changed.';
SELECT register.pin_datum();

-- Copies made before lie up to 0.81 m off there; they are computed, not facts.
DO $$
BEGIN
    PERFORM set_config('register.writing', 'on', true);
    UPDATE register.cluster_boundary SET geom = ST_Multi(ST_Transform(source_geom, 4326))
    WHERE geom && ST_MakeEnvelope(104.2, 9.3, 107.2, 11.1, 4326);
    UPDATE register.restricted_area SET geom = ST_Multi(ST_Transform(source_geom, 4326))
    WHERE geom && ST_MakeEnvelope(104.2, 9.3, 107.2, 11.1, 4326);
    PERFORM set_config('register.writing', '', true);
END $$;
