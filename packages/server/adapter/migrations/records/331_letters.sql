-- What an e-mail has beside the text of its message: all of its text, what is folded, and its HTML, made
-- safe. Masked like every text of a conversation.
CREATE TABLE letters (
  account text NOT NULL,
  conversation text NOT NULL,
  message text NOT NULL,
  text text NOT NULL,
  folded jsonb NOT NULL,
  html text,
  remote_images boolean NOT NULL,
  -- By content id: the message that carries the picture.
  pictures jsonb NOT NULL,
  PRIMARY KEY (account, conversation, message),
  FOREIGN KEY (account, conversation, message)
    REFERENCES messages (account, conversation, id) ON DELETE CASCADE
);
SELECT protect_table('letters');
