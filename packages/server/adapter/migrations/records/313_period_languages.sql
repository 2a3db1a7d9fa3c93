-- The account's languages as far as they decided what visitors of the campaign read in this period.
-- Null: the campaign had no translations, or the account had named no languages.
ALTER TABLE campaign_periods ADD COLUMN languages jsonb;
