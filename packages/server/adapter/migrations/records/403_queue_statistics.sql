-- Rows of these tables are found by their ids and keys. While a table has no statistics, PostgreSQL takes an
-- account for few rows, and any index that begins with the account for as good as that of the key: it then
-- reads everything that waits. These statistics say the opposite once and for all. They cannot be given to
-- versions before 18.
DO $$
DECLARE
  queue text;
BEGIN
  FOREACH queue IN ARRAY ARRAY['jobs', 'channel_inbox', 'deliveries', 'delivery_parts'] LOOP
    EXECUTE format('ALTER TABLE %I ALTER COLUMN account SET STATISTICS 0', queue);
    IF to_regproc('pg_restore_attribute_stats') IS NOT NULL THEN
      PERFORM pg_restore_attribute_stats(
        'schemaname', current_schema()::text, 'relname', queue, 'attname', 'account',
        'inherited', false, 'null_frac', 0::real, 'avg_width', 20, 'n_distinct', 1::real);
    END IF;
  END LOOP;
END $$;
