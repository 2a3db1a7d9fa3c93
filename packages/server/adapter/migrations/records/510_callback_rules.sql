-- How far ahead call backs are promised, for which skills (null: all, and without one), and in which ways.
ALTER TABLE callback_settings
  ADD COLUMN ahead_days integer NOT NULL DEFAULT 7 CHECK (ahead_days > 0),
  ADD COLUMN skills text[],
  ADD COLUMN ways text[] NOT NULL DEFAULT '{browser,telephone}';
