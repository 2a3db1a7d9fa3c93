-- A brand that is not published yet, for one's own browser on the site's own pages.
CREATE TABLE brand_trials (
  account text NOT NULL,
  code_hash bytea NOT NULL,
  site text NOT NULL,
  look jsonb NOT NULL,
  creative jsonb NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (account, code_hash),
  FOREIGN KEY (account, site) REFERENCES sites (account, id) ON DELETE CASCADE
);
SELECT protect_table('brand_trials');
