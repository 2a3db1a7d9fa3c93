// Somebody who waits by telephone, in simulated time: when their position is said, and when they are led to
// leave a message.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import { callerCodeLimits, telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import type { Turn } from '../seams.ts';
import type { Leaving } from '../voicemail/voicemail-rows.ts';
import { WaitingCaller, type WaitingParts } from './waiting-caller.ts';
import { WaitingCallers } from './waiting-callers.ts';

function open(given: Partial<WaitingParts> = {}) {
  let now = 0;
  const due = new Map<object, { readonly at: number; readonly run: () => void }>();
  const state = { turn: 2 as Turn, left: 0, isGone: false, isAskedOnce: false, streams: 0 };
  const caller = new WaitingCaller({
    clock: { now: () => now },
    schedule(ms, run) {
      const key = {};
      due.set(key, { at: now + ms, run });
      return () => void due.delete(key);
    },
    ...{ turn: () => state.turn, saysPosition: true, voicemailAfterS: null },
    keys: { press: async () => null },
    mayLeave: async () => true,
    gone: (isAskedOnce) => {
      state.isGone = !isAskedOnce;
      state.isAskedOnce = isAskedOnce;
    },
    ...given,
  });
  const heard: number[] = [];
  /** The carrier opens a stream; its end comes back at once. */
  const attach = () => {
    state.streams += 1;
    const taker = caller.attach({
      hear: (sound) => void heard.push(...sound),
      hangUp: () => taker?.leave(),
    });
    return taker;
  };
  attach();
  caller.began({ say() {}, leave: () => (state.left += 1) });
  return {
    ...{ caller, state, heard, attach },
    next: () => caller.next,
    /** Runs what is due, second by second. */
    async later(seconds: number): Promise<void> {
      const end = now + seconds * 1000;
      while (now < end) {
        now += 1000;
        for (const [key, { at, run }] of due)
          if (at <= now) {
            due.delete(key);
            run();
          }
        await Promise.resolve();
      }
    },
  };
}

test('[CX40.1] the position is said at the start and when it changes, at most every 30 seconds', async () => {
  const { caller, next, state, later, attach, heard } = open();
  await later(2);
  assert.deepEqual(next(), { type: 'position', position: 2 });
  caller.telephone.hear(Uint8Array.of(1));
  assert.deepEqual(heard, [], 'nothing is heard while it is said');
  attach();
  caller.telephone.hear(Uint8Array.of(2));
  assert.deepEqual(heard, [2]);
  await later(60);
  assert.equal(next().type, 'nothing', 'it has not changed');
  state.turn = 1;
  await later(2);
  assert.deepEqual(next(), { type: 'position', position: 1 });
  attach();
  state.turn = 2;
  await later(25);
  assert.equal(next().type, 'nothing', 'it was said just now');
  await later(10);
  assert.deepEqual(next(), { type: 'position', position: 2 });
  assert.equal(state.left, 0);
});

test('[CX40.1] nothing is said while it rings at an agent, once one has accepted, or if it is switched off', async () => {
  const rings = open();
  rings.state.turn = 'rings';
  await rings.later(60);
  assert.equal(rings.next().type, 'nothing');
  rings.state.turn = null;
  await rings.later(5);
  rings.state.turn = 3;
  await rings.later(60);
  assert.equal(rings.next().type, 'nothing');
  const off = open({ saysPosition: false });
  await off.later(60);
  assert.equal(off.next().type, 'nothing');
});

test('[CX40.2] whoever hangs up while it is said has left, and a call that ends meanwhile is over', async () => {
  const gone = open();
  await gone.later(2);
  await gone.later(telephoneLimits.saidMs / 1000);
  assert.deepEqual([gone.state.left, gone.state.isGone, gone.attach()], [1, true, null]);
  const over = open();
  await over.later(2);
  over.caller.telephone.hangUp();
  assert.deepEqual([over.next().type, over.state.isGone, over.attach()], ['nothing', true, null]);
});

test('[CX40.3] a key leads to a message, also while words are said, if they may leave one and still wait', async () => {
  const on = { voicemailAfterS: 200 };
  const pressed = open(on);
  await pressed.caller.leaveMessage();
  assert.deepEqual([pressed.next().type, pressed.state.left], ['voicemail', 1]);
  assert.deepEqual([pressed.state.isGone, pressed.state.isAskedOnce], [false, true]);
  const saying = open(on);
  await saying.later(2);
  await saying.caller.leaveMessage();
  assert.deepEqual([saying.next().type, saying.state.left], ['voicemail', 1]);
  const full = open({ ...on, mayLeave: async () => false });
  await full.caller.leaveMessage();
  assert.deepEqual([full.next().type, full.state.left], ['nothing', 0]);
  const spoken = open(on);
  spoken.state.turn = null;
  await spoken.caller.leaveMessage();
  assert.deepEqual([spoken.next().type, spoken.state.left], ['nothing', 0]);
  const none = open();
  await none.caller.leaveMessage();
  assert.deepEqual([none.next().type, none.state.left], ['nothing', 0]);
});

test('[CX40.3] [CX41.3] a key alone leads to a message after a moment, and keys of a code do not', async () => {
  const momentS = Math.ceil(callerCodeLimits.keyMs / 1000);
  const on = { voicemailAfterS: 200, saysPosition: false };
  const alone = open(on);
  await alone.caller.press('5');
  assert.equal(alone.next().type, 'nothing', 'another key may follow');
  await alone.later(momentS + 1);
  assert.equal(alone.next().type, 'voicemail');
  const several = open(on);
  await several.caller.press('5');
  await several.later(1);
  await several.caller.press('6');
  await several.later(momentS + 5);
  assert.equal(several.next().type, 'nothing');
});

test('[CX41.3] a caller who waits hears whether a code is right, and nobody is interrupted in a call', async () => {
  const results = ['wrong', 'proved', 'sent', 'spent'] as const;
  for (const result of results) {
    const { caller, next, attach, state } = open({
      ...{ saysPosition: false, keys: { press: async () => result } },
    });
    await caller.press('1');
    assert.deepEqual(next(), { type: 'code', result });
    assert.notEqual(attach(), null);
    state.turn = null;
    await caller.press('1');
    assert.equal(next().type, 'nothing');
  }
});

test('[CX41.3] a position is not said while a code is typed', async () => {
  const { caller, next, later, state } = open();
  state.turn = 'rings';
  await later(1);
  await caller.press('1');
  state.turn = 2;
  await later(1);
  assert.equal(next().type, 'nothing');
  await later(5);
  assert.equal(next().type, 'position');
});

test('[CX40.3] whoever has waited for long enough is led to a message', async () => {
  const { next, state, later } = open({ voicemailAfterS: 60, saysPosition: false });
  await later(59);
  assert.equal(next().type, 'nothing');
  await later(3);
  assert.deepEqual([next().type, state.left], ['voicemail', 1]);
});

test('[CX40.3] whoever waits to the end is asked for a message, also while it rings at an agent', async () => {
  const { longestWaitS } = telephoneLimits;
  assert.ok(longestWaitS * 1000 + telephoneLimits.lookMs < spokenLimits.patienceMs);
  const rings = open({ voicemailAfterS: 60, saysPosition: false });
  rings.state.turn = 'rings';
  await rings.later(longestWaitS - 1);
  assert.equal(rings.next().type, 'nothing', 'an agent may still accept');
  await rings.later(3);
  assert.deepEqual([rings.next().type, rings.state.left], ['voicemail', 1]);

  const late = open({ voicemailAfterS: 299, saysPosition: false });
  await late.later(longestWaitS - 1);
  assert.equal(late.next().type, 'nothing');
  await late.later(3);
  assert.equal(late.next().type, 'voicemail', 'before their call ends');

  let asked = 0;
  let isFull = true;
  const mayLeave = async () => {
    asked += 1;
    return !isFull;
  };
  const full = open({ voicemailAfterS: 200, saysPosition: false, mayLeave });
  await full.later(longestWaitS - 1);
  assert.deepEqual([asked, full.next().type], [1, 'nothing']);
  isFull = false;
  await full.later(3);
  assert.deepEqual([asked, full.next().type], [2, 'voicemail'], 'there is room meanwhile');
});

describe('callers by telephone who wait', () => {
  const account = AccountId.parse('a');
  const channel = ChannelId.parse('c');
  const of = { channel, address: '+491', isWithheld: false, skill: null };
  const done = async () => {};
  const waits = {
    next: { type: 'nothing' },
    attach: () => null,
    press: done,
    leaveMessage: done,
  } as const;

  function callers() {
    const due: (() => void)[] = [];
    const waiting = new WaitingCallers({
      schedule(ms, run) {
        assert.equal(ms, telephoneLimits.returnMs);
        due.push(run);
        return () => {};
      },
    });
    const add = (of: Leaving, by = account) => waiting.add(by, of, { ...waits });
    return { waiting, add, later: () => due.splice(0).forEach((run) => run()) };
  }

  test('[OP11] fills: callers by telephone who wait', () => {
    const { waiting, add } = callers();
    const accountAt = (at: number) =>
      AccountId.parse(`a${Math.floor(at / telephoneLimits.accountTickets)}`);
    for (let at = 0; at <= telephoneLimits.tickets; at += 1)
      add({ ...of, request: `CA${at}` }, accountAt(at));
    assert.equal(waiting.size, telephoneLimits.tickets);
    assert.equal(waiting.find(accountAt(0), { channel, request: 'CA0' }), undefined);
    assert.notEqual(waiting.find(accountAt(1), { channel, request: 'CA1' }), undefined);
  });

  test('[CX34.2] an account with many callers puts none of another account out', () => {
    const { waiting, add } = callers();
    const other = AccountId.parse('other');
    add({ ...of, request: 'CA0' }, other);
    for (let at = 0; at <= 2 * telephoneLimits.tickets; at += 1) add({ ...of, request: `CB${at}` });
    assert.notEqual(waiting.find(other, { channel, request: 'CA0' }), undefined);
    assert.equal(waiting.size, telephoneLimits.accountTickets + 1);
  });

  test('[CX34.2] a call of another channel or account with the same id is another one', () => {
    const { waiting, add } = callers();
    add({ ...of, request: 'CA1' });
    const mine = waiting.find(account, { channel, request: 'CA1' });
    const elsewhere = { channel: ChannelId.parse('other'), request: 'CA1' };
    assert.equal(waiting.find(account, elsewhere), undefined);
    assert.equal(waiting.find(AccountId.parse('b'), { channel, request: 'CA1' }), undefined);
    add({ ...of, ...elsewhere });
    assert.equal(waiting.find(account, { channel, request: 'CA1' }), mine);
    waiting.remove(account, elsewhere);
    assert.equal(waiting.find(account, { channel, request: 'CA1' }), mine);
  });

  test('[OP11] whoever hangs up before the carrier asks once more is forgotten', () => {
    const { waiting, add, later } = callers();
    const ended = { channel, request: 'CA1' };
    const again = { channel, request: 'CA2' };
    for (const each of [ended, again]) {
      add({ ...of, ...each });
      waiting.ends(account, each);
      assert.notEqual(waiting.find(account, each), undefined, 'the carrier may ask once more');
    }
    add({ ...of, ...again });
    later();
    assert.equal(waiting.find(account, ended), undefined);
    assert.notEqual(waiting.find(account, again), undefined, 'it waits anew');
    assert.equal(waiting.size, 1);
  });
});
