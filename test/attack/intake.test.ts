// Bodies, batches and polls that are cheap to send and costly for the intake, from a process of its
// own against the started product. Meanwhile visitors of another business behave normally.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { placeBudgets, rateBudgets } from '@opportune/protocol/budgets.ts';
import { intakeLimits } from '@opportune/protocol/limits/intake.ts';
import {
  attack,
  startAttack,
  type AttackPlan,
  type AttackReport,
} from '../support/attacker.test-support.ts';
import { stalledBytes } from '../support/attacks.test-support.ts';
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
import { rounds } from '../support/proof-size.test-support.ts';

let shops: Besieged;
let visitors: readonly Passerby[];
let atRest: Waits;
let restMiB: number;

before(async () => {
  shops = await startBesieged();
  const { target } = shops.ordinary;
  visitors = await Promise.all(
    Array.from({ length: 10 }, (_, nth) => Passerby.arrive(target, `198.51.100.${nth}`)),
  );
  [, atRest] = await beside(shops, visitors, wait(2000));
  restMiB = shops.residentMiB();
});
after(async () => {
  for (const visitor of visitors) visitor.leave();
  await shops.close();
});

type Plan = Pick<AttackPlan, 'attack'> & Partial<AttackPlan>;

/** Each from an address of its own. */
let floods = 0;
const planOf = (plan: Plan): AttackPlan => ({
  target: shops.hostile.target,
  addresses: [`203.0.113.${(floods += 1)}`],
  bytesPerSecond,
  ...plan,
});

/**
 * Sends the whole attack while visitors act. Asserts that they are served and that memory returns.
 */
async function flood(plan: Plan): Promise<AttackReport> {
  const [report, waits] = await beside(shops, visitors, attack(planOf(plan)));
  seeThat(waits);
  assert.equal(report.withoutRetryAfter, 0, 'a refusal did not say when to try again');
  return report;
}

function seeThat(waits: Waits): void {
  seeThatServed(waits, atRest);
  const grownMiB = shops.residentMiB() - restMiB;
  assert.ok(grownMiB <= mostGrownMiB, `${grownMiB} MiB more than at rest`);
}

test('[I18] bodies that unpack to 170,000 nested lists are refused, and none stays in memory', async () => {
  const count = rounds({ usual: 100, full: 300 });
  const { answers } = await flood({ attack: 'deep lists', count });
  assert.deepEqual(answers, { '413 request.too_large': count });
  const { pieces, answers: fitting } = await flood({ attack: 'deep lists that fit', count });
  const { '200 event.too_deep': read = 0, '429 rate.address': paced = 0 } = fitting;
  assert.ok(read > 0 && paced > 0 && read + paced === pieces, JSON.stringify(fitting));
});

test('[I17] bodies of many small values use up the budget of their address and delay nobody else', async () => {
  const count = rounds({ usual: 40, full: 100 });
  const { answers } = await flood({ attack: 'many values', count });
  assert.deepEqual(answers, { '413 request.too_large': count });
  for (const name of ['many values that fit', 'many values, largest'] as const) {
    const { pieces, answers: fitting } = await flood({
      attack: name,
      count: 60,
    });
    const { '200 event.too_large': read = 0, '429 rate.address': paced = 0 } = fitting;
    assert.ok(read > 0 && paced > 0 && read + paced === pieces, JSON.stringify(fitting));
  }
});

test('[I18] frames without a key are refused before anything is parsed', async () => {
  const { answers } = await flood({ attack: 'many values without a key', count: 300 });
  const { '400 request.malformed': walked = 0, '429 rate.address': paced = 0, ...other } = answers;
  assert.deepEqual(other, {});
  const { burst } = rateBudgets['unknown.address'];
  assert.ok(walked >= burst / (64 * 1024) && paced > 0, JSON.stringify(answers));
});

test('[I17] one address can bring only a limited number of new visitors, whatever it sends', async () => {
  const [before, from] = [await shops.figure('opportune_visitors'), performance.now()];
  const { answers } = await flood({
    attack: 'new visitors',
    count: rounds({ usual: 20, full: 40 }),
  });
  assert.deepEqual(
    Object.keys(answers).filter((name) => !/^200|^429 rate\.address/.test(name)),
    [],
  );
  const { burst, perSecond } = rateBudgets['visitors.address'];
  const seconds = (performance.now() - from) / 1000;
  const brought = (await shops.figure('opportune_visitors')) - before;
  assert.ok(brought <= burst + seconds * perSecond, `${brought} visitors in ${seconds} s`);
  assert.ok((await shops.figure('opportune_visitors_refused_total')) > 0);
});

test('[I19] 20,500 polls without a key take no place from anybody else who polls', async () => {
  const pollers = await Promise.all(
    Array.from({ length: 5 }, (_, nth) => beginPolling(`198.51.100.${100 + nth}`)),
  );
  const flooding = attack({
    ...planOf({ attack: 'polls without a key', count: 20_500 }),
    bytesPerSecond: Infinity,
  });
  const [report, waits] = await measured(shops.product, (nth) => pollers[nth % 5]!(), flooding);
  seeThat(waits);
  const { '400 request.malformed': walked = 0, '429 rate.address': paced = 0 } = report.answers;
  assert.equal(walked + paced, report.pieces);
  await beginPolling('198.51.100.200');
});

test('[I20] stalled bodies and frames hold bounded memory, and end when others need it', async () => {
  const counts = { 'stalled bodies': 150, 'stalled frames': 150 } as const;
  const closedAtLeast = 21;
  const answersAtLeast = counts['stalled bodies'] - placeBudgets['bodies.address'];
  const stall = (name: keyof typeof counts, plan: Partial<AttackPlan> = {}) =>
    startAttack({
      ...planOf({ attack: name, count: counts[name], durationMs: 60_000, ...plan }),
      bytesPerSecond: Infinity,
    });
  const stalled = [
    await stall('stalled bodies', { answersAtLeast }),
    await stall('stalled frames', { closedAtLeast }),
  ] as const;
  const [, waits] = await beside(shops, visitors, wait(4000));
  seeThat(waits);
  assert.equal((await postLargest('198.51.100.201')).status, 200);
  for (const each of stalled) each.stop();
  const [bodies, frames] = await Promise.all([stalled[0].report, stalled[1].report]);
  // It depends on timing whether a body is refused or ended: the room may be full before the places
  // are.
  const { 'rate.address': refused = 0, 'server.overloaded': ended = 0 } = bodies.answers;
  const stillHeld = counts['stalled bodies'] - refused - ended;
  assert.ok(stillHeld <= placeBudgets['bodies.address'], `${stillHeld} held`);
  assert.ok(stillHeld * stalledBytes <= intakeLimits.arrivingBytes, `${stillHeld} held`);
  // The answer alone is not enough: the data of a frame is held until its socket is gone.
  const { closed, answers } = frames;
  assert.ok(
    closed >= Math.max(closedAtLeast, answers['server.overloaded'] ?? 0),
    `${closed} closed`,
  );
});

test('[I20] one address may have only a limited number of bodies in flight', async () => {
  const [count, name] = [150, 'rate.address'];
  const stalling = await startAttack(
    planOf({ attack: 'small stalled bodies', count, durationMs: 2000 }),
  );
  const { answers } = await stalling.report;
  assert.deepEqual(answers, { [name]: count - placeBudgets['bodies.address'] });
});

/**
 * Begins a session of long polls. Returns a function that sends one event in it and resolves with
 * the time to its acknowledgement. Calls run one after another, because a second poll would end the
 * first.
 */
async function beginPolling(address: string): Promise<() => Promise<number>> {
  const { origin, key } = shops.ordinary.target;
  const page = { url: `${origin}/`, path: '/' };
  const hello = { type: 'hello', version: 1, key, visitor: randomUUID(), fresh: true, page };
  const more = { pageView: 'view-1', language: 'en', timeZone: 'UTC', viewportWidth: 1280 };
  const { session } = await poll(address, { frames: [{ ...hello, ...more }] });
  let batch = 0;
  const act = async (): Promise<number> => {
    const [sentAt, at] = [performance.now(), Date.now()];
    const event = { id: randomUUID(), kind: 'track', name: 'Thing Done', at, properties: {} };
    batch += 1;
    const frame = { type: 'events', batch, sentAt: at, events: [event] };
    let { frames } = await poll(address, { session, frames: [frame], wait: 5000 });
    while (!frames.some(({ type }) => type === 'ack'))
      ({ frames } = await poll(address, { session, frames: [], wait: 5000 }));
    return performance.now() - sentAt;
  };
  let last = Promise.resolve(0);
  return () => (last = last.then(act));
}

async function poll(
  address: string,
  body: object,
): Promise<{ session: string; frames: { type: string }[] }> {
  const response = await post('/v1/frames', address, JSON.stringify(body));
  assert.equal(response.status, 200, `a poll was refused`);
  return (await response.json()) as { session: string; frames: { type: string }[] };
}

/** A body of the largest size, from one visitor of the ordinary business. */
function postLargest(address: string): Promise<Response> {
  const at = Date.now();
  const events = Array.from({ length: 100 }, () => ({
    ...{ id: randomUUID(), kind: 'track', name: 'Thing Done', at },
    properties: { text: 'a'.repeat(4000) },
  }));
  const { key } = shops.ordinary.target;
  const body = { key, visitor: randomUUID(), sentAt: at, events };
  return post('/v1/events', address, JSON.stringify(body));
}

function post(path: string, address: string, body: string): Promise<Response> {
  const { origin } = shops.ordinary.target;
  const headers = { origin, 'content-type': 'application/json', 'x-forwarded-for': address };
  return fetch(`${shops.product.url}${path}`, { method: 'POST', headers, body });
}
