-- When somebody took a message to send it by e-mail, so that one request of several sends it; null: nobody,
-- or it is known whether it left.

ALTER TABLE messages ADD COLUMN mailing_at timestamptz;
