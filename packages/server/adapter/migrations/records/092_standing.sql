-- How far ahead of others a waiting conversation stands by its customer and its worth, in steps of
-- priority; and within how many seconds how many of a skill's conversations are to be answered.

ALTER TABLE conversations ADD COLUMN standing double precision NOT NULL DEFAULT 0;

ALTER TABLE skills
  ADD COLUMN answered_within_s integer CHECK (answered_within_s > 0),
  ADD COLUMN answered_share double precision CHECK (answered_share > 0 AND answered_share <= 1),
  ADD CHECK ((answered_within_s IS NULL) = (answered_share IS NULL));
