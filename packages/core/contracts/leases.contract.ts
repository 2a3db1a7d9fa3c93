// The contract of every store of leases: one register for all who ask, and desks that take writes of
// one epoch alone.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Register, RegisterRequest } from '../cluster/register.ts';
import type { DeskEpoch, Leases } from '../ports/leases.ts';

export interface LeasesUnderTest {
  /** Two processes on one store. */
  readonly one: Leases;
  readonly other: Leases;
  freshAccount(): Promise<AccountId>;
  /** Writes in a transaction that ends with `holds`. False: it was rolled back. */
  write(leases: Leases, account: AccountId, desk: DeskEpoch, text: string): Promise<boolean>;
  written(account: AccountId): Promise<readonly string[]>;
  close(): Promise<void>;
}

const speaks = { oldest: 1, newest: 2 };

function join(register: Register, shard: string): RegisterRequest {
  const self = { shard, holder: `${shard}.1`, address: `at ${shard}`, speaks };
  return { type: 'join', epoch: register.epoch, beat: 1, ...self };
}

/** Runs the suite on what `open` opens. Nobody else uses its register. */
export function leasesContract(name: string, open: () => Promise<LeasesUnderTest>): void {
  describe(`leases: ${name}`, () => {
    let under: LeasesUnderTest;
    before(async () => {
      under = await open();
    });
    after(() => under.close());
    keepsRegister(() => under);
    keepsDesks(() => under);
  });
}

function keepsRegister(under: () => LeasesUnderTest): void {
  it('[CL1.1] all who ask read and change one register', async () => {
    const { one, other } = under();
    const { register } = await one.ask({ type: 'look' });
    assert.equal(register.epoch, 0);
    const joined = await one.ask(join(register, 'a'));
    assert.equal(joined.outcome, 'done');
    assert.deepEqual((await other.ask({ type: 'look' })).register, joined.register);
    assert.equal((await other.ask(join(register, 'b'))).outcome, 'changed');
    assert.equal((await other.ask(join(joined.register, 'b'))).outcome, 'done');
  });

  it('[CL1.1] requests at the same time are applied one after another, and none is lost', async () => {
    const { one, other } = under();
    const before = (await one.ask({ type: 'look' })).register;
    const beat = { type: 'beat', heard: 2, isLeaving: false } as const;
    const asked = Array.from({ length: 20 }, (_, at) => {
      const shard = at % 2 === 0 ? 'a' : 'b';
      const owner = { shard, epoch: at % 2 === 0 ? 1 : 2 };
      return (at % 3 === 0 ? one : other).ask({ ...beat, owner, beat: 100 + at });
    });
    for (const { outcome } of await Promise.all(asked)) assert.equal(outcome, 'done');
    const { register } = await one.ask({ type: 'look' });
    assert.deepEqual(
      register.shards.map(({ beat: newest }) => newest),
      [118, 119],
    );
    assert.equal(register.revision, before.revision + asked.length);
  });
}

function keepsDesks(under: () => LeasesUnderTest): void {
  const old = { shard: 'a', epoch: 1, since: 2 };
  const later = { shard: 'b', epoch: 2, since: 3 };

  it('[CL9.1] [CL9.2] a desk takes writes of the epoch that took it, and refuses those of an older one', async () => {
    const { one, other, write } = under();
    const account = await under().freshAccount();
    assert.equal(await write(one, account, old, 'before it is taken'), false);
    assert.ok(await one.take(account, old));
    assert.ok(await write(one, account, old, 'taken'));
    assert.ok(await other.take(account, later));
    assert.equal(await write(one, account, old, 'fenced off'), false);
    assert.ok(await write(other, account, later, 'of the later'));
    assert.deepEqual(await under().written(account), ['of the later', 'taken']);
  });

  it('[CL9.1] an older epoch never takes a desk back, and taking it again has no effect', async () => {
    const { one, other } = under();
    const account = await under().freshAccount();
    assert.ok(await other.take(account, later));
    assert.equal(await one.take(account, old), false);
    assert.equal(await one.take(account, { ...later, shard: 'a' }), false);
    assert.ok(await other.take(account, later));
    assert.ok(await one.take(account, { ...old, since: 4 }));
  });

  it('[CL9.2] the same shard’s former lease is fenced off too', async () => {
    const { one, other, write } = under();
    const account = await under().freshAccount();
    assert.ok(await one.take(account, old));
    assert.ok(await other.take(account, { ...old, epoch: 5, since: 5 }));
    assert.equal(await write(one, account, old, 'of the former'), false);
  });
}
