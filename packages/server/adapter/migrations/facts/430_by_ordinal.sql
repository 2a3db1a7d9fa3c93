-- Webhooks follow decisions and conversions by their ordinals, from where they stopped. Both tables are
-- sorted by visitor, so that every look read the account's whole month. A projection is sorted by ordinal.
ALTER TABLE decisions MODIFY SETTING lightweight_mutation_projection_mode = 'rebuild';
ALTER TABLE conversions MODIFY SETTING lightweight_mutation_projection_mode = 'rebuild';
ALTER TABLE decisions ADD PROJECTION by_ordinal (
  SELECT account, ordinal, id, site, visitor, visit, campaign, period, engagement, goal, arm, variant, zone,
    offer, page_view, at
  ORDER BY account, ordinal);
ALTER TABLE conversions ADD PROJECTION by_ordinal (
  SELECT account, ordinal, site, visitor, goal, key, event, value, currency, trust, at, received_at
  ORDER BY account, ordinal);
-- In the background. Until then a look reads rows from before the upgrade as it did.
ALTER TABLE decisions MATERIALIZE PROJECTION by_ordinal;
ALTER TABLE conversions MATERIALIZE PROJECTION by_ordinal;
