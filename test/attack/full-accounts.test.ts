// Several accounts whose configurations are as large as they may be, on a server with little memory: they
// are filled while strangers flood it with new visitors, and then a visitor of each comes in turn. The
// product is started as people start it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { startAttack } from '../support/attacker.test-support.ts';
import { campaignDocument, goalDraft } from '../support/examples.test-support.ts';
import { besideProxy } from '../support/talking-visitors.test-support.ts';
import {
  type Besieged,
  type Business,
  bytesPerSecond,
  Passerby,
  startBesieged,
} from './besieged.test-support.ts';

const maximumMiB = 384;
const full = 4;
const rounds = 3;
const mostTries = 60;
let shops: Besieged;

before(async () => {
  const OPPORTUNE_MEMORY = String(maximumMiB);
  shops = await startBesieged({ ...besideProxy.environment, OPPORTUNE_MEMORY });
});
after(() => shops.close());

/** About 1 MiB as it is configured. */
function largeAudience(of: number, nth: number) {
  const value = (part: number) =>
    Array.from({ length: 200 }, (_, at) => `/${of}/${nth}/${part}/${at}`.padEnd(80, 'x'));
  return {
    any: Array.from({ length: 24 }, (_, part) => ({
      ...{ fact: 'visit.landing', op: 'in', value: value(part) },
    })),
  };
}

/** Publishes campaigns until the account is full. */
async function fill({ owner }: Business, of: number): Promise<void> {
  const { body: goal } = await owner.call('POST', '/goals', goalDraft);
  const { body: sites } = await owner.call('GET', '/sites');
  for (let nth = 0; nth < 20; nth++) {
    const document = {
      ...campaignDocument(goal.id, [sites.items[0].id]),
      ...{ name: `Campaign ${nth}`, audience: largeAudience(of, nth) },
    };
    const { body: made, status } = await owner.call('POST', '/campaigns', { document });
    assert.equal(status, 201, JSON.stringify(made));
    const path = `/campaigns/${made.id}/publish`;
    const published = await owner.call('POST', path, { revision: made.revision });
    if (published.status === 200) continue;
    assert.equal(published.body.code, 'account.full', JSON.stringify(published.body));
    assert.ok(nth >= 3, `full after ${nth}`);
    return;
  }
  assert.fail('it is never full');
}

/** The most physical memory that the server ever had. */
function peakMiB(): number {
  const status = readFileSync(`/proc/${shops.product.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** As its browser does: what is refused for want of room comes again. */
async function isServed(visitor: Passerby): Promise<void> {
  for (let tries = 0; ; tries++)
    try {
      return void (await visitor.act());
    } catch (error) {
      if (!/server\.overloaded/.test(String(error)) || tries >= mostTries) throw error;
      await wait(1000);
    }
}

async function fillAndVisit(): Promise<void> {
  const businesses: Business[] = [];
  for (let at = 0; at < full; at++) {
    const business = await shops.open(`Full ${at}`);
    await fill(business, at);
    businesses.push(business);
  }
  const visitors = await Promise.all(
    [...businesses, shops.ordinary].map(({ target }, at) =>
      Passerby.arrive(target, `198.51.100.${at}`),
    ),
  );
  for (let round = 0; round < rounds; round++) for (const each of visitors) await isServed(each);
  for (const each of visitors) each.leave();
}

test(
  '[OP9] accounts at their limits and a flood of new visitors stay below the maximum together, and every visitor is served',
  { timeout: 600_000 },
  async () => {
    const flood = await startAttack({
      ...{ attack: 'new visitors', target: shops.hostile.target, bytesPerSecond },
      addresses: Array.from({ length: 50 }, (_, nth) => `203.0.113.${nth}`),
    });
    await fillAndVisit().finally(() => flood.stop());
    const { pieces, answers } = await flood.report;
    assert.ok(pieces > 100, JSON.stringify(answers));
    const peak = Math.round(peakMiB());
    assert.ok(peak < maximumMiB, `${peak} MiB`);
  },
);
