-- The key of an uploaded file of contacts, sealed. The pieces of the file are encrypted with it. Null: the
-- file is gone, or it came before files were encrypted and lies as it came until its import is over.
ALTER TABLE contact_imports ADD COLUMN sealed_key text;
