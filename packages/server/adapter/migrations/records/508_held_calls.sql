-- How long customers were on hold in a call. Null: it goes on, its server ended, or it is older than this.
ALTER TABLE calls ADD COLUMN held_s integer CHECK (held_s >= 0);
