-- An e-mail address permits the same however it is spelt: permission keeps it in small letters. Any other
-- address is kept as it is.
CREATE FUNCTION permission_address(of_channel text, given text) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN EXISTS (SELECT FROM channels WHERE id = of_channel AND kind = 'email')
    THEN lower(given) ELSE given END
$$;
REVOKE EXECUTE ON FUNCTION permission_address FROM PUBLIC;
GRANT EXECUTE ON FUNCTION permission_address TO opportune_app;

-- Of several spellings of one address, what forbids stays: a suppression that holds before one that was
-- released, then the one that takes most to release, a withdrawn opt-in before one that holds, and the newest
-- of each.
DELETE FROM suppressions AS one USING channels AS c, suppressions AS other
WHERE c.account = one.account AND c.id = one.channel AND c.kind = 'email'
  AND other.account = one.account AND other.channel = one.channel
  AND other.address <> one.address AND lower(other.address) = lower(one.address)
  AND (other.released_at IS NULL,
      array_position(ARRAY['blocked', 'link', 'words', 'account'], other.reason), other.since, other.address)
    > (one.released_at IS NULL,
      array_position(ARRAY['blocked', 'link', 'words', 'account'], one.reason), one.since, one.address);
DELETE FROM opt_ins AS one USING channels AS c, opt_ins AS other
WHERE c.account = one.account AND c.id = one.channel AND c.kind = 'email'
  AND other.account = one.account AND other.channel = one.channel AND other.purpose = one.purpose
  AND other.address <> one.address AND lower(other.address) = lower(one.address)
  AND (other.withdrawn_at IS NOT NULL, other.given_at, other.address)
    > (one.withdrawn_at IS NOT NULL, one.given_at, one.address);
UPDATE suppressions AS one SET address = lower(one.address) FROM channels AS c
WHERE c.account = one.account AND c.id = one.channel AND c.kind = 'email' AND one.address <> lower(one.address);
UPDATE opt_ins AS one SET address = lower(one.address) FROM channels AS c
WHERE c.account = one.account AND c.id = one.channel AND c.kind = 'email' AND one.address <> lower(one.address);
UPDATE permission_entries AS one SET address = lower(one.address) FROM channels AS c
WHERE c.account = one.account AND c.id = one.channel AND c.kind = 'email' AND one.address <> lower(one.address);
