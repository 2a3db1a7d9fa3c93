// Free agents as decisions see them, with desks that report and answer over the bus.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMemoryBus } from '@opportune/server/adapter/bus-memory.ts';
import {
  availabilityChanged,
  availabilityQuestion,
  placeQuestion,
} from '@opportune/protocol/bus/room.ts';
import type { Availability } from '@opportune/protocol/campaign/configuration.ts';
import { AccountId, DecisionId, SiteId } from '@opportune/protocol/ids.ts';
import { tableLimits } from '@opportune/protocol/limits/memory.ts';
import { createAgentsRoom } from '../agents-room.ts';
import { answer, publish } from '../bus-messages.ts';

const account = AccountId.parse('a');
const site = SiteId.parse('s');
const decision = DecisionId.parse('d');
const free = (places: number, version: number): Availability => ({
  version,
  at: 0,
  skills: { '*': { free: places, online: 1 } },
});

function opened() {
  const bus = openMemoryBus({ info() {}, warn() {}, error: (what) => assert.fail(what) });
  const room = createAgentsRoom(bus);
  return { bus, room, places: () => room.availability(account).skills['*']?.free };
}

test('nobody is there while no desk answers; the desk is asked when an account is first decided for', async () => {
  const { bus, room, places } = opened();
  assert.equal(places(), 0);
  publish(bus, availabilityChanged, { account, availability: free(2, 5) });
  await Promise.resolve();
  assert.equal(places(), 2);
  const other = AccountId.parse('b');
  answer(bus, availabilityQuestion, () => free(3, 9));
  assert.equal(room.availability(other).skills['*']?.free, 3);
});

test('an older report than the known one changes nothing', async () => {
  const { bus, places } = opened();
  answer(bus, availabilityQuestion, () => free(1, 7));
  assert.equal(places(), 1);
  publish(bus, availabilityChanged, { account, availability: free(4, 6) });
  await Promise.resolve();
  assert.equal(places(), 1);
});

test('other decisions in the same turn know that the place is taken', () => {
  const { bus, room, places } = opened();
  let left = free(1, 1);
  answer(bus, availabilityQuestion, () => left);
  answer(bus, placeQuestion, () => {
    const held = left.skills['*']?.free === 1;
    left = free(0, 2);
    return { held, availability: left, faces: [] };
  });
  assert.equal(places(), 1);
  const answers: boolean[] = [];
  const place = { account, site, skill: null, decision, untilMs: 30_000 };
  room.hold(place, ({ held }) => answers.push(held));
  assert.deepEqual([places(), answers], [0, [true]]);
  room.hold(place, ({ held }) => answers.push(held));
  assert.deepEqual(answers, [true, false]);
});

test('no place is held where no desk answers', () => {
  const answers: boolean[] = [];
  const place = { account, site, skill: null, decision, untilMs: 30_000 };
  opened().room.hold(place, ({ held }) => answers.push(held));
  assert.deepEqual(answers, [false]);
});

test('keeps a bounded number of accounts, and asks again for an evicted one', () => {
  const { bus, room, places } = opened();
  let asked = 0;
  answer(bus, availabilityQuestion, () => free(1, ++asked));
  for (let n = 0; n < 2 * tableLimits.rooms; n++) room.availability(AccountId.parse(`n${n}`));
  const before = asked;
  assert.deepEqual([places(), asked], [1, before + 1]);
});
