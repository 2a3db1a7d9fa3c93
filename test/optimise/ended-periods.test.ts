// Units whose window is still open when their period ends. They are learnt once, when the window
// closes, by the policy of their period or by the policy that continues it, even by a server
// started since. Uses real engines. The test sets the clock.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { policyFromJson } from '@opportune/core/learning/uplift/engagement-policy.ts';
import { Optimise, type LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import { CampaignId } from '@opportune/protocol/ids.ts';
import { keptPeriods, readPolicy } from '@opportune/server/learn/policy/policy-store.ts';
import {
  account,
  minuteMs,
  openOptimisingShop,
  optimising,
  type OptimisingShop,
  type PastPeriod,
  type ShopServer,
} from './optimising-shop.test-support.ts';

const visitors = 60;
const { document } = optimising;
/** The same offer with another weight, and another offer. */
const dearer = { ...document, optimise: Optimise.parse({ annoyance: 0.5 }) };
const elsewhere = {
  ...document,
  audience: { fact: 'visit.pages', op: 'gte', value: 2 } as const,
};

let opened: OptimisingShop;
let servers: ShopServer[] = [];
/** Each test has a campaign of its own. */
let first: LiveCampaign;
let tests = 0;
before(async () => {
  opened = await openOptimisingShop();
});
beforeEach(async () => {
  first = { ...optimising, id: CampaignId.parse(`help-${++tests}`) };
  await opened.add(first);
});
afterEach(async () => {
  for (const each of servers) await each.close();
  servers = [];
});
after(() => opened.close());

async function start(running: LiveCampaign | null = first, past: readonly PastPeriod[] = []) {
  const server = await opened.ready(running, past);
  servers.push(server);
  return server;
}

const come = (to: ShopServer, name: string, count: number) =>
  opened.comeAll(to, `${name}-${tests}`, count);

/** How many outcomes the policy of a period has learnt. */
async function learnt(period: number): Promise<number> {
  const kept = await readPolicy(opened.engines.records, account, first.id, period);
  const policy = kept === null ? null : policyFromJson(JSON.parse(kept.text));
  return policy?.confirmation.outcomes ?? 0;
}

async function done(): Promise<readonly number[]> {
  const all = await keptPeriods(opened.engines.records, account);
  return all.flatMap((each) => (each.campaign === first.id && each.done ? [each.period] : []));
}

describe('[M10] units still open when their period ends', () => {
  test('are learnt by their own policy once their window has closed, even if no campaign runs', async () => {
    const one = await start();
    await come(one, 'anna', visitors);
    await one.change(null);
    await one.policies.learn();
    assert.equal(await learnt(1), 0, 'no window has closed');
    opened.clock.at += 40 * minuteMs;
    await one.policies.learn();
    assert.equal(await learnt(1), visitors);
    await one.policies.learn();
    assert.equal(await learnt(1), visitors, 'once');
    assert.deepEqual(await done(), []);
    opened.clock.at += 25 * 60 * minuteMs;
    await one.policies.learn();
    assert.deepEqual(await done(), [1], 'nothing can be open any more');
  });

  test('are learnt by a server that started later', async () => {
    const one = await start();
    await come(one, 'anna', visitors);
    await one.change(null);
    const past = { ...first, until: opened.clock.at };
    opened.clock.at += 40 * minuteMs;
    const two = await start(null, [past]);
    await two.policies.learn();
    assert.equal(await learnt(1), visitors);
  });

  test('are learnt by their own period and by the one that continues it, and by no other', async () => {
    const one = await start();
    await come(one, 'anna', visitors);
    await one.change({ ...first, period: 2, document: dearer });
    assert.deepEqual(await done(), [1], 'the later period has its units');
    await come(one, 'berta', 5);
    opened.clock.at += 40 * minuteMs;
    await one.policies.learn();
    assert.deepEqual([await learnt(1), await learnt(2)], [0, visitors + 5]);
    const two = await start({ ...first, period: 2, document: dearer }, [
      { ...first, until: opened.clock.at - 40 * minuteMs },
    ]);
    await two.policies.learn();
    assert.equal(await learnt(2), visitors + 5, 'once, also after a restart');
  });

  test('are not learnt by a period with another offer', async () => {
    const one = await start();
    await come(one, 'anna', visitors);
    await one.change({ ...first, period: 2, document: elsewhere });
    opened.clock.at += 40 * minuteMs;
    await one.policies.learn();
    assert.deepEqual([await learnt(1), await learnt(2)], [visitors, 0]);
  });

  test('come back with the offer: a period continues the newest one with the same offer', async () => {
    const one = await start();
    await come(one, 'anna', visitors);
    await one.change({ ...first, period: 2, document: elsewhere });
    opened.clock.at += 40 * minuteMs;
    await one.policies.learn();
    await one.change({ ...first, period: 3 });
    const { period, policy } = await one.policies.learnt(account, first.id);
    assert.deepEqual([period, policy?.outcomes], [3, visitors]);
  });

  test('are learnt for each period separately: a failure in one does not stop another', async () => {
    const one = await start();
    await come(one, 'anna', visitors);
    await one.close();
    const past = { ...first, until: opened.clock.at };
    const later = { fact: 'visit.pages', op: 'gte', value: 1 } as const;
    const two = await start({ ...first, period: 2, document: { ...document, audience: later } }, [
      past,
    ]);
    await come(two, 'berta', visitors);
    await two.change(null);
    opened.clock.at += 40 * minuteMs;
    opened.faults.period = 1;
    await two.policies.learn();
    opened.faults.period = 0;
    assert.deepEqual([await learnt(1), await learnt(2)], [0, visitors]);
    await two.policies.learn();
    assert.deepEqual([await learnt(1), await learnt(2)], [visitors, visitors]);
  });

  test('are learnt while their campaign is paused, and it continues where it was', async () => {
    const one = await start();
    await come(one, 'anna', visitors);
    await one.change(null);
    opened.clock.at += 40 * minuteMs;
    await one.policies.learn();
    await one.change(first);
    await one.policies.learn();
    const { policy } = await one.policies.learnt(account, first.id);
    assert.equal(policy?.outcomes, visitors);
  });
});

test('[M11] a closing server does not wait for a backlog, and the next one learns the rest once', async () => {
  const [one, many] = [await start(), 700];
  await come(one, 'anna', many);
  opened.clock.at += 40 * minuteMs;
  const learning = one.policies.learn();
  await one.close();
  await learning;
  const before = await learnt(1);
  assert.ok(before < many, `${before} learnt`);
  const two = await start();
  await two.policies.learn();
  assert.equal(await learnt(1), many);
});
