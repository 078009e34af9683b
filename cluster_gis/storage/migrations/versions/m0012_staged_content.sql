-- Files as received are packed already or hard to pack (GeoPackage, XLSX, ZIP): kept as they are.
ALTER TABLE register.staged_file ALTER COLUMN content SET STORAGE EXTERNAL;
