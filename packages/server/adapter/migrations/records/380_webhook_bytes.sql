-- Events of webhooks are bounded in bytes, those that wait and those that the log keeps.
ALTER TABLE webhook_events
  ADD COLUMN size integer NOT NULL GENERATED ALWAYS AS (octet_length(body)) STORED;

-- Bytes of events that ended since the log was last measured.
ALTER TABLE webhooks ADD COLUMN unmeasured bigint NOT NULL DEFAULT 0;

DROP INDEX webhook_events_waiting;
CREATE INDEX webhook_events_waiting ON webhook_events (account, webhook) INCLUDE (size)
  WHERE state = 'waiting';
CREATE INDEX webhook_events_ended ON webhook_events (account, webhook, made_at DESC, id) INCLUDE (size)
  WHERE state <> 'waiting';
