-- What a user has begun to write in a conversation and not sent, for all their devices and for nobody else.

CREATE TABLE drafts (
  account text NOT NULL,
  user_id text NOT NULL,
  conversation text NOT NULL,
  body text NOT NULL CHECK (body <> ''),
  note boolean NOT NULL,
  at timestamptz NOT NULL,
  PRIMARY KEY (account, user_id, conversation),
  FOREIGN KEY (account, conversation) REFERENCES conversations (account, id) ON DELETE CASCADE
);
CREATE INDEX drafts_by_conversation ON drafts (account, conversation);
SELECT protect_table('drafts');

-- Whatever ends a conversation ends what was begun in it.
CREATE FUNCTION forget_drafts_of_ended() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM drafts WHERE account = NEW.account AND conversation = NEW.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER drafts_gone AFTER UPDATE OF status ON conversations
  FOR EACH ROW WHEN (NEW.status = 'ended' AND OLD.status <> 'ended')
  EXECUTE FUNCTION forget_drafts_of_ended();

-- Nobody reads on what somebody who may sign in no more had begun.
CREATE FUNCTION forget_drafts_of_user() RETURNS trigger
  LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM drafts WHERE account = OLD.account AND user_id = OLD.id;
  RETURN NULL;
END
$$;
CREATE TRIGGER drafts_gone AFTER UPDATE OF disabled ON users
  FOR EACH ROW WHEN (NEW.disabled) EXECUTE FUNCTION forget_drafts_of_user();
CREATE TRIGGER drafts_gone_with AFTER DELETE ON users
  FOR EACH ROW EXECUTE FUNCTION forget_drafts_of_user();
