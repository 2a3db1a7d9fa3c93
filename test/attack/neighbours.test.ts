// What an attacker's neighbours notice: users of the API, of connections, of a shared address, and
// of the process. The product is started, and the attacker is a process of its own.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { rateBudgets } from '@opportune/protocol/budgets.ts';
import { connectionLimits } from '@opportune/server/http/sockets/connections.ts';
import { attack, startAttack, type AttackPlan } from '../support/attacker.test-support.ts';
import {
  beside,
  type Besieged,
  bytesPerSecond,
  measured,
  mostGrownMiB,
  Passerby,
  seeThatServed,
  startBesieged,
  type Waits,
} from './besieged.test-support.ts';

/** One address of a mobile network, shared by many people and the attacker. */
const sharedAddress = '192.0.2.77';
const browsers = 200;

let shops: Besieged;
let visitors: readonly Passerby[];
let atRest: Waits;

before(async () => {
  shops = await startBesieged();
  visitors = await Promise.all(Array.from({ length: 10 }, (_, nth) => arrive(`198.51.100.${nth}`)));
  [, atRest] = await beside(shops, visitors, wait(1500));
});
after(async () => {
  for (const visitor of visitors) visitor.leave();
  await shops.close();
});

const arrive = (address: string): Promise<Passerby> =>
  Passerby.arrive(shops.ordinary.target, address);

const planOf = (plan: Pick<AttackPlan, 'attack'> & Partial<AttackPlan>): AttackPlan => ({
  ...{ target: shops.hostile.target, addresses: [sharedAddress], bytesPerSecond, ...plan },
});

test('[I22] an address that sends unknown tokens is refused, and the API stays quick for others', async () => {
  const ask = async (): Promise<number> => {
    const from = performance.now();
    assert.equal((await shops.ordinary.owner.call('GET', '/sites')).status, 200);
    return performance.now() - from;
  };
  const [, quiet] = await measured(shops.product, ask, wait(1000));
  const flood = attack(planOf({ attack: 'garbage tokens', count: 1500 }));
  const [{ answers, withoutRetryAfter }, waits] = await measured(shops.product, ask, flood);
  seeThatServed(waits, quiet);
  const { '401 auth.expired': lookedUp = 0, '429 rate.address': refused = 0 } = answers;
  assert.equal(lookedUp + refused, 1500, JSON.stringify(answers));
  assert.ok(lookedUp >= rateBudgets['lookups.address'].burst && refused > lookedUp);
  assert.equal(withoutRetryAfter, 0);
});

test('[I21] the oldest of 3,000 half-open connections from one address are closed, and a real visitor from there is served', async () => {
  // Connections from a trusted proxy are not counted, and this machine's usual address is one.
  const from = '127.0.0.2';
  const plan = { attack: 'half-open connections', from, count: 3000, durationMs: 3000 } as const;
  const flood = attack(planOf({ ...plan, bytesPerSecond: Infinity }));
  const [{ pieces, closed, open }, waits] = await beside(shops, visitors, flood);
  assert.equal(pieces, 3000);
  assert.ok(open <= connectionLimits.halfOpen, `${open} of ${pieces} are open`);
  assert.equal(closed + open, pieces);
  seeThatServed(waits, atRest);
  const request = get(`${shops.product.url}/healthz`, { localAddress: from, agent: false });
  const [{ statusCode }] = await once(request, 'response');
  assert.equal(statusCode, 200);
});

test('[I17] browsers of a mobile network are served while one of them floods from their shared address', async () => {
  const flood = await startAttack(
    planOf({ attack: 'many values without a key', durationMs: 60_000 }),
  );
  await wait(1500);
  const network = await Promise.all(Array.from({ length: browsers }, () => arrive(sharedAddress)));
  const [, waits] = await beside(shops, network, wait(2000));
  seeThatServed(waits, atRest);
  flood.stop();
  const { answers } = await flood.report;
  assert.ok((answers['429 rate.address'] ?? 0) > 0, JSON.stringify(answers));
  for (const browser of network) browser.leave();
});

test("[I17] a business's own server is served while its address is flooded with its write key", async () => {
  const { target, secretKey } = shops.ordinary;
  const flood = await startAttack(
    planOf({ attack: 'many values that fit', target, durationMs: 60_000, lines: 5 }),
  );
  await wait(1000);
  const authorization = `Basic ${Buffer.from(`${secretKey}:`).toString('base64')}`;
  const [, waits] = await measured(
    shops.product,
    async () => {
      const from = performance.now();
      const call = {
        type: 'track',
        event: 'Order Completed',
        userId: 'u1',
        messageId: randomUUID(),
      };
      const answer = await fetch(`${shops.product.url}/v1/batch`, {
        method: 'POST',
        headers: {
          ...{ authorization, 'content-type': 'application/json' },
          'x-forwarded-for': sharedAddress,
        },
        body: JSON.stringify({ batch: [call] }),
      });
      assert.equal(answer.status, 200, await answer.text());
      return performance.now() - from;
    },
    wait(2000),
  );
  seeThatServed(waits, atRest);
  flood.stop();
  assert.ok(((await flood.report).answers['429 rate.address'] ?? 0) > 0);
});

test('[I17] [I23] other businesses are served while the visitors of one flood from many addresses', async () => {
  const restMiB = shops.residentMiB();
  const addresses = Array.from({ length: 50 }, (_, nth) => `203.0.113.${nth}`);
  const plan = { attack: 'many values, largest', addresses, durationMs: 3000 } as const;
  const quarter = bytesPerSecond / 4;
  const [{ answers }, waits] = await beside(
    shops,
    visitors,
    attack(planOf({ ...plan, bytesPerSecond: quarter })),
  );
  seeThatServed(waits, atRest);
  assert.ok((answers['200 event.too_large'] ?? 0) > 0, JSON.stringify(answers));
  assert.ok(shops.residentMiB() - restMiB <= mostGrownMiB);
});
