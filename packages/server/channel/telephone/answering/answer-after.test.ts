// What one key does that a caller presses while words are said to them in the queue.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import type { OpenChannel } from '../../open-channels.ts';
import { Tickets } from '../tickets.ts';
import { callerCodeLimits, telephoneLimits } from '@opportune/protocol/limits/telephone.ts';
import { WaitingCaller } from '../waiting/waiting-caller.ts';
import { WaitingCallers } from '../waiting/waiting-callers.ts';
import { answerAfter, type AfterParts } from './answer-after.ts';

const account = AccountId.parse('a');
const callSid = 'CA1';
const id = ChannelId.parse('c');
const stored = { id, kind: 'telephone', token: 't', state: 'connected', away: '', greeting: '' };
const channel = { account, stored: { ...stored, settings: { voicemail: 'on' } } };

/** Somebody to whom their position is being said, whose call is recorded. */
function hearsPosition() {
  const clock = { now: () => 0 };
  const schedule = () => () => {};
  const waiting = new WaitingCallers({ schedule });
  const done: string[] = [];
  const due = new Map<object, { readonly ms: number; readonly run: () => void }>();
  /** What waits for so long is due. */
  const pass = (passed: number) => {
    for (const [key, { ms, run }] of [...due]) if (ms === passed && due.delete(key)) run();
  };
  const caller = new WaitingCaller({
    clock,
    schedule: (ms, run) => {
      const key = {};
      due.set(key, { ms, run });
      return () => void due.delete(key);
    },
    ...{ turn: () => 2, saysPosition: true, voicemailAfterS: 600 },
    keys: { press: async () => null },
    mayLeave: async () => true,
    gone: () => void done.push('leaves'),
  });
  const of = { channel: id, address: '+491', isWithheld: false, skill: null, request: callSid };
  waiting.add(account, of, caller);
  caller.attach({ hear() {}, hangUp() {} });
  caller.began({ say() {}, leave() {}, refuse: () => done.push('refuses') > 0 });
  pass(telephoneLimits.lookMs);
  const use = {
    ...{ waiting, clock, schedule, publicUrl: () => 'https://desk.example' },
    tickets: new Tickets({ clock, ids: { next: () => 'token' } }),
    voicemails: { isOffered: async () => true, take: async () => null },
    placeOf: async () => ({ site: 'Shop', language: 'en' }),
    languagesOf: async () => undefined,
  } as unknown as AfterParts;
  const press = async (Digits: string) => {
    const fields = { Digits };
    return String(
      (await answerAfter(use, channel as unknown as OpenChannel, { fields, callSid })).body,
    );
  };
  return { press, done, alone: () => pass(callerCodeLimits.keyMs) };
}

test('[CX42] the key that refuses a recording does so while words are said, and they wait on', async () => {
  const { press, done } = hearsPosition();
  assert.match(await press('*'), /<Connect>/);
  assert.deepEqual(done, ['refuses']);
});

test('[CX40.3] another key alone asks for a message, once no other one has followed', async () => {
  const { press, done, alone } = hearsPosition();
  assert.match(await press('1'), /<Connect>/);
  assert.deepEqual(done, []);
  alone();
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(done, ['leaves']);
});

test('[CX41.3] the first key of a code, and those that follow, keep their place', async () => {
  const { press, done, alone } = hearsPosition();
  await press('1');
  await press('23456');
  alone();
  await Promise.resolve();
  await Promise.resolve();
  assert.deepEqual(done, []);
});
