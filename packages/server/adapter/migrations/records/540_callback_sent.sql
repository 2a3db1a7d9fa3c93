-- What is told of a promise: each thing is noted before it leaves, so that a process that dies sends it once.
-- `is_silent`: its network had others about the same addresses, so that nobody is written to about it unless
-- they are known to have the address.
ALTER TABLE callbacks
  ADD COLUMN sent text[] NOT NULL DEFAULT '{}',
  ADD COLUMN is_silent boolean NOT NULL DEFAULT false;
