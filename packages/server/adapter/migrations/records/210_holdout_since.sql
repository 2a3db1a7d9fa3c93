-- The holdout's share as the newest version of the configuration says it, and since when each version
-- has said so: asked of the documents, that costs reading all of them.

ALTER TABLE accounts ADD COLUMN holdout_share integer, ADD COLUMN holdout_since timestamptz;

UPDATE accounts AS a SET holdout_share = newest.share, holdout_since = newest.changed_at
FROM (
  SELECT DISTINCT ON (account) account, share, changed_at
  FROM (
    SELECT account, version, changed_at, share, lag(share) OVER (PARTITION BY account ORDER BY version) AS former
    FROM (
      SELECT account, version, changed_at, (document->'settings'->>'holdout')::integer AS share
      FROM configuration_versions
    ) AS said
  ) AS each
  WHERE share IS DISTINCT FROM former
  ORDER BY account, version DESC
) AS newest
WHERE newest.account = a.id;
