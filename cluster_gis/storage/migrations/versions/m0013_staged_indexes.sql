-- Candidate pairs of overlaps come from a tree in memory: an index that grows with each of 100,000
-- rows cost more than all that it answered. Most rows of a large file match no cluster.
DROP INDEX register.ix_staged_row_geom;
DROP INDEX register.ix_staged_row_cluster;
CREATE INDEX ix_staged_row_cluster ON register.staged_row (cluster_code) WHERE cluster_code IS NOT NULL;
