-- A person may be a user of 20 accounts: each password of theirs is compared at a sign-in, and that work
-- is charged. There were five before, of the oldest accounts: in the others nobody could sign in.
CREATE OR REPLACE FUNCTION find_users_by_email(wanted text)
  RETURNS TABLE (account text, user_id text, password_hash text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT u.account, u.id, u.password_hash
  FROM users u WHERE lower(u.email) = lower(wanted) AND NOT u.disabled
  ORDER BY u.created_at, u.account LIMIT 20
$$;

-- Whether one more account may have a user of an e-mail address who is not disabled. Holds the address
-- until the transaction ends, so that two accounts cannot both take its last place. Each statement in
-- it sees what was committed before the lock was given.
CREATE FUNCTION has_room_for_email(wanted text, most integer) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(7700250, hashtext(lower(wanted)));
  RETURN (SELECT count(*) < most FROM users u WHERE lower(u.email) = lower(wanted) AND NOT u.disabled);
END
$$;
REVOKE EXECUTE ON FUNCTION has_room_for_email FROM PUBLIC;
GRANT EXECUTE ON FUNCTION has_room_for_email TO opportune_app;
