-- Files closed before this migration have no reason; every later one has.
ALTER TABLE register.staged_file ADD COLUMN discarded_reason text
    CONSTRAINT ck_staged_file_discarded_reason CHECK (discarded_reason IS NULL OR state = 'discarded');
COMMENT ON COLUMN register.staged_file.discarded_reason IS 'Why it was closed without applying it; null = closed before it was asked.';
