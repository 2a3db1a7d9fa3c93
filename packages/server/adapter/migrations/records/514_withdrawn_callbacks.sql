-- What the account promised and does not keep, because it calls back no more in that way or for that skill.
ALTER TABLE callbacks DROP CONSTRAINT callbacks_state_check;
ALTER TABLE callbacks ADD CONSTRAINT callbacks_state_check CHECK (
  state IN
    ('reserved', 'promised', 'offered', 'ringing', 'reached', 'missed', 'cancelled', 'withdrawn')
);
