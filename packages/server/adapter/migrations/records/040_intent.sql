-- What was learnt of how visits end, one model an account and goal. The text is written and read by
-- the feature alone; how far it has learnt says which past visits it has still to read.
CREATE TABLE intent_models (
  account text NOT NULL,
  goal text NOT NULL,
  model text NOT NULL,
  since timestamptz NOT NULL,
  learnt_through timestamptz NOT NULL,
  saved_at timestamptz NOT NULL,
  PRIMARY KEY (account, goal),
  FOREIGN KEY (account, goal) REFERENCES goals (account, id) ON DELETE CASCADE
);
SELECT protect_table('intent_models');
