ALTER TABLE data_revision DROP COLUMN mirrored_from;
DROP TABLE changes;
DROP TABLE revisions;
