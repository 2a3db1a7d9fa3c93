-- Whether a user's name was said by a person. One that the product made up is asked for at the next
-- sign-in: visitors read it beside every answer.

ALTER TABLE users ADD COLUMN named boolean NOT NULL DEFAULT true;
UPDATE users SET named = false WHERE name = 'Administrator';
