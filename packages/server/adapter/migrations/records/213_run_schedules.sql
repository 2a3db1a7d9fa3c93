-- By which schedule each campaign ran. A run ends where it is changed, too: that begins no period, but
-- outside a schedule's dates nobody was met, and in other hours others were.

ALTER TABLE campaign_runs ADD COLUMN schedule jsonb;

-- Versions of the configuration name what ran by which schedule, and follow each other without a gap.
DELETE FROM campaign_runs;
INSERT INTO campaign_runs (account, campaign, began_at, ended_at, schedule)
SELECT account, campaign, min(changed_at), nullif(max(until), 'infinity'), schedule
FROM (
  SELECT account, campaign, schedule, changed_at, until,
    version - row_number() OVER (PARTITION BY account, campaign, schedule ORDER BY version) AS stretch
  FROM (
    SELECT v.account, v.version, v.changed_at, v.until, c->>'id' AS campaign, c->'document'->'schedule' AS schedule
    FROM (
      SELECT *, lead(changed_at, 1, 'infinity') OVER (PARTITION BY account ORDER BY version) AS until
      FROM configuration_versions
    ) AS v, jsonb_array_elements(v.document->'campaigns') AS c
  ) AS named
) AS ran
WHERE EXISTS (SELECT FROM campaigns WHERE campaigns.account = ran.account AND id = campaign)
GROUP BY account, campaign, schedule, stretch
HAVING max(until) > min(changed_at);

ALTER TABLE campaign_runs ALTER COLUMN schedule SET NOT NULL;
