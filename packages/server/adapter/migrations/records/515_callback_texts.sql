-- Whether promises by telephone are confirmed and reminded of by a text, where a channel sends some.
ALTER TABLE callback_settings ADD COLUMN texts boolean NOT NULL DEFAULT true;
