-- What an optimising campaign has learnt in one period. The text is written and read by the feature
-- alone; its place says through which unit it has learnt, in the order of their closing, so that each
-- is learnt once whatever happens in between.
CREATE TABLE engagement_policies (
  account text NOT NULL,
  campaign text NOT NULL,
  period integer NOT NULL,
  policy text NOT NULL,
  -- How often it was renewed: decisions name it.
  version integer NOT NULL,
  learnt_through timestamptz NOT NULL,
  learnt_visitor text NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (account, campaign, period),
  FOREIGN KEY (account, campaign) REFERENCES campaigns (account, id) ON DELETE CASCADE
);
SELECT protect_table('engagement_policies');
