-- What reaches each goal (its event, its key and its trust), and since when: holdouts are compared by
-- goals as they are now, over visitors who first came since then.

ALTER TABLE goals ADD COLUMN reached_by jsonb, ADD COLUMN reached_since timestamptz;

UPDATE goals SET reached_since = newest.changed_at,
  reached_by = jsonb_build_array(document->'event', document->'key', document->'trust')
FROM (
  SELECT DISTINCT ON (account, goal) account, goal, changed_at
  FROM (
    SELECT account, version, goal, changed_at, reached,
      lag(reached) OVER (PARTITION BY account, goal ORDER BY version) AS former
    FROM (
      SELECT v.account, v.version, v.changed_at, g->>'id' AS goal,
        jsonb_build_array(g->'event', g->'key', g->'trust') AS reached
      FROM configuration_versions AS v, jsonb_array_elements(v.document->'goals') AS g
    ) AS said
  ) AS each
  WHERE reached IS DISTINCT FROM former
  ORDER BY account, goal, version DESC
) AS newest
WHERE newest.account = goals.account AND newest.goal = goals.id;
