// A message while it is said, with a store that is slow or fails.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pcmuOf, pcmuPerSecond } from '@opportune/core/sound/pcmu.ts';
import { toneOf } from '@opportune/core/sound/tone.test-support.ts';
import { telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { takeVoicemail } from './taking.ts';

/** Says a tone for as long as it is taken, at most so many seconds. Returns how many were. */
function says(append: (number: number, bytes: Uint8Array) => Promise<void>, most: number) {
  let isOver = false;
  const told = Promise.withResolvers<unknown>();
  const taking = takeVoicemail(
    { hear() {}, hangUp: () => (isOver = true) },
    { append, schedule: () => () => {}, over: (error) => told.resolve(error) },
  );
  // While they hear the tone.
  taking.say(new Uint8Array(3200).fill(pcmuOf(0)));
  let seconds = 0;
  for (; seconds < most && !isOver; seconds += 1) taking.say(toneOf(450, pcmuPerSecond));
  return { taking, told: told.promise, seconds, isOver: () => isOver };
}

test('[CX38.4] a message is stored each second, in order, and the rest once it ends', async () => {
  const stored: (readonly [number, number])[] = [];
  const { taking, told } = says(
    async (number, { length }) => void stored.push([number, length]),
    3,
  );
  taking.say(toneOf(450, 100));
  taking.leave();
  taking.leave();
  assert.equal(await told, null);
  assert.deepEqual(stored, [...[1, 2, 3].map((number) => [number, pcmuPerSecond]), [4, 100]]);
});

test('[OP11] a message whose pieces are not stored in time ends, and takes no more', () => {
  const { taking, seconds, isOver } = says(() => new Promise(() => {}), 1000);
  assert.deepEqual([isOver(), seconds], [true, telephoneLimits.waitingPieces + 1]);
  taking.say(toneOf(450, pcmuPerSecond));
});

test('[CX38.4] where one cannot be stored, the message is what was stored before', async () => {
  const stored: number[] = [];
  const { told, taking } = says(async (number) => {
    if (number === 3) throw new Error('the store is full');
    stored.push(number);
  }, 5);
  taking.leave();
  assert.match(String(await told), /the store is full/);
  assert.deepEqual(stored, [1, 2]);
});

test('[CX38.3] [OP11] a stream of messages without sound ends by time, and nothing is held of it', async () => {
  const due: { readonly ms: number; readonly run: () => void }[] = [];
  const told = Promise.withResolvers<unknown>();
  const stored: number[] = [];
  const state = { isOver: false, isCancelled: false };
  const taking = takeVoicemail(
    { hear() {}, hangUp: () => (state.isOver = true) },
    {
      append: async (number) => void stored.push(number),
      schedule(ms, run) {
        due.push({ ms, run });
        return () => (state.isCancelled = true);
      },
      over: (error) => told.resolve(error),
    },
  );
  taking.say(new Uint8Array(3200).fill(pcmuOf(0)));
  // As many as were held once took hours to add up.
  for (let message = 0; message < 300_000; message += 1) taking.say(new Uint8Array());
  const [{ ms, run } = { ms: 0, run() {} }, ...others] = due;
  assert.equal(others.length, 0, 'no message puts the end off');
  assert.ok(ms > telephoneLimits.voicemailS * 1000 && ms < telephoneLimits.voicemailS * 1100);
  assert.equal(state.isOver, false);
  run();
  assert.deepEqual([state.isOver, state.isCancelled], [true, true]);
  assert.equal(await told.promise, null);
  assert.deepEqual(stored, []);
});

test('[CX38.4] sound that comes byte by byte is stored in pieces of a second', async () => {
  const stored: number[] = [];
  const { taking, told } = says(async (_, { length }) => void stored.push(length), 0);
  for (const byte of toneOf(450, 2 * pcmuPerSecond + 3)) taking.say(Uint8Array.of(byte));
  taking.say(toneOf(450, 2 * pcmuPerSecond));
  taking.leave();
  assert.equal(await told, null);
  assert.deepEqual(stored, [...Array.from({ length: 4 }, () => pcmuPerSecond), 3]);
});
