// Files that arrive slowly or not at all: first with a simulated clock, then over real sockets.
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { attachmentLimits } from '@opportune/protocol/limits/conversations.ts';
import { createUploads } from './uploads.ts';

const { paceBytes, paceMs, transferMs } = attachmentLimits;
const refusals = { tooLarge: 'attachment.too_large', tooSlow: 'attachment.too_slow' } as const;
const payers = { account: 'a', address: '192.0.2.7' };
const code = (error: unknown) => Reflect.get(Reflect.get(Object(error), 'problem'), 'code');

/** A clock that a test advances. Timers run when due. */
function turned() {
  let now = 0;
  const timers = new Set<{ readonly at: number; readonly run: () => void }>();
  return {
    pending: () => timers.size,
    schedule(delayMs: number, run: () => void) {
      const timer = { at: now + delayMs, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async turn(ms: number) {
      now += ms;
      for (const timer of [...timers]) if (timer.at <= now && timers.delete(timer)) timer.run();
      // What was written meanwhile is read before the next interval.
      for (let turns = 0; turns < 5; turns += 1)
        await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const of = (roomBytes: number, { schedule }: ReturnType<typeof turned>, most = Infinity) => ({
  ...{ roomBytes, schedule, passing: new HeldBytes(most) },
});

function sender() {
  const body = new Readable({ read() {} });
  return { body, send: (bytes: number) => void body.push(Buffer.alloc(bytes)) };
}

test('[AT15] a body that stalls is ended after one span, what it held is free, and its line is cut', async () => {
  const clock = turned();
  const uploads = createUploads(of(1000, clock), refusals);
  const { body, send } = sender();
  const stalled = uploads.run('one', (read) => read(body, 1000, payers)).catch(code);
  send(900);
  await clock.turn(0);
  await clock.turn(paceMs - 1);
  assert.equal(body.destroyed, false);
  await clock.turn(1);
  assert.equal(await stalled, 'attachment.too_slow');
  await clock.turn(1000);
  assert.equal(body.destroyed, true);
  const next = sender();
  const taken = uploads.run('two', (read) => read(next.body, 1000, payers));
  next.send(900);
  next.body.push(null);
  assert.equal((await taken).length, 900);
  assert.equal(clock.pending(), 0);
});

test('[AT15] a body slower than the minimum pace is ended, and one at that pace continues', async () => {
  const clock = turned();
  const uploads = createUploads(of(100 * paceBytes, clock), refusals);
  const [slow, steady] = [sender(), sender()];
  const most = 100 * paceBytes;
  const slowly = uploads.run('slow', (read) => read(slow.body, most, payers)).catch(code);
  const steadily = uploads.run('steady', (read) => read(steady.body, most, payers));
  for (let span = 0; span < 3; span += 1) {
    slow.send(span < 2 ? paceBytes : paceBytes - 1);
    steady.send(paceBytes);
    await clock.turn(0);
    await clock.turn(paceMs);
  }
  assert.equal(await slowly, 'attachment.too_slow');
  steady.body.push(null);
  assert.equal((await steadily).length, 3 * paceBytes);
});

test('[AT15] no file takes longer than the written time, at whatever pace', async () => {
  const clock = turned();
  const uploads = createUploads(of(1000 * paceBytes, clock), refusals);
  const { body, send } = sender();
  const endless = uploads.run('one', (read) => read(body, Infinity, payers)).catch(code);
  for (let at = 0; at < transferMs; at += paceMs) {
    send(paceBytes);
    await clock.turn(0);
    await clock.turn(paceMs);
  }
  assert.equal(await endless, 'attachment.too_slow');
});

test('[AT15] a file that is being stored gives way to none, and counts until it is stored', async () => {
  const clock = turned();
  const uploads = createUploads(of(1000, clock, 100), refusals);
  const [one, other] = [sender(), sender()];
  const stored = Promise.withResolvers<undefined>();
  const first = uploads.run('one', async (read) => {
    const { length } = await read(one.body, 1000, payers);
    await stored.promise;
    return length;
  });
  one.send(90);
  one.body.push(null);
  await clock.turn(0);
  const elsewhere = { account: 'b', address: '192.0.2.8' };
  const second = uploads.run('other', (read) => read(other.body, 1000, elsewhere)).catch(code);
  other.send(20);
  assert.equal(await second, 'server.overloaded');
  stored.resolve(undefined);
  assert.equal(await first, 90);
  const again = sender();
  const third = uploads.run('again', (read) => read(again.body, 1000, elsewhere));
  again.send(95);
  again.body.push(null);
  assert.equal((await third).length, 95);
});

test('[AT15] a file gives way if what else is on its way needs its memory, and says so at once', async () => {
  const clock = turned();
  const uploads = createUploads(of(1000, clock, 100), refusals);
  const [large, small] = [sender(), sender()];
  const first = uploads.run('large', (read) => read(large.body, 1000, payers)).catch(code);
  large.send(90);
  await clock.turn(0);
  const other = { ...payers, address: '192.0.2.8' };
  const second = uploads.run('small', (read) => read(small.body, 1000, other));
  small.send(20);
  assert.equal(await first, 'server.overloaded');
  small.body.push(null);
  assert.equal((await second).length, 20);
  await clock.turn(1000);
  assert.equal(large.body.destroyed, true);
  assert.equal(clock.pending(), 0);
});
