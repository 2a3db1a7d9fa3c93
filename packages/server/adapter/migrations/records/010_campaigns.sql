-- Campaigns: the draft against the live version, their periods, and drafts on trial.

CREATE TABLE campaigns (
  account text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id text NOT NULL,
  state text NOT NULL CHECK (state IN ('draft', 'running', 'paused', 'archived')),
  draft jsonb NOT NULL,
  live jsonb,
  period integer,
  revision integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by text NOT NULL,
  PRIMARY KEY (account, id)
);
SELECT protect_table('campaigns');

-- What a period began with never changes; only its end is written once.
CREATE TABLE campaign_periods (
  account text NOT NULL,
  campaign text NOT NULL,
  number integer NOT NULL,
  began_at timestamptz NOT NULL,
  ended_at timestamptz,
  document jsonb NOT NULL,
  goal jsonb NOT NULL,
  PRIMARY KEY (account, campaign, number),
  FOREIGN KEY (account, campaign) REFERENCES campaigns (account, id) ON DELETE CASCADE
);
SELECT protect_table('campaign_periods');
REVOKE DELETE ON campaign_periods FROM opportune_app;

CREATE TABLE campaign_trials (
  account text NOT NULL,
  code_hash bytea NOT NULL,
  campaign text NOT NULL,
  document jsonb NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (account, code_hash),
  FOREIGN KEY (account, campaign) REFERENCES campaigns (account, id) ON DELETE CASCADE
);
SELECT protect_table('campaign_trials');
