-- What 403_queue_statistics.sql says of queues holds of every table of accounts until PostgreSQL has read it
-- once: rows of an account are found by their ids. The first ten thousand conversations would otherwise cost
-- as much as their square. Here PostgreSQL puts its own statistics in the place of these.
DO $$
DECLARE
  found record;
BEGIN
  IF to_regproc('pg_restore_attribute_stats') IS NULL THEN RETURN; END IF;
  FOR found IN
    SELECT class.relname FROM pg_class AS class
    JOIN pg_attribute AS col ON col.attrelid = class.oid AND col.attname = 'account'
    WHERE class.relnamespace = current_schema()::regnamespace AND class.relkind = 'r'
      AND class.reltuples < 0
  LOOP
    PERFORM pg_restore_attribute_stats(
      'schemaname', current_schema()::text, 'relname', found.relname::text, 'attname', 'account',
      'inherited', false, 'null_frac', 0::real, 'avg_width', 20, 'n_distinct', 1::real);
  END LOOP;
END $$;
