-- When each campaign ran: from a publication or a resumption to the next pause or its end. A period goes
-- on through a pause; how many visitors a day it met, and which campaigns ran beside it, does not.

CREATE TABLE campaign_runs (
  account text NOT NULL,
  campaign text NOT NULL,
  began_at timestamptz NOT NULL,
  ended_at timestamptz,
  PRIMARY KEY (account, campaign, began_at),
  FOREIGN KEY (account, campaign) REFERENCES campaigns (account, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX campaign_runs_open ON campaign_runs (account, campaign) WHERE ended_at IS NULL;

-- Versions of the configuration name what ran, and follow each other without a gap.
INSERT INTO campaign_runs (account, campaign, began_at, ended_at)
SELECT account, campaign, min(changed_at), nullif(max(until), 'infinity')
FROM (
  SELECT v.account, c->>'id' AS campaign, v.changed_at, v.until,
    v.version - row_number() OVER (PARTITION BY v.account, c->>'id' ORDER BY v.version) AS stretch
  FROM (
    SELECT *, lead(changed_at, 1, 'infinity') OVER (PARTITION BY account ORDER BY version) AS until
    FROM configuration_versions
  ) AS v, jsonb_array_elements(v.document->'campaigns') AS c
) AS ran
WHERE EXISTS (SELECT FROM campaigns WHERE campaigns.account = ran.account AND id = campaign)
GROUP BY account, campaign, stretch
HAVING max(until) > min(changed_at);

SELECT protect_table('campaign_runs');
REVOKE DELETE ON campaign_runs FROM opportune_app;
