-- Questions and difficulties (kiến nghị, vướng mắc): of a cluster, a rule or a proposal; asked of an
-- office, which answers or passes it on. What was asked and said stays as it was.
CREATE SCHEMA question;

CREATE TABLE question.question (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cluster_code text REFERENCES register.industrial_cluster,
    rule text CHECK (rule <> ''),
    proposal_id bigint REFERENCES proposal.proposal,
    unit_key text NOT NULL,
    province_key text NOT NULL,
    title text NOT NULL CHECK (title <> ''),
    body text NOT NULL CHECK (body <> ''),
    asked_by text NOT NULL CHECK (asked_by <> ''),
    asked_on date NOT NULL,
    document jsonb,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'closed')),
    desk_role text NOT NULL CHECK (desk_role IN ('commune', 'industry_department',
        'other_department', 'province', 'ministry')),
    desk_name text,
    due_on date,
    answered_on date,
    closed_on date,
    version bigint NOT NULL DEFAULT 1,
    created_by text NOT NULL CHECK (created_by <> ''),
    created_by_name text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT ck_question_about CHECK (num_nonnulls(cluster_code, rule, proposal_id) >= 1),
    CONSTRAINT ck_question_department CHECK (desk_role <> 'other_department' OR desk_name <> ''),
    CONSTRAINT ck_question_answered CHECK (state <> 'answered' OR answered_on IS NOT NULL),
    CONSTRAINT ck_question_closed CHECK ((state = 'closed') = (closed_on IS NOT NULL))
);
COMMENT ON COLUMN question.question.unit_key IS 'Where it comes from: commune of the cluster, unit of the proposal or of who asks.';
COMMENT ON COLUMN question.question.desk_role IS 'The office that holds it, in the commune or province of the question.';
COMMENT ON COLUMN question.question.desk_name IS 'What that office is called, where the role does not say it.';
COMMENT ON COLUMN question.question.due_on IS 'Set by who asks or passes it on; the law sets no limit. Null = none.';
CREATE INDEX ix_question_cluster ON question.question (cluster_code);
CREATE INDEX ix_question_rule ON question.question (rule);
CREATE INDEX ix_question_proposal ON question.question (proposal_id);

CREATE TABLE question.step (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    question_id bigint NOT NULL REFERENCES question.question,
    version bigint NOT NULL,
    move text NOT NULL CHECK (move IN ('ask', 'forward', 'answer', 'close')),
    at timestamptz NOT NULL,
    on_date date NOT NULL,
    desk_role text NOT NULL,
    desk_name text,
    due_on date,
    body text,
    document jsonb,
    by_account text NOT NULL CHECK (by_account <> ''),
    by_name text NOT NULL,
    role text NOT NULL,
    UNIQUE (question_id, version)
);
COMMENT ON COLUMN question.step.desk_role IS 'The office that held it after the step; of an answer, the one that answers.';

CREATE FUNCTION question.keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'question.% keeps what was asked and answered', TG_TABLE_NAME
        USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER keep_question BEFORE DELETE ON question.question
    FOR EACH ROW EXECUTE FUNCTION question.keep();
CREATE TRIGGER keep_asked BEFORE UPDATE ON question.question FOR EACH ROW
    WHEN (OLD.state = 'closed' OR (OLD.cluster_code, OLD.rule, OLD.proposal_id, OLD.unit_key, OLD.title, OLD.body, OLD.asked_by, OLD.asked_on, OLD.document)
          IS DISTINCT FROM (NEW.cluster_code, NEW.rule, NEW.proposal_id, NEW.unit_key, NEW.title, NEW.body, NEW.asked_by, NEW.asked_on, NEW.document))
    EXECUTE FUNCTION question.keep();
CREATE TRIGGER keep_step BEFORE UPDATE OR DELETE ON question.step
    FOR EACH ROW EXECUTE FUNCTION question.keep();

SELECT audit.watch('question.question', subject => 'cluster_code');
SELECT audit.watch('question.step');
