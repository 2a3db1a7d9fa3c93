// The safety nets behind the ways in: what belongs to an account that is at home in another process is
// refused.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { Desks } from '../desk/desks.ts';
import { type Intake, onlyAtHome } from '../engage/intake.ts';
import { homesOf, shardOf } from './shard-of.ts';

const { homes } = shardOf({ name: '1', of: 2, sockets: '/nowhere', secret: 's', startsAll: false });
const accounts = Array.from({ length: 20 }, (_, at) => AccountId.parse(`account-${at}`));
const here = accounts.filter((account) => homesOf(2)(account) === '1');
const elsewhere = accounts.filter((account) => !here.includes(account));
const refused = { message: 'the account is at home elsewhere' };

test('[PR1.1] the intake takes events and browsers of accounts that are at home, and refuses others', async () => {
  const taken: string[] = [];
  const intake = onlyAtHome(
    {
      async accept({ account }) {
        taken.push(`events of ${account}`);
        return {} as Awaited<ReturnType<Intake['accept']>>;
      },
      attach({ account }) {
        taken.push(`browser of ${account}`);
        return () => {};
      },
    },
    homes,
  );
  for (const account of here) {
    await intake.accept({ account } as Parameters<Intake['accept']>[0]);
    intake.attach({ account } as Parameters<Intake['attach']>[0]);
  }
  assert.ok(here.length > 0 && elsewhere.length > 0);
  assert.deepEqual(
    taken,
    here.flatMap((account) => [`events of ${account}`, `browser of ${account}`]),
  );
  for (const account of elsewhere) {
    await assert.rejects(intake.accept({ account } as Parameters<Intake['accept']>[0]), refused);
    assert.throws(() => intake.attach({ account } as Parameters<Intake['attach']>[0]), refused);
  }
  assert.equal(taken.length, 2 * here.length);
});

test('[PR1.1] no desk is opened for an account that is at home elsewhere', async () => {
  // It is refused before anything else of the desk is used.
  const desks = new Desks({ homes } as never);
  for (const account of elsewhere) await assert.rejects(desks.of(account), refused);
  await desks.close();
});
