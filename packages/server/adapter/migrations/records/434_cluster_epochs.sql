-- What the processes of a cluster agree on: one row, changed by whoever read its newest revision. Nobody
-- holds a lock on it between two statements, because a process may stop at any instant.
CREATE TABLE cluster_register (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  revision bigint NOT NULL,
  register jsonb NOT NULL CHECK (octet_length(register::text) <= 1048576)
) WITH (fillfactor = 50);
REVOKE ALL ON cluster_register FROM PUBLIC;
ALTER TABLE cluster_register ENABLE ROW LEVEL SECURITY;
ALTER TABLE cluster_register FORCE ROW LEVEL SECURITY;
CREATE POLICY of_no_account ON cluster_register TO opportune_app USING (false);
CREATE POLICY of_owner ON cluster_register TO CURRENT_USER USING (true) WITH CHECK (true);
INSERT INTO cluster_register (revision, register)
VALUES (0, '{"revision": 0, "epoch": 0, "shards": [], "views": [], "gone": [], "seals": []}');

CREATE FUNCTION cluster_register() RETURNS jsonb
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  RETURN (SELECT register FROM cluster_register);

-- Whether the change was made: nobody has changed it since it was read.
CREATE FUNCTION change_cluster_register(read_revision bigint, changed jsonb) RETURNS boolean
  LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH done AS (
    UPDATE cluster_register SET revision = (changed ->> 'revision')::bigint, register = changed
    WHERE revision = read_revision RETURNING 1
  )
  SELECT EXISTS (SELECT FROM done)
$$;

-- Whose writes an account's desk takes: the shard, the epoch of its lease, and the epoch since which it
-- has the desk. A transaction that finds another one here writes nothing.
CREATE TABLE desk_epochs (
  account text PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  shard text NOT NULL CHECK (length(shard) <= 64),
  epoch bigint NOT NULL,
  since bigint NOT NULL
);
SELECT protect_table('desk_epochs');

REVOKE EXECUTE ON FUNCTION cluster_register, change_cluster_register FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cluster_register, change_cluster_register TO opportune_app;
