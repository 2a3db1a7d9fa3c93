// Order, retries and bounds of the ledger, against an in-memory log that fails, stalls and
// remembers tokens.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { factTables } from '@opportune/core/ports/facts.ts';
import type { FactBatch, FactLog, FactTable } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import { rowsIn } from './fact-lines.test-support.ts';
import { realTime } from '../../testing/real-time.test-support.ts';
import { Ledger } from './ledger.ts';
import type { FactEntry } from '@opportune/core/ports/facts.ts';

const quiet: Log = { info() {}, warn() {}, error() {} };
const clock = { now: () => 0 };
const event = (id: number, account = 'a'): FactEntry => ({ table: 'events', row: { account, id } });

/** Stores each token once. Fails as often as configured, before or after storing. */
class FailingLog implements FactLog {
  readonly stored = new Map<string, FactBatch>();
  readonly failures: ('before' | 'after')[];
  /** Refuses larger batches. */
  mostBytes = Infinity;
  #gate: Promise<void> = Promise.resolve();

  constructor(failures: ('before' | 'after')[] = []) {
    this.failures = failures;
  }

  /** Holds every append until the returned function is called. */
  stall(): () => void {
    let open = (): void => {};
    this.#gate = new Promise((resolve) => (open = resolve));
    return open;
  }

  async append(batch: FactBatch): Promise<void> {
    await this.#gate;
    if (sizeOf(batch) > this.mostBytes) throw new Error('too large');
    const failure = this.failures.shift();
    if (failure === 'before') throw new Error('not stored');
    if (!this.stored.has(batch.token)) this.stored.set(batch.token, copyOf(batch));
    if (failure === 'after') throw new Error('stored, and the answer was lost');
  }

  ids(): readonly unknown[] {
    return [...this.stored.values()].flatMap((batch) =>
      rowsIn(batch.tables, 'events').map((row) => row['id']),
    );
  }
}

function sizeOf({ tables }: FactBatch): number {
  const lines = Object.values(tables).flatMap((given) => ('bytes' in given ? given.bytes : []));
  return lines.reduce((size, bytes) => size + bytes.length, 0);
}

/** A copy, because the ledger reuses the bytes. */
function copyOf({ token, tables }: FactBatch): FactBatch {
  const named: readonly FactTable[] = factTables.filter((table) => tables[table] !== undefined);
  const ordered = Object.keys(tables).flatMap((name) => named.filter((table) => table === name));
  return {
    token,
    tables: Object.fromEntries(ordered.map((table) => [table, rowsIn(tables, table)])),
  };
}

describe('the ledger', () => {
  it('says stored only after the batch is, in order', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, { clock, schedule: realTime, run: 'r', gatherMs: 0 });
    const open = log.stall();
    let stored = false;
    const appended = ledger.append([event(1), event(2)]).then(() => (stored = true));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(stored, false);
    open();
    await appended;
    await ledger.append([event(3)]);
    assert.deepEqual(log.ids(), [1, 2, 3]);
  });

  it('announces a batch when it is durable, before the caller is told "stored"', async () => {
    const log = new FailingLog(['before']);
    const heard: string[] = [];
    const ledger = new Ledger(log, quiet, {
      clock,
      schedule: realTime,
      run: 'r',
      gatherMs: 0,
      stored: ({ accounts }) => heard.push(`${accounts[0]?.sites} of ${log.ids().length} durable`),
    });
    const row = { account: 'a', site: 's', at: 0, received_at: 0, decision: '' };
    await ledger.append([{ table: 'events', row }]).then(() => heard.push('told'));
    assert.deepEqual(heard, ['s of 1 durable', 'told']);
  });

  it('stores the next batch while answers to the one before wait for a turn of the loop', async () => {
    const log = new FailingLog();
    const turns: (() => void)[] = [];
    const schedule = (_delayMs: number, turn: () => void) => {
      turns.push(turn);
      return () => {};
    };
    const ledger = new Ledger(log, quiet, { clock, run: 'r', gatherMs: 0, schedule });
    const told: number[] = [];
    const many = Array.from({ length: 900 }, (_, id) => id);
    const answers = many.map((id) => ledger.append([event(id)]).then(() => told.push(id)));
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    await turn();
    assert.deepEqual([turns.length, told.length], [1, 400]);
    const next = ledger.append([event(900)]);
    await turn();
    assert.deepEqual([log.ids().length, told.length], [901, 400]);
    while (turns.length > 0) {
      turns.shift()?.();
      await turn();
    }
    await Promise.all([...answers, next]);
    assert.deepEqual(told, many);
  });

  it('sends a failed batch again under its token until it is stored once', async () => {
    const log = new FailingLog(['before', 'after', 'before']);
    const ledger = new Ledger(log, quiet, { clock, schedule: realTime, run: 'r', gatherMs: 0 });
    await ledger.append([event(1)]);
    await ledger.append([event(2)]);
    assert.deepEqual(log.ids(), [1, 2]);
    assert.equal(ledger.failures, 0);
  });

  it('waits with a repeated event until what it repeats is stored', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, { clock, schedule: realTime, run: 'r', gatherMs: 0 });
    const open = log.stall();
    void ledger.append([event(1)]);
    let settled = false;
    const repeat = ledger.append([]).then(() => (settled = true));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(settled, false);
    open();
    await repeat;
    assert.deepEqual(log.ids(), [1]);
  });

  it('says at its limit that it has no room, and has again once stored', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, {
      clock,
      schedule: realTime,
      run: 'r',
      gatherMs: 0,
      waitingRows: 2,
    });
    const open = log.stall();
    const appended = ledger.append([event(1), event(2)]);
    assert.equal(ledger.hasRoom, false);
    open();
    await appended;
    assert.equal(ledger.hasRoom, true);
  });

  it('says so, too, where few rows are many bytes', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, {
      clock,
      schedule: realTime,
      run: 'r',
      gatherMs: 0,
      waitingBytes: 1000,
    });
    const open = log.stall();
    const wide = (): FactEntry => ({ table: 'events', row: { account: 'a', id: 'x'.repeat(600) } });
    const first = ledger.append([wide()]);
    assert.equal(ledger.hasRoom, true);
    const second = ledger.append([wide()]);
    assert.equal(ledger.hasRoom, false);
    open();
    await Promise.all([first, second]);
    assert.equal(ledger.hasRoom, true);
  });

  it('makes no batch of many bytes, which a store may refuse as often as it is sent', async () => {
    const log = new FailingLog();
    log.mostBytes = 1000;
    const ledger = new Ledger(log, quiet, {
      clock,
      schedule: realTime,
      run: 'r',
      gatherMs: 0,
      batchBytes: 600,
    });
    const ids = Array.from({ length: 30 }, (_, at) => `${at} ${'x'.repeat(200)}`);
    await ledger.append(ids.map((id) => ({ table: 'events', row: { account: 'a', id } })));
    assert.deepEqual(log.ids(), ids);
  });

  it('stores decisions before the events that caused them', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, { clock, schedule: realTime, run: 'r', gatherMs: 0 });
    await ledger.append([event(1), { table: 'decisions', row: { account: 'a', id: 'd' } }]);
    const [batch] = log.stored.values();
    assert.deepEqual(Object.keys(batch?.tables ?? {}), ['decisions', 'events']);
  });

  it('puts a decision into no later batch than the event that caused it, however small batches are', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, {
      clock,
      schedule: realTime,
      run: 'r',
      gatherMs: 0,
      batchRows: 1,
    });
    await ledger.append([event(1), { table: 'decisions', row: { account: 'a', id: 'd' } }]);
    assert.deepEqual(
      [...log.stored.values()].map(({ tables }) => Object.keys(tables)),
      [['decisions'], ['events']],
    );
  });

  it('hands over long and wide texts whole, batch after batch in the same room', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, { clock, schedule: realTime, run: 'r', gatherMs: 0 });
    const texts = Array.from({ length: 60 }, (_, at) => `${at} ${'ü👢'.repeat(at * 100)}`);
    for (let turn = 0; turn < 3; turn++)
      await ledger.append(texts.map((id) => ({ table: 'events', row: { account: 'a', id } })));
    assert.deepEqual(log.ids(), [...texts, ...texts, ...texts]);
  });

  it('splits rows that exceed one batch and keeps their order', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, {
      clock,
      schedule: realTime,
      run: 'r',
      gatherMs: 0,
      batchRows: 2,
    });
    await ledger.append([1, 2, 3, 4, 5].map((id) => event(id)));
    assert.equal(log.stored.size, 3);
    assert.deepEqual(log.ids(), [1, 2, 3, 4, 5]);
  });

  const many = (count: number, account: string) =>
    Array.from({ length: count }, (_, id) => event(id, account));

  it('[I23] stores a few rows of one account before the many that another brought earlier', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, {
      clock,
      schedule: realTime,
      run: 'r',
      gatherMs: 0,
      batchRows: 32,
    });
    const open = log.stall();
    const told: string[] = [];
    const flood = ledger.append(many(100, 'flood')).then(() => told.push('flood'));
    const quietly = ledger.append(many(3, 'quiet')).then(() => told.push('quiet'));
    open();
    await Promise.all([flood, quietly]);
    assert.deepEqual(told, ['quiet', 'flood']);
    const [, second] = [...log.stored.values()];
    const first = [...log.stored.values()][0];
    assert.equal(accountsIn(first).filter((account) => account === 'quiet').length, 3);
    assert.ok(accountsIn(second).every((account) => account === 'flood'));
  });

  it('[I23] answers a few of one account before the many of another that were stored with them', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, { clock, schedule: realTime, run: 'r', gatherMs: 0 });
    const open = log.stall();
    const told: string[] = [];
    const of = (account: string, count: number) =>
      many(count, account).map((entry) => ledger.append([entry]).then(() => told.push(account)));
    const all = [...of('flood', 3000), ...of('quiet', 3)];
    open();
    await Promise.all(all);
    assert.ok(told.lastIndexOf('quiet') < 400, `${told.lastIndexOf('quiet')} before it`);
    assert.equal(told.length, 3003);
  });

  it('[I23] keeps the order of each account, whatever other accounts are in its batches', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, {
      clock,
      schedule: realTime,
      run: 'r',
      gatherMs: 0,
      batchRows: 8,
    });
    const open = log.stall();
    const all: Promise<void>[] = [];
    for (let id = 0; id < 60; id++)
      for (const account of id % 3 === 0 ? ['a', 'b'] : ['a'])
        all.push(ledger.append([event(id, account)], account));
    open();
    await Promise.all(all);
    const rows = [...log.stored.values()].flatMap(({ tables }) => rowsIn(tables, 'events'));
    for (const account of ['a', 'b']) {
      const ids = rows.filter((row) => row['account'] === account).map((row) => Number(row['id']));
      assert.deepEqual(
        ids,
        ids.toSorted((one, other) => one - other),
      );
    }
    assert.equal(rows.length, 80);
  });

  it('[I23] has no room for an account that fills half of all that may wait, and has for others', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, {
      clock,
      schedule: realTime,
      run: 'r',
      gatherMs: 0,
      waitingRows: 10,
    });
    const open = log.stall();
    const flood = ledger.append(many(5, 'flood'));
    assert.deepEqual([ledger.hasRoomFor('flood'), ledger.hasRoomFor('quiet')], [false, true]);
    open();
    await flood;
    assert.equal(ledger.hasRoomFor('flood'), true);
  });

  it('[I23] lets a barrier of one account wait only for that account', async () => {
    const log = new FailingLog();
    const ledger = new Ledger(log, quiet, {
      clock,
      schedule: realTime,
      run: 'r',
      gatherMs: 0,
      batchRows: 4,
    });
    const open = log.stall();
    const told: string[] = [];
    const flood = ledger.append(many(40, 'flood')).then(() => told.push('flood'));
    await ledger.append([], 'nobody');
    assert.deepEqual(told, []);
    open();
    await flood;
  });

  it('takes the first at once and gathers longer the more there is, 20 times a second at most', async () => {
    const log = new FailingLog();
    const pauses: number[] = [];
    const schedule = (delayMs: number, run: () => void) => {
      pauses.push(delayMs);
      setImmediate(run);
      return () => {};
    };
    const ledger = new Ledger(log, quiet, { clock, run: 'r', schedule });
    await ledger.append(many(1, 'a'));
    assert.deepEqual(pauses, [50.05]);
    await ledger.append(many(1000, 'a'));
    await ledger.append(many(6000, 'a'));
    assert.deepEqual(
      pauses.filter((ms) => ms > 1),
      [50.05, 100, 150],
    );
  });
});

describe('the ledger, gathering beside a flood', () => {
  /** What is stored when, on a clock that jumps to the next timer. */
  async function storedAt(then: readonly FactEntry[]): Promise<readonly number[]> {
    let now = 0;
    const timers: { readonly at: number; readonly run: () => void }[] = [];
    const log = new FailingLog();
    const at: number[] = [];
    const append = log.append.bind(log);
    log.append = (batch) => (at.push(now), append(batch));
    const ledger = new Ledger(log, quiet, {
      clock: { now: () => now },
      run: 'r',
      schedule(delayMs, run) {
        timers.push({ at: now + delayMs, run });
        return () => {};
      },
    });
    const flood = Array.from({ length: 2000 }, (_, id) => event(id, 'flood'));
    const all = [ledger.append(flood), Promise.resolve().then(() => ledger.append(then))];
    let isStored = false;
    void Promise.all(all).then(() => (isStored = true));
    for (let turn = 0; !isStored && turn < 100; turn++) {
      await new Promise((resolve) => setImmediate(resolve));
      const [next] = timers.toSorted((one, other) => one.at - other.at);
      if (next === undefined) continue;
      timers.splice(timers.indexOf(next), 1);
      now = Math.max(now, next.at);
      next.run();
    }
    assert.ok(isStored);
    return at;
  }
  const rows = (count: number, account: string) =>
    Array.from({ length: count }, (_, id) => event(id + 5000, account));

  it('[I23] waits for more rows of an account if no other account waits', async () => {
    assert.deepEqual(await storedAt(rows(100, 'flood')), [0, 150]);
  });

  it('[I23] waits no longer for an account’s many rows while those of another wait', async () => {
    assert.deepEqual(await storedAt([...rows(100, 'flood'), ...rows(2, 'quiet')]), [0, 50]);
  });

  it('[I23] waits for more where accounts bring about as much', async () => {
    assert.deepEqual(await storedAt([...rows(100, 'flood'), ...rows(80, 'other')]), [0, 150]);
  });
});

function accountsIn(batch: FactBatch | undefined): readonly unknown[] {
  return batch === undefined ? [] : rowsIn(batch.tables, 'events').map((row) => row['account']);
}
