-- The language that a user chose for the console, on every device; none: as their browser asks. Which
-- there are the product knows; one that it speaks no more counts as none.
ALTER TABLE users ADD COLUMN language text CHECK (length(language) <= 35);
