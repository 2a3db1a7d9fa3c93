import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId } from '@opportune/protocol/ids.ts';
import { Pace } from './pace.ts';
import { simulatedTime } from './simulated-time.test-support.ts';

const flood = AccountId.parse('flood');
const other = AccountId.parse('other');

test('[I23] accounts take turns, and the work of each is done in order of arrival, even after a failure', async () => {
  const time = simulatedTime(1_000_000);
  const pace = new Pace(time.clock, time.schedule);
  const did: string[] = [];
  const work = (name: string) => async () => {
    did.push(name);
    await new Promise<void>((resolve) => void time.schedule(100, resolve));
    if (name === 'f1') throw new Error('it failed');
    return name;
  };
  const asked = [
    ...Array.from({ length: 6 }, (_, at) => pace.run(flood, work(`f${at}`))),
    ...Array.from({ length: 2 }, (_, at) => pace.run(other, work(`o${at}`))),
  ];
  const answers = Promise.allSettled(asked);
  await time.pass(60_000);
  const said = (await answers).map((each) =>
    each.status === 'fulfilled' ? each.value : String(each.reason),
  );
  assert.deepEqual(said, ['f0', 'Error: it failed', 'f2', 'f3', 'f4', 'f5', 'o0', 'o1']);
  assert.deepEqual(did, ['f0', 'o0', 'f1', 'o1', 'f2', 'f3', 'f4', 'f5']);
});
