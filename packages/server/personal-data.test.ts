// Compares the declarations of personal data with the columns of the migrated schemas of both
// stores.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openChdbReader, openChdbWriter } from './adapter/facts/chdb.ts';
import { factTexts } from './adapter/facts/facts-clickhouse.ts';
import { testDataFolder, testEngines } from './adapter/engines.test-support.ts';
import { migrateFacts } from './adapter/migrate-facts.ts';
import { type SchemaColumn, undeclared } from './privacy/compare.ts';
import { factsData, recordsData } from './privacy/personal-data.ts';

const folder = testDataFolder();
after(() => folder.remove());

test('[PD1] every column of PostgreSQL says whose it is, of which kind and how long it is kept', async (t) => {
  const engines = await testEngines();
  // Includes tables that the app role may not read.
  const columns = await engines.records.withoutAccount((sql) =>
    sql.rows<SchemaColumn>(
      `SELECT c.relname AS "table", a.attname AS "column" FROM pg_attribute AS a
       JOIN pg_class AS c ON c.oid = a.attrelid JOIN pg_namespace AS n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`,
    ),
  );
  await engines.close();
  t.diagnostic(`${columns.length} columns of PostgreSQL`);
  assert.ok(columns.length > 400, `read ${columns.length} columns`);
  assert.deepEqual(undeclared(recordsData, columns), []);
});

test('[PD1] every column of ClickHouse does so too', async (t) => {
  const writer = openChdbWriter(folder.path);
  await migrateFacts(writer.client);
  const texts = await factTexts(writer, () => openChdbReader(folder.path), 1);
  const result = await writer.client.query({
    query: `SELECT table, name AS "column" FROM system.columns
      WHERE database = currentDatabase() AND table NOT LIKE '%migrations%'`,
    format: 'JSONEachRow',
  });
  const columns = await result.json<SchemaColumn>();
  await texts.close();
  t.diagnostic(`${columns.length} columns of ClickHouse`);
  assert.ok(columns.length > 60, `read ${columns.length} columns`);
  assert.deepEqual(undeclared(factsData, columns), []);
});

test('[PD1] a column that is not declared is found, and one that is gone, and one that is declared twice', () => {
  const declared = { people: { kept: 'a day', user: { identifier: 'id', content: 'id gone' } } };
  const schema = ['id', 'new'].map((column) => ({ table: 'people', column }));
  assert.deepEqual(undeclared(declared, schema), [
    'people.new is not declared',
    'people.gone is declared and gone',
    'people.id is declared twice',
  ]);
});
