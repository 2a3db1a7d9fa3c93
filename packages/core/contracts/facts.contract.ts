// The contract of every store of facts: durable appends, once per token; rows of one account at a
// time; no other access to a table. Each adapter runs this suite against its real engine.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { factTables, type FactRow, type FactStore } from '../ports/facts.ts';

/**
 * Runs the suite on the store that `open` opens. It is closed afterwards. `unfit`: a store that is durable
 * before it knows the tables takes rows that fit none, and sets them aside.
 */
export function factsContract(
  name: string,
  open: () => Promise<FactStore>,
  { unfit = 'refused' }: { readonly unfit?: 'refused' | 'set aside' } = {},
): void {
  describe(`facts: ${name}`, () => {
    let store: FactStore;
    before(async () => {
      store = await open();
    });
    after(() => store.close());
    keepsWhatItStored(() => store, unfit);
    keepsAccountsApart(() => store);
    answers(() => store);
    removes(() => store);
  });
}

let minted = 0;
function freshAccount(): AccountId {
  minted += 1;
  return AccountId.parse(`contract-${process.pid}-${minted}`);
}

function event(account: AccountId, ordinal: number, more: FactRow = {}): FactRow {
  const at = Date.UTC(2026, 0, 2, 3, 4, 5, 678);
  return {
    account,
    site: 's',
    visitor: 'v',
    visit: 'w',
    ordinal,
    id: `e${ordinal}`,
    name: 'Product Viewed',
    at,
    received_at: at,
    ...more,
  };
}

async function count(store: FactStore, account: AccountId, table = '$events'): Promise<number> {
  const [row] = await store.query<{ stored: number }>(
    account,
    `SELECT count() AS stored FROM ${table}`,
  );
  return row?.stored ?? -1;
}

function keepsWhatItStored(store: () => FactStore, unfit: 'refused' | 'set aside'): void {
  it('a query sees an append as soon as it resolves', async () => {
    const account = freshAccount();
    await store().append({
      token: `${account}-1`,
      tables: { events: [event(account, 1), event(account, 2)] },
    });
    assert.equal(await count(store(), account), 2);
  });

  it('the same token twice is stored once, another token with the same rows again', async () => {
    const account = freshAccount();
    const tables = { events: [event(account, 1)] };
    await store().append({ token: `${account}-1`, tables });
    await store().append({ token: `${account}-1`, tables });
    assert.equal(await count(store(), account), 1);
    await store().append({ token: `${account}-2`, tables });
    assert.equal(await count(store(), account), 2);
  });

  it('one append stores rows of several tables', async () => {
    const account = freshAccount();
    const availability = [{ account, version: 7, at: Date.UTC(2026, 0, 1), skills: '{}' }];
    await store().append({
      token: `${account}-1`,
      tables: { events: [event(account, 1)], availability },
    });
    assert.equal(await count(store(), account), 1);
    assert.equal(await count(store(), account, '$availability'), 1);
  });

  it('an append of nothing resolves', async () => {
    await store().append({ token: 'nothing', tables: {} });
    await store().append({ token: 'nothing', tables: { events: [] } });
  });

  it(`a row that does not fit the table is ${unfit}, and the next append works`, async () => {
    const account = freshAccount();
    const bad = { ...event(account, 1), ordinal: 'first' };
    const unknown = event(account, 1, { no_such_column: 1 });
    for (const [at, row] of [bad, unknown].entries()) {
      const done = store().append({ token: `${account}-${at}`, tables: { events: [row] } });
      await (unfit === 'refused' ? assert.rejects(done, { code: 'facts.failed' }) : done);
      assert.equal(await count(store(), account), 0);
    }
    await store().append({ token: `${account}-3`, tables: { events: [event(account, 1)] } });
    assert.equal(await count(store(), account), 1);
  });

  it('concurrent appends are all stored', async () => {
    const account = freshAccount();
    const batch = (n: number) => ({
      token: `${account}-${n}`,
      tables: { events: [event(account, n)] },
    });
    await Promise.all(Array.from({ length: 20 }, (_, n) => store().append(batch(n))));
    assert.equal(await count(store(), account), 20);
  });
}

function keepsAccountsApart(store: () => FactStore): void {
  it('promise 6: a query sees the rows of its account, and none of another', async () => {
    const [one, other] = [freshAccount(), freshAccount()];
    await store().append({
      token: `${one}-1`,
      tables: { events: [event(one, 1), event(other, 2), event(other, 3)] },
    });
    assert.equal(await count(store(), one), 1);
    assert.equal(await count(store(), other), 2);
    const joined = await store().query(
      one,
      'SELECT a.id FROM $events AS a JOIN $events AS b ON a.visitor = b.visitor',
    );
    assert.deepEqual(joined, [{ id: 'e1' }]);
  });

  it('promise 6: a query that names a table itself is refused with facts.unscoped', async () => {
    const account = freshAccount();
    for (const sql of [
      'SELECT * FROM events',
      'SELECT * FROM default.events',
      'SELECT 1; SELECT * FROM $events',
      'INSERT INTO $events VALUES (1)',
    ]) {
      await assert.rejects(store().query(account, sql), { code: 'facts.unscoped' }, sql);
    }
  });
}

function answers(store: () => FactStore): void {
  it('parameters reach the query as values, whatever they contain', async () => {
    const account = freshAccount();
    const name = 'it\'s \\ "{x:String}"; -- \n $events';
    await store().append({
      token: `${account}-1`,
      tables: { events: [event(account, 1, { name })] },
    });
    const rows = await store().query(
      account,
      'SELECT name FROM $events WHERE name = {name:String}',
      { name },
    );
    assert.deepEqual(rows, [{ name }]);
  });

  it('counts are numbers and instants are ISO texts with milliseconds', async () => {
    const account = freshAccount();
    await store().append({
      token: `${account}-1`,
      tables: { events: [event(account, 9_007_199_254_740_991)] },
    });
    const [row] = await store().query(
      account,
      'SELECT at, ordinal, count() AS many FROM $events GROUP BY at, ordinal',
    );
    assert.deepEqual(row, {
      at: '2026-01-02T03:04:05.678Z',
      ordinal: 9_007_199_254_740_991,
      many: 1,
    });
  });

  it('the lines of an answer are its rows, in a buffer of their own', async () => {
    const account = freshAccount();
    await store().append({
      token: `${account}-1`,
      tables: { events: [event(account, 1), event(account, 2)] },
    });
    const lines = await store().queryLines(account, 'SELECT id FROM $events ORDER BY id');
    assert.equal(new TextDecoder().decode(lines), '{"id":"e1"}\n{"id":"e2"}\n');
    assert.equal(structuredClone(lines, { transfer: [lines.buffer] }).length, 24);
    assert.equal(lines.length, 0);
  });

  it('an invalid query is refused with facts.failed and the engine’s message', async () => {
    const wrong = store().query(freshAccount(), 'SELECT no_such_column FROM $events');
    await assert.rejects(
      wrong,
      (error: Error & { code?: string }) =>
        error.code === 'facts.failed' && /no_such_column/.test(error.message),
    );
  });

  it('a query without rows answers with none', async () => {
    assert.deepEqual(await store().query(freshAccount(), 'SELECT id FROM $events'), []);
  });
}

function removes(store: () => FactStore): void {
  it('[SH12] removing an account removes its rows of every table and month, and no row of another', async () => {
    const [one, other] = [freshAccount(), freshAccount()];
    const later = Date.UTC(2026, 5, 1);
    for (const account of [one, other])
      await store().append({
        token: `${account}-1`,
        tables: {
          events: [event(account, 1), event(account, 2, { at: later, received_at: later })],
          decisions: [{ account, visitor: 'v', ordinal: 3, id: 'd', at: later }],
          conversions: [{ account, visitor: 'v', ordinal: 4, at: later, received_at: later }],
          availability: [{ account, version: 1, at: later, skills: '{}' }],
          bursts: [{ account, visitor: 'v', burst: 'b', at: later }],
        },
      });
    await store().remove(one);
    for (const table of factTables) {
      assert.equal(await count(store(), one, `$${table}`), 0, table);
      assert.equal(await count(store(), other, `$${table}`), table === 'events' ? 2 : 1, table);
    }
  });

  it('removing an account without rows resolves', () => store().remove(freshAccount()));
}
