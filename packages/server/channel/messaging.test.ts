// Messages over the awkward kind in random schedules, on a real PostgreSQL. Items arrive repeatedly
// and in any batches, the provider limits, refuses and stays silent, and workers die around the end
// of a job. Then comes peace. OPPORTUNE_SEED plays one schedule.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Fault, Told } from '@opportune/core/contracts/channel.contract.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import { jobLimits } from '@opportune/protocol/limits/accounts.ts';
import { rounds } from '../../../test/support/proof-size.test-support.ts';
import { until } from '../adapter/process/processes.test-support.ts';
import { type Messaging, openMessaging } from './messaging.test-support.ts';

const only = process.env['OPPORTUNE_SEED'];
const seeds =
  only === undefined
    ? Array.from({ length: rounds({ usual: 6, full: 300 }) }, (_, at) => at + 1)
    : [Number(only)];
const actions = 25;

let all: Messaging;
before(async () => {
  // A delivery whose answer is late becomes uncertain, which every schedule allows.
  all = await openMessaging(300);
});
after(() => all.close());

/** Lehmer's generator: the same seed plays the same actions. */
function randomFrom(seed: number): () => number {
  let state = (seed * 48_271) % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A job store whose worker dies just before or just after it records the end of a job. */
function dying(jobs: JobStore, random: () => number, isOver: () => boolean): JobStore {
  const dies = () => !isOver() && random() < 0.1;
  return {
    ...jobs,
    async settle(...of) {
      if (dies()) throw new Error('it died before');
      const settled = await jobs.settle(...of);
      if (dies()) throw new Error('it died after');
      return settled;
    },
  };
}

const faults: readonly Fault[] = [
  { type: 'rate', retryAfterS: 2 },
  { type: 'rate', retryAfterS: null },
  { type: 'silent' },
  { type: 'refuse' },
];

async function play(seed: number): Promise<void> {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => {
    const found = from[Math.floor(random() * from.length)];
    assert.ok(found !== undefined);
    return found;
  };
  const at = await all.account();
  const addresses = ['ada', 'bea', 'cem'].map((name) => `${name}-${seed}`);
  const talks = new Map(
    await Promise.all(
      addresses.map(async (address) => [address, await at.talkWith(address)] as const),
    ),
  );
  const written = new Map<string, string[]>(addresses.map((address) => [address, []]));
  const said: Told[] = [];
  let isOver = false;
  const runner = all.run(dying(all.jobs, random, () => isOver));

  const receipts = (): Told[] =>
    all.provider.taken.flatMap((each, index) =>
      addresses.includes(each.address) && random() < 0.3
        ? [
            {
              ...{ address: each.address, at: all.time.now(), type: 'receipt' },
              ...{ externalId: `provisional-${index + 1}`, reference: null },
              state: pick(['delivered', 'read'] as const),
            },
          ]
        : [],
    );
  const acts = [
    async () => {
      const address = pick(addresses);
      const names = written.get(address);
      const name = `${address}.${names?.length}`;
      names?.push(name);
      await talks.get(address)?.write(name);
    },
    async () => {
      const address = pick(addresses);
      said.push(spoken(address, said.length));
      await at.hear(said.slice(-Math.ceil(random() * 4)), Math.floor(random() * 4));
    },
    async () => at.hear(receipts(), Math.floor(random() * 4)),
    async () => all.provider.fail(pick(faults), Math.floor(random() * 3)),
    async () => all.provider.heal(),
    async () => all.time.advance(random() < 0.3 ? jobLimits.leaseMs : jobLimits.pollMs),
  ];
  for (let action = 0; action < actions; action += 1) await pick(acts)();

  isOver = true;
  all.provider.heal();
  await until(
    `all is over, seed ${seed}`,
    async () => {
      all.time.advance(jobLimits.leaseMs + jobLimits.pollMs);
      return (await all.waits()) === 0 && runner.busy === 0;
    },
    60_000,
  );
  await runner.close();

  for (const address of addresses) {
    const told = said.filter((each) => each.address === address);
    const handled = all.handled.filter(({ item }) => item.address === address);
    const once = [...new Map(handled.map((each) => [each.id, each])).values()];
    assert.deepEqual(
      once.map(({ item }) => item.type === 'message' && item.externalId),
      told.map((each) => each.type === 'message' && each.externalId),
      `received from ${address}, seed ${seed}`,
    );
    const names = written.get(address) ?? [];
    const taken = all.provider.taken.filter((each) => each.address === address);
    const places = taken.map(({ words }) => names.indexOf(words.replace('words of ', '')));
    assert.deepEqual(
      places,
      [...new Set(places)].toSorted((one, other) => one - other),
      `sent to ${address}, seed ${seed}`,
    );
    const states = (await talks.get(address)?.states()) ?? [];
    assert.equal(states.length, names.length);
    for (const [place, state] of states.entries()) {
      const arrived = places.includes(place);
      const allowed = arrived
        ? ['sent', 'delivered', 'read', 'uncertain']
        : ['failed', 'uncertain'];
      assert.ok(allowed.includes(state), `${names[place]} is ${state}, seed ${seed}`);
    }
  }
}

const from = { name: null, language: null, phone: null, vouched: true };
const plain = { media: [], choice: null, location: null, unread: null };
function spoken(address: string, index: number): Told {
  return {
    ...{ address, at: index, type: 'message', externalId: `${address}-${index}`, from },
    ...{ content: { ...plain, text: `said ${index}` }, replyTo: null, token: null },
    automatic: false,
  };
}

test('[DV10] in any schedule, received messages are stored once and in order, and written ones are sent once or shown as failed or uncertain', async () => {
  for (const seed of seeds) await play(seed);
});
