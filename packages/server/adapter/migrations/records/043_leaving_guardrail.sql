-- A campaign may also pause itself when it is proved to drive visitors away: only where it is told to,
-- since who leaves sooner may be worth what those who stay bring.
ALTER TABLE campaigns ADD COLUMN pause_on_leaving boolean NOT NULL DEFAULT false;
