-- Visitors whom managers leave out of a campaign's sensitivity analysis: a span of time or a rule, with
-- who and when. One that is taken back stays, since somebody may have decided by it.

CREATE TABLE exclusions (
  account text NOT NULL,
  campaign text NOT NULL,
  id text NOT NULL,
  -- Null: every period.
  period integer,
  excluded jsonb NOT NULL,
  note text NOT NULL,
  made_at timestamptz NOT NULL,
  made_by text NOT NULL,
  removed_at timestamptz,
  removed_by text,
  PRIMARY KEY (account, campaign, id),
  FOREIGN KEY (account, campaign) REFERENCES campaigns (account, id) ON DELETE CASCADE
);

SELECT protect_table('exclusions');
REVOKE DELETE ON exclusions FROM opportune_app;
