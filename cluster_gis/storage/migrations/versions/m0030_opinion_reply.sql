-- The reply to an opinion (tiếp thu, giải trình): an opinion stands, its reply may be written until
-- the proposal is decided; who wrote what before is in the trail.
ALTER TABLE proposal.opinion
    ADD COLUMN reply text CHECK (reply <> ''),
    ADD COLUMN reply_by text,
    ADD CONSTRAINT ck_opinion_reply CHECK ((reply IS NULL) = (reply_by IS NULL)
                                           AND (reply IS NULL OR given_on IS NOT NULL));
DROP TRIGGER keep_opinion ON proposal.opinion;
CREATE TRIGGER keep_opinion BEFORE UPDATE ON proposal.opinion FOR EACH ROW
    WHEN (OLD.given_on IS NOT NULL
          AND (OLD.proposal_id, OLD.agency, OLD.required, OLD.requested_on, OLD.due_on, OLD.requested_by,
               OLD.revision, OLD.given_on, OLD.result, OLD.body, OLD.document, OLD.given_by)
              IS DISTINCT FROM
              (NEW.proposal_id, NEW.agency, NEW.required, NEW.requested_on, NEW.due_on, NEW.requested_by,
               NEW.revision, NEW.given_on, NEW.result, NEW.body, NEW.document, NEW.given_by))
    EXECUTE FUNCTION proposal.keep_record();
