-- Who may sign in, and in which roles. Nothing here is a fact of the register: the serving role
-- never sees this schema; a role of its own (see storage/migrate.py) reads and writes it alone.
-- Secrets are kept as hashes only: argon2id of passwords, sha256 of random 256-bit texts.

CREATE SCHEMA access;

CREATE TABLE access.account (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login text NOT NULL UNIQUE CHECK (login ~ '^[a-z0-9][a-z0-9._@-]{1,99}$'),
    name text NOT NULL CHECK (name <> '' AND length(name) <= 200),
    password_hash text,
    password_set_at timestamptz,
    oidc_issuer text,
    oidc_subject text,
    locked_at timestamptz,
    locked_reason text,
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    version bigint NOT NULL DEFAULT 1,
    UNIQUE (oidc_issuer, oidc_subject),
    CHECK ((oidc_issuer IS NULL) = (oidc_subject IS NULL)),
    CHECK ((locked_at IS NULL) = (locked_reason IS NULL))
);

-- A membership is never deleted: who was responsible on a day stays readable.
CREATE TABLE access.membership (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account_id bigint NOT NULL REFERENCES access.account,
    role text NOT NULL CHECK (role IN (
        'administrator', 'ministry', 'province', 'industry_department', 'other_department',
        'district', 'commune', 'investor', 'enterprise')),
    territory_kind text NOT NULL CHECK (territory_kind IN ('country', 'unit', 'cluster', 'project')),
    territory_key text NOT NULL,
    organisation text NOT NULL DEFAULT '',
    valid_from date,
    valid_until date,
    granted_at timestamptz NOT NULL DEFAULT now(),
    granted_by text NOT NULL,
    revoked_at timestamptz,
    revoked_by text,
    CHECK (valid_from <= valid_until),
    CHECK ((territory_kind = 'country') = (territory_key = '')),
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);
CREATE INDEX membership_account ON access.membership (account_id);

CREATE TABLE access.session (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    account_id bigint NOT NULL REFERENCES access.account,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL DEFAULT now(),
    address text NOT NULL,
    browser text NOT NULL DEFAULT '',
    revoked_at timestamptz
);
CREATE INDEX session_account ON access.session (account_id);

CREATE TABLE access.api_token (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    account_id bigint NOT NULL REFERENCES access.account,
    name text NOT NULL CHECK (name <> '' AND length(name) <= 100),
    scope text NOT NULL CHECK (scope IN ('read', 'write')),
    created_at timestamptz NOT NULL DEFAULT now(),
    created_by text NOT NULL,
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz,
    revoked_by text
);
CREATE INDEX api_token_account ON access.api_token (account_id);

-- Every attempt that was looked at; begun as a failure, so that parallel ones count each other.
CREATE TABLE access.sign_in_attempt (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    login text NOT NULL,
    address text NOT NULL,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    succeeded boolean NOT NULL DEFAULT false
);
CREATE INDEX sign_in_attempt_login ON access.sign_in_attempt (login, at);
CREATE INDEX sign_in_attempt_address ON access.sign_in_attempt (address, at);
