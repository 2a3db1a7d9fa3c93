import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pending, readMigrations } from './migrate.ts';

const file = (name: string, checksum = `sum of ${name}`) => ({ name, sql: '', checksum });

describe('migrations', () => {
  it('are read in the order of their numbers, each with a number of its own', () => {
    for (const engine of ['records', 'facts'] as const) {
      const names = readMigrations(engine).map(({ name }) => name);
      assert.ok(names.length > 0);
      assert.deepEqual(names, names.toSorted());
      assert.equal(new Set(names.map((name) => name.slice(0, 3))).size, names.length);
    }
  });

  it('are applied once: applied ones are skipped', () => {
    const all = [file('001_a.sql'), file('002_b.sql'), file('003_c.sql')];
    assert.deepEqual(pending(all, [file('002_b.sql'), file('001_a.sql')]), [file('003_c.sql')]);
  });

  it('stop the start by name if they changed or vanished after they were applied', () => {
    const changed = () => pending([file('001_a.sql', 'new')], [file('001_a.sql')]);
    assert.throws(changed, { code: 'start.migration_changed', message: /001_a\.sql has changed/ });
    const gone = () => pending([], [file('001_a.sql')]);
    assert.throws(gone, { code: 'start.migration_changed', message: /001_a\.sql is missing/ });
  });
});
