// The life of the console's socket, tested on its state machine alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { socketLimits } from '@opportune/protocol/limits/connections.ts';
import {
  backOffMs,
  reconnect,
  step,
  type SocketInput,
  type SocketState,
} from './socket-machine.ts';

function run(
  inputs: readonly (readonly [number, SocketInput])[],
  from: SocketState = { type: 'stopped' },
) {
  let state = from;
  const effects: string[] = [];
  for (const [at, input] of inputs) {
    const next = step(state, input, at, 0.5);
    state = next.state;
    effects.push(...next.effects);
  }
  return { state, effects };
}

test('a start connects once, and a silent connection is pinged', () => {
  const { state, effects } = run([
    [0, { type: 'start' }],
    [1, { type: 'start' }],
    [10, { type: 'opened' }],
    [20, { type: 'heard' }],
    [20 + reconnect.askMs - 1, { type: 'tick' }],
    [20 + reconnect.askMs, { type: 'tick' }],
  ]);
  assert.deepEqual(effects, ['connect', 'ping']);
  assert.equal(state.type, 'open');
});

test('a lost connection is retried after a wait that doubles up to the cap', () => {
  const waits = [0, 1, 2, 3, 4, 5, 6, 20].map((attempt) => backOffMs(attempt, 1));
  assert.deepEqual(waits, [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  assert.equal(backOffMs(0, 0), 250, 'jitter takes at most half');
});

test('failed attempts are counted, and an opened connection resets the count', () => {
  const lost: SocketState = { type: 'connecting', attempt: 3, restartsUntil: 0, deadAt: 10_000 };
  const failed = step(lost, { type: 'closed', code: 1006 }, 0, 1).state;
  assert.deepEqual(failed, { type: 'waiting', attempt: 4, restartsUntil: 0, until: 8000 });
  const { state } = run(
    [
      [0, { type: 'opened' }],
      [5, { type: 'closed', code: 1006 }],
    ],
    lost,
  );
  assert.equal(state.type === 'waiting' && state.attempt, 0);
});

test('waking while waiting connects at once', () => {
  const { effects } = run([[1, { type: 'wake' }]], {
    type: 'waiting',
    attempt: 5,
    restartsUntil: 0,
    until: 99_999,
  });
  assert.deepEqual(effects, ['connect']);
});

test('waking pings an open connection and drops it if no answer comes soon', () => {
  const open = run([
    [0, { type: 'start' }],
    [0, { type: 'opened' }],
    [1000, { type: 'wake' }],
  ]);
  assert.equal(open.effects.at(-1), 'ping');
  const late = step(open.state, { type: 'tick' }, 1000 + reconnect.wakeAnswerMs, 0);
  assert.deepEqual(late.effects, ['close']);
  assert.equal(late.state.type, 'waiting');
  const heard = step(open.state, { type: 'heard' }, 2000, 0).state;
  assert.deepEqual(step(heard, { type: 'tick' }, 1000 + reconnect.wakeAnswerMs, 0).effects, []);
});

test('[C45] a connection that does not answer in time is closed and retried', () => {
  const asked = run([
    [0, { type: 'start' }],
    [0, { type: 'opened' }],
    [0, { type: 'heard' }],
    [reconnect.askMs, { type: 'tick' }],
    [reconnect.askMs + reconnect.answerMs - 1, { type: 'tick' }],
  ]);
  assert.equal(asked.effects.at(-1), 'ping');
  const late = step(asked.state, { type: 'tick' }, reconnect.askMs + reconnect.answerMs, 0);
  assert.deepEqual([late.effects, late.state.type], [['close'], 'waiting']);
});

test('[C45] a tab whose timers stood still pings before it drops the connection', () => {
  const minute = run([
    [0, { type: 'start' }],
    [0, { type: 'opened' }],
    [0, { type: 'heard' }],
    [60_000, { type: 'tick' }],
    [60_050, { type: 'heard' }],
    [120_000, { type: 'tick' }],
  ]);
  assert.deepEqual(minute.effects, ['connect', 'ping', 'ping']);
});

test('[C45] the first frames may take a minute', () => {
  const { state } = run([
    [0, { type: 'start' }],
    [0, { type: 'opened' }],
    [socketLimits.silenceMs - 1, { type: 'tick' }],
  ]);
  assert.equal(state.type, 'open');
  assert.deepEqual(step(state, { type: 'tick' }, socketLimits.silenceMs, 0).effects, ['close']);
});

test('an ended session stops the socket and reports it; a forbidden one stops silently', () => {
  const open = run([
    [0, { type: 'start' }],
    [0, { type: 'opened' }],
  ]).state;
  assert.deepEqual(step(open, { type: 'closed', code: 4401 }, 1, 0), {
    state: { type: 'stopped' },
    effects: ['signed-out'],
  });
  assert.deepEqual(step(open, { type: 'closed', code: 4403 }, 1, 0), {
    state: { type: 'stopped' },
    effects: [],
  });
  assert.equal(step(open, { type: 'closed', code: 1012 }, 1, 0).state.type, 'waiting');
});

test('[C43] an attempt that hangs is dropped after ten seconds and retried', () => {
  const { state } = run([[0, { type: 'start' }]]);
  assert.deepEqual(step(state, { type: 'tick' }, reconnect.openMs - 1, 1).effects, []);
  const late = step(state, { type: 'tick' }, reconnect.openMs, 1);
  assert.deepEqual(late.effects, ['close']);
  assert.deepEqual(late.state, {
    type: 'waiting',
    attempt: 1,
    restartsUntil: 0,
    until: reconnect.openMs + 1000,
  });
});

test('[C43] a restarting server is retried within half a second, for ten seconds', () => {
  const { state: open } = run([
    [0, { type: 'start' }],
    [0, { type: 'opened' }],
  ]);
  let state = step(open, { type: 'closed', code: 1012 }, 1000, 1).state;
  let attempts = 0;
  let longestMs = 0;
  let now = 1000;
  while (now < 1000 + reconnect.restart.forMs && state.type === 'waiting') {
    longestMs = Math.max(longestMs, state.until - now);
    now = state.until;
    state = step(state, { type: 'tick' }, now, 1).state;
    state = step(state, { type: 'closed', code: 1006 }, now, 1).state;
    attempts += 1;
  }
  assert.equal(longestMs, reconnect.restart.everyMs * 1.5);
  assert.ok(attempts > 20, `${attempts} attempts`);
  assert.ok(state.type === 'waiting' && state.restartsUntil === 0, 'it goes on as after a loss');
});
