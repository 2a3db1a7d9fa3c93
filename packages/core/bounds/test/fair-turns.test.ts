import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import fc from 'fast-check';
import { FairTurns, type TurnsLoop } from '../fair-turns.ts';

const limits = { turnMs: 5, shareMs: 1, waitingBytes: 100 * 1024 };

/** A loop that turns on command, with a clock that work advances. */
class TestLoop implements TurnsLoop {
  nowMs = 0;
  #soon: (() => void)[] = [];
  #settled: (() => void)[] = [];
  #follows: (() => void)[] = [];

  now(): number {
    return this.nowMs;
  }

  soon(run: () => void): void {
    this.#soon.push(run);
  }

  settled(run: () => void): void {
    this.#settled.push(run);
  }

  /** Runs an immediate continuation of the running work, as a resolved promise does. */
  follow(run: () => void): void {
    this.#follows.push(run);
  }

  turn(): void {
    for (const run of this.#soon.splice(0)) {
      try {
        run();
      } finally {
        this.#settle();
      }
    }
  }

  #settle(): void {
    for (;;) {
      const next = this.#follows.shift() ?? this.#settled.shift();
      if (next === undefined) return;
      next();
    }
  }

  get isIdle(): boolean {
    return this.#soon.length === 0;
  }
}

describe('fair turns', () => {
  let loop: TestLoop;
  let turns: FairTurns;
  let ran: string[];
  beforeEach(() => {
    loop = new TestLoop();
    turns = new FairTurns(loop, limits);
    ran = [];
  });

  const work = (name: string, ms: number) => () => {
    ran.push(name);
    loop.nowMs += ms;
  };
  const ask = (account: string, name: string, ms: number) => turns.wait(account, 0, work(name, ms));

  it('lets work run at once until it took long in one turn of the loop, and again in the next', () => {
    assert.ok(turns.isFree());
    loop.nowMs += 4.9;
    assert.ok(turns.isFree());
    loop.nowMs += 0.1;
    assert.ok(!turns.isFree());
    loop.turn();
    assert.ok(turns.isFree());
  });

  it('lets nothing pass what waits', () => {
    ask('a', 'a1', 1);
    assert.ok(!turns.isFree());
    loop.turn();
    assert.deepEqual(ran, ['a1']);
    assert.ok(turns.isFree());
  });

  it('keeps the order of one account', () => {
    for (let at = 0; at < 50; at++) ask('a', `a${at}`, 0.3);
    while (!loop.isIdle) loop.turn();
    assert.deepEqual(
      ran,
      Array.from({ length: 50 }, (_, at) => `a${at}`),
    );
  });

  it('gives accounts equal time, however long each piece of their work takes', () => {
    for (let at = 0; at < 1000; at++) {
      ask('large', 'large', 4);
      ask('small', 'small', 0.2);
    }
    while (ran.filter((name) => name === 'small').length < 600) loop.turn();
    const spent = ran.filter((name) => name === 'large').length * 4;
    assert.ok(spent > 80 && spent <= 600 * 0.2 + 2 * 4, `${spent} ms`);
  });

  it('lets those who cause the work of one account take turns, each in their order', () => {
    const from = (address: string, name: string) => turns.wait('a', 0, work(name, 0.3), address);
    for (let at = 0; at < 50; at++) from('many', `m${at}`);
    const cancel = from('gone', 'gone');
    for (const at of [0, 1]) from('few', `f${at}`);
    cancel();
    while (!loop.isIdle) loop.turn();
    assert.deepEqual(ran.slice(0, 5), ['m0', 'f0', 'm1', 'f1', 'm2']);
    assert.deepEqual([ran.length, ran.at(-1)], [52, 'm49']);
    assert.deepEqual([turns.sizeBytes, turns.isFree()], [0, true]);
  });

  it('holds nothing of what was cancelled', () => {
    const cancels = ['x', 'y'].map((from) => turns.wait('a', 7, work(from, 1), from));
    for (const cancel of cancels) cancel();
    loop.turn();
    assert.deepEqual([ran, turns.sizeBytes, turns.isFree()], [[], 0, true]);
  });

  it('makes a new account wait for at most a share of each that was there', () => {
    for (let at = 0; at < 1000; at++) for (const name of ['a', 'b', 'c']) ask(name, name, 0.5);
    loop.turn();
    const before = ran.length;
    ask('new', 'new', 0.5);
    loop.turn();
    const behind = ran.slice(before).indexOf('new');
    assert.ok(behind >= 0 && behind <= 6, `${behind} before it`);
  });

  it('lets arrived input be read after 5 ms', () => {
    for (let at = 0; at < 100; at++) ask('a', 'a', 1);
    loop.turn();
    assert.equal(ran.length, 5);
    loop.turn();
    assert.equal(ran.length, 10);
  });

  it('lets the loop turn sooner once if others wait for the loop itself', () => {
    for (let at = 0; at < 100; at++) ask('a', 'a', 1);
    turns.hasten();
    loop.turn();
    assert.equal(ran.length, 1);
    loop.turn();
    assert.equal(ran.length, 6);
  });

  it('counts immediate continuations of work', () => {
    turns.wait('a', 0, () => {
      ran.push('a1');
      loop.follow(() => (loop.nowMs += 3));
    });
    ask('a', 'a2', 3);
    ask('b', 'b1', 1);
    loop.turn();
    assert.deepEqual(ran, ['a1', 'b1', 'a2']);
  });

  it('skips what was cancelled, and continues behind it', () => {
    const leave = ask('a', 'a1', 1);
    ask('a', 'a2', 1);
    ask('b', 'b1', 1);
    leave();
    leave();
    while (!loop.isIdle) loop.turn();
    assert.deepEqual(ran, ['a2', 'b1']);
    assert.equal(turns.sizeBytes, 0);
    assert.ok(turns.isFree());
  });

  it('continues after work that throws', () => {
    turns.wait('a', 0, () => {
      throw new Error('it failed');
    });
    ask('b', 'b1', 1);
    assert.throws(() => loop.turn(), /it failed/);
    while (ran.length === 0) loop.turn();
    assert.deepEqual(ran, ['b1']);
  });

  it('has room for what one account may hold, and for another beside it', () => {
    const fill = (account: string): number => {
      let held = 0;
      for (; turns.hasRoom(account, 1024); held++) turns.wait(account, 1024, () => {});
      return held;
    };
    // Each counts for 2 KiB: half for the first, half of the rest for the next.
    assert.equal(fill('flood'), 25);
    assert.equal(fill('other'), 12);
    assert.ok(turns.hasRoom('third', 1024));
    while (!loop.isIdle) loop.turn();
    assert.equal(turns.sizeBytes, 0);
    assert.equal(fill('other'), 25);
  });

  it('runs long work in pieces, with a turn for others between them', async () => {
    const settle = () => new Promise((resolve) => setImmediate(resolve));
    const long = (async () => {
      await turns.turn('a', 0);
      for (let at = 0; at < 4; at++) {
        work('long', 3)();
        await turns.rest('a');
      }
    })();
    await settle();
    assert.deepEqual(ran, ['long', 'long']);
    ask('b', 'b1', 1);
    while (!loop.isIdle) {
      loop.turn();
      await settle();
    }
    await long;
    assert.deepEqual(ran, ['long', 'long', 'b1', 'long', 'long']);
  });

  it('continues what an account has begun before what it has not, with others in between', async () => {
    const node = new FairTurns(
      {
        now: () => loop.nowMs,
        soon: (run) => void setImmediate(run),
        settled: (run) => queueMicrotask(() => process.nextTick(run)),
      },
      limits,
    );
    const long = (name: string) => async () => {
      for (let at = 0; at < 3; at++) {
        work(name, 6)();
        await node.rest('a');
      }
    };
    for (const name of ['first', 'second']) node.wait('a', 0, () => void long(name)());
    node.wait('b', 0, work('other', 1));
    while (ran.length < 7) await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(ran, ['first', 'other', 'first', 'first', 'second', 'second', 'second']);
  });

  it('runs all of it once, in the order of each account, for any arrivals', () => {
    const step = fc.record({
      account: fc.constantFrom('a', 'b', 'c'),
      ms: fc.double({ min: 0, max: 20, noNaN: true }),
      turns: fc.nat(2),
      leaves: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const on = new TestLoop();
        const fair = new FairTurns(on, limits);
        const got: number[] = [];
        const left = new Set<number>();
        for (const [at, { account, ms, turns: turned, leaves }] of steps.entries()) {
          const leave = fair.wait(account, 10, () => {
            got.push(at);
            on.nowMs += ms;
          });
          if (leaves) {
            leave();
            left.add(at);
          }
          for (let turn = 0; turn < turned; turn++) on.turn();
        }
        while (!on.isIdle) on.turn();
        for (const each of ['a', 'b', 'c']) {
          const asked = steps.flatMap(({ account }, at) =>
            account === each && !left.has(at) ? [at] : [],
          );
          assert.deepEqual(
            got.filter((at) => steps[at]?.account === each),
            asked,
          );
        }
        assert.equal(fair.sizeBytes, 0);
        assert.ok(fair.isFree());
      }),
    );
  });
});
