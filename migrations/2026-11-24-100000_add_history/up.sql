-- Which revisions are kept, and the events between them. Rules of the SQL are those of the first migration; `counts` and
-- the records of events are JSON documents, which nothing in the database asks about.

CREATE TABLE revisions (
    number BIGINT NOT NULL PRIMARY KEY,
    changed_at TIMESTAMP NOT NULL,
    fingerprint TEXT NOT NULL,
    record_format BIGINT NOT NULL,
    counts TEXT NOT NULL,
    -- How many events lead to it from the one before, and their length; null when they were not recorded.
    changes BIGINT,
    bytes BIGINT NOT NULL
);

CREATE TABLE changes (
    revision BIGINT NOT NULL REFERENCES revisions (number) ON DELETE CASCADE,
    position BIGINT NOT NULL,
    resource TEXT NOT NULL,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    action TEXT NOT NULL,
    record TEXT,
    former TEXT,
    PRIMARY KEY (revision, position)
);

-- Address of the instance that this database mirrors; null when it is an original.
ALTER TABLE data_revision ADD COLUMN mirrored_from TEXT;
