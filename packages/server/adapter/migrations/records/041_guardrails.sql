-- A campaign may pause itself when it is proved to do harm: new ones do unless they are told not to,
-- those that were there before do once they are told to. What stopped a period stays with the period.
ALTER TABLE campaigns ADD COLUMN pause_on_harm boolean NOT NULL DEFAULT false;
ALTER TABLE campaign_periods ADD COLUMN stop jsonb;
