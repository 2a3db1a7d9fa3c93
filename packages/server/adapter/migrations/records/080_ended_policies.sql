-- Units whose window is open when their period ends are learnt when it closes. `ending`: the ended
-- periods that a policy goes on from, each with the unit of it learnt last. `done`: nothing of the
-- period is left to be learnt by its own row, since all has closed or a later period goes on from it.
ALTER TABLE engagement_policies
  ADD COLUMN ending jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN done boolean NOT NULL DEFAULT false;
