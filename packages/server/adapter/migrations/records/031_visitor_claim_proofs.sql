-- A hash of the page view on which a visitor id was claimed: the browser that claimed it and never
-- heard its token proves by it, for an hour, that it is the same page.

ALTER TABLE visitor_claims ADD COLUMN proof text NOT NULL DEFAULT '';
