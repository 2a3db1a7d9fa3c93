-- The newest moments learnt of a goal, for the learner that trains on many at once: parts of a thousand,
-- each moment its features as bytes and whether the goal was reached. No visitor, no time. Written and
-- read with the model by the feature alone, which keeps fifty parts at most.
CREATE TABLE intent_moments (
  account text NOT NULL,
  goal text NOT NULL,
  part integer NOT NULL,
  moments bytea NOT NULL,
  PRIMARY KEY (account, goal, part),
  FOREIGN KEY (account, goal) REFERENCES intent_models (account, goal) ON DELETE CASCADE
);
SELECT protect_table('intent_moments');
