// Bodies that might cost the intake far more than their bytes. Each is compared with one of the
// same bytes in another place, on the same machine at the same time.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type BareIntake, type Body, startBareIntake } from './bare-intake.test-support.ts';
import { type FixedCosts, fixedCosts, processorCost } from './cost-search.test-support.ts';

let intake: BareIntake;
let fixed: FixedCosts;
before(async () => {
  intake = startBareIntake();
  await intake.begin();
  fixed = await fixedCosts(intake);
});
after(() => intake.close());

const at = 1_790_000_000_000;
const text = 'x'.repeat(900);
const many = <Of>(count: number, of: (index: number) => Of): Of[] =>
  Array.from({ length: count }, (_, index) => of(index));
const event = (index: number, name: string, properties: object) => ({
  ...{ id: `e${index}`, kind: 'track', name, at, properties },
});
const bodyOf = (path: string, value: object): Body => ({
  path,
  bytes: Buffer.from(JSON.stringify(value)),
});

/** The cost relative to the plain body: the lowest of five. */
async function timesPlain(body: Body, plain: Body): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < 5 && least > mostTimes; run++) {
    const usual = await processorCost(intake, plain, fixed);
    least = Math.min(least, (await processorCost(intake, body, fixed)) / usual);
  }
  return least;
}
const mostTimes = 5;

const frame = (batch: number, count: number) => ({
  ...{ type: 'events', batch, sentAt: at },
  events: many(count, (index) => event(index, 'a', { text })),
});
const polled = (frames: readonly object[]) => bodyOf('/v1/frames', { session: 'session', frames });
const ordered = (name: string) =>
  bodyOf('/v1/events', {
    ...{ key: 'k', visitor: 'v' },
    events: many(40, (index) => event(index, name, { total: 1, products: many(4000, () => 0) })),
  });

const bodies = [
  [
    'a hundred frames in one poll',
    polled(many(100, (batch) => frame(batch, 5))),
    polled([frame(0, 500)]),
  ],
  ['thousands of products that are none', ordered('Order Completed'), ordered('Other')],
] as const;
for (const [what, body, plain] of bodies)
  test(`[I17] the intake handles ${what} at no more than ${mostTimes} times the cost of their bytes`, async () => {
    const times = await timesPlain(body, plain);
    assert.ok(times <= mostTimes, `${times.toFixed(1)} times`);
  });
