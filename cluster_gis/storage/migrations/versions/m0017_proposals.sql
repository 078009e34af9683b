-- Proposals: a change set of the plan, its way through review, and its decision.
-- Drafts are written over; a revision, an event and what was given with it never are. What is
-- decided enters the register through register.write_versions in the transaction of the decision.
CREATE SCHEMA proposal;

CREATE TABLE proposal.proposal (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    province_key text NOT NULL,
    unit_key text NOT NULL,
    proposer_role text NOT NULL CHECK (proposer_role IN ('commune', 'district', 'industry_department')),
    state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'submitted', 'in_appraisal',
        'completion_requested', 'appraised', 'ministry_opinion', 'approved', 'refused', 'withdrawn')),
    version bigint NOT NULL DEFAULT 1,
    draft jsonb NOT NULL,
    law_on date,
    base_revision bigint,
    appraised_by text,
    appraisal_result text,
    appraised_verdict text,
    appraisal jsonb,
    undoes bigint REFERENCES proposal.proposal,
    decided_revision bigint,
    plan_version_key text,
    created_by text NOT NULL CHECK (created_by <> ''),
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    changed_by text NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ck_proposal_received CHECK (state IN ('draft', 'withdrawn') OR law_on IS NOT NULL),
    CONSTRAINT ck_proposal_appraised CHECK (
        state NOT IN ('appraised', 'ministry_opinion', 'approved', 'refused')
        OR (base_revision IS NOT NULL AND appraised_by IS NOT NULL AND appraisal IS NOT NULL))
);
COMMENT ON COLUMN proposal.proposal.version IS
    'Goes up with every change; a writer must name the one it saw (If-Match).';
COMMENT ON COLUMN proposal.proposal.law_on IS
    'Legal day of submission: it picks the version of the law.';
COMMENT ON COLUMN proposal.proposal.base_revision IS
    'Revision of the register that the appraisal looked at.';
CREATE INDEX ix_proposal_state ON proposal.proposal (province_key, state);

CREATE TABLE proposal.revision (
    proposal_id bigint NOT NULL REFERENCES proposal.proposal,
    number integer NOT NULL CHECK (number >= 1),
    content jsonb NOT NULL,
    attachments bigint[] NOT NULL DEFAULT '{}',
    findings jsonb NOT NULL,
    reason text,
    made_by text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (proposal_id, number)
);

-- What a draft (revision 0) or a revision touches on the ground; found by its geometry.
CREATE TABLE proposal.item (
    proposal_id bigint NOT NULL REFERENCES proposal.proposal,
    revision integer NOT NULL DEFAULT 0,
    item_key text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('add', 'adjust', 'expand', 'withdraw', 'establish')),
    cluster_code text REFERENCES register.industrial_cluster,
    name text,
    area_ha numeric CHECK (area_ha > 0),
    geom geometry(MultiPolygon, 4326),
    PRIMARY KEY (proposal_id, revision, item_key)
);
CREATE INDEX ix_item_geom ON proposal.item USING gist (geom);
CREATE INDEX ix_item_cluster ON proposal.item (cluster_code);

CREATE TABLE proposal.event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    proposal_id bigint NOT NULL REFERENCES proposal.proposal,
    version bigint NOT NULL,
    move text NOT NULL,
    from_state text,
    to_state text NOT NULL,
    at timestamptz NOT NULL,
    on_date date NOT NULL,
    by_account text NOT NULL CHECK (by_account <> ''),
    by_name text NOT NULL,
    role text NOT NULL,
    reason text,
    document jsonb,
    revision integer,
    details jsonb NOT NULL DEFAULT '{}',
    UNIQUE (proposal_id, version)
);

CREATE TABLE proposal.attachment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    proposal_id bigint NOT NULL REFERENCES proposal.proposal,
    item_key text,
    paper text,
    file_name text NOT NULL CHECK (file_name <> ''),
    media_type text NOT NULL,
    content bytea NOT NULL,
    size integer NOT NULL CHECK (size = length(content)),
    sha256 text NOT NULL CHECK (sha256 = encode(sha256(content), 'hex')),
    added_by text NOT NULL,
    added_at timestamptz NOT NULL DEFAULT now(),
    removed_at timestamptz
);
COMMENT ON COLUMN proposal.attachment.paper IS
    'Paper of the dossier checklist that it is; null = other evidence.';
CREATE INDEX ix_attachment_proposal ON proposal.attachment (proposal_id);

CREATE TABLE proposal.opinion (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    proposal_id bigint NOT NULL REFERENCES proposal.proposal,
    agency text NOT NULL CHECK (agency <> ''),
    required boolean NOT NULL DEFAULT true,
    requested_on date NOT NULL,
    due_on date,
    requested_by text NOT NULL,
    revision integer NOT NULL,
    given_on date,
    result text CHECK (result IN ('agree', 'agree_with_conditions', 'disagree')),
    body text,
    document jsonb,
    given_by text,
    CONSTRAINT ck_opinion_given CHECK ((given_on IS NULL) = (result IS NULL)
                                       AND (given_on IS NULL) = (given_by IS NULL)),
    CONSTRAINT ck_opinion_in_order CHECK (given_on >= requested_on)
);
CREATE INDEX ix_opinion_proposal ON proposal.opinion (proposal_id);
CREATE UNIQUE INDEX ux_opinion_open ON proposal.opinion (proposal_id, agency) WHERE given_on IS NULL;

CREATE TABLE proposal.comment (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    proposal_id bigint NOT NULL REFERENCES proposal.proposal,
    revision integer NOT NULL,
    item_key text,
    about text NOT NULL CHECK (about IN ('proposal', 'vertex', 'figure', 'rule', 'document')),
    target text,
    lon double precision,
    lat double precision,
    body text NOT NULL CHECK (body <> ''),
    reply_to bigint REFERENCES proposal.comment,
    by_account text NOT NULL,
    by_name text NOT NULL,
    role text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    resolved_by text,
    resolved_at timestamptz,
    CONSTRAINT ck_comment_place CHECK ((about = 'vertex') = (lon IS NOT NULL AND lat IS NOT NULL)),
    CONSTRAINT ck_comment_target CHECK (about = 'proposal' OR target IS NOT NULL),
    CONSTRAINT ck_comment_resolved CHECK ((resolved_by IS NULL) = (resolved_at IS NULL))
);
CREATE INDEX ix_comment_proposal ON proposal.comment (proposal_id);

-- Papers on the ladder of the procedure, each of one step.
CREATE TABLE proposal.paper (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    proposal_id bigint NOT NULL REFERENCES proposal.proposal,
    step text NOT NULL,
    number text NOT NULL CHECK (number <> ''),
    signed_on date NOT NULL,
    agency text,
    title text,
    attachment bigint REFERENCES proposal.attachment,
    recorded_by text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ix_paper_proposal ON proposal.paper (proposal_id);

-- What the statutory clock of a step starts from; its limits are the law room's.
CREATE TABLE proposal.clock (
    proposal_id bigint NOT NULL REFERENCES proposal.proposal,
    rule text NOT NULL,
    started_on date NOT NULL,
    done_on date,
    pauses jsonb NOT NULL DEFAULT '[]',
    PRIMARY KEY (proposal_id, rule),
    CONSTRAINT ck_clock_in_order CHECK (done_on >= started_on)
);
COMMENT ON COLUMN proposal.clock.pauses IS
    '[{"requested": day, "completed": day or null}], in order; at most the last is open.';

-- Records: revisions, events, papers and files stay as they were.
CREATE FUNCTION proposal.keep_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'proposal.% keeps what was said and decided', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_revision BEFORE UPDATE OR DELETE ON proposal.revision
    FOR EACH ROW EXECUTE FUNCTION proposal.keep_record();
CREATE TRIGGER keep_event BEFORE UPDATE OR DELETE ON proposal.event
    FOR EACH ROW EXECUTE FUNCTION proposal.keep_record();
CREATE TRIGGER keep_paper BEFORE UPDATE OR DELETE ON proposal.paper
    FOR EACH ROW EXECUTE FUNCTION proposal.keep_record();
CREATE TRIGGER keep_proposal BEFORE DELETE ON proposal.proposal
    FOR EACH ROW EXECUTE FUNCTION proposal.keep_record();
CREATE TRIGGER keep_item BEFORE UPDATE OR DELETE ON proposal.item
    FOR EACH ROW WHEN (OLD.revision > 0) EXECUTE FUNCTION proposal.keep_record();
CREATE TRIGGER keep_attachment BEFORE DELETE ON proposal.attachment
    FOR EACH ROW EXECUTE FUNCTION proposal.keep_record();
CREATE TRIGGER keep_content BEFORE UPDATE OF content, file_name, paper, item_key ON proposal.attachment
    FOR EACH ROW EXECUTE FUNCTION proposal.keep_record();
CREATE TRIGGER keep_opinion BEFORE UPDATE ON proposal.opinion
    FOR EACH ROW WHEN (OLD.given_on IS NOT NULL) EXECUTE FUNCTION proposal.keep_record();
CREATE TRIGGER keep_no_opinion_lost BEFORE DELETE ON proposal.opinion
    FOR EACH ROW EXECUTE FUNCTION proposal.keep_record();
CREATE TRIGGER keep_comment BEFORE UPDATE OF body, by_account, about, target ON proposal.comment
    FOR EACH ROW EXECUTE FUNCTION proposal.keep_record();

-- What is decided is decided: the state machine has no arrow out, and the table neither.
CREATE TRIGGER keep_decided BEFORE UPDATE ON proposal.proposal
    FOR EACH ROW WHEN (OLD.state IN ('approved', 'refused', 'withdrawn'))
    EXECUTE FUNCTION proposal.keep_record();
