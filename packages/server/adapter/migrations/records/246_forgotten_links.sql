-- A link for a forgotten password is told apart from one that an administrator made: anybody may ask
-- for it, so it ends no other.
ALTER TABLE sign_in_links DROP CONSTRAINT sign_in_links_purpose_check;
ALTER TABLE sign_in_links ADD CONSTRAINT sign_in_links_purpose_check
  CHECK (purpose IN ('first', 'invitation', 'reset', 'forgotten'));
