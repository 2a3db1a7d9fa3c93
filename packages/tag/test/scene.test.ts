// What a page shows of a call, and how good it says the line is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judge, type Line, newLine, type Reading, readingOf } from '../call/quality.ts';
import {
  carries,
  clockText,
  type PageOfCall,
  sceneOf,
  type SpokenCall,
  toldOf,
} from '../call/scene.ts';

const call: SpokenCall = {
  ...{ id: 'call-1', conversation: 'c1', state: 'connected', isMuted: false, recording: 'off' },
  ...{ connectedAt: 0, carrier: 'here', ice: [] },
};
const page: PageOfCall = {
  ...{ call, carrier: 'here', online: true, isProposing: false, wish: null, trouble: null },
  ...{ hasVoice: true, wasHere: false, asks: false, isBeginning: false, isConsenting: false },
  agrees: null,
};
const unheard = { ...page, hasVoice: false };

test('[VW5] exactly one page carries the sound of a call, and any other says that it is elsewhere', () => {
  assert.equal(sceneOf(page), 'call');
  assert.equal(carries(page), true);
  const other = { ...page, carrier: 'other' };
  assert.equal(sceneOf(other), 'elsewhere');
  assert.equal(carries(other), false);
  assert.equal(sceneOf({ ...unheard, call: { ...call, carrier: null } }), 'elsewhere');
});

test('[VW2] a proposal of the agent is answered in any page, and carries no sound', () => {
  const asked = { ...page, call: { ...call, state: 'asked' as const, carrier: null } };
  assert.equal(sceneOf({ ...asked, hasVoice: false }), 'asked');
  assert.equal(carries(asked), false);
});

test('[VW4] a page whose call was here before it changed waits for a click only without the microphone', () => {
  assert.equal(sceneOf({ ...unheard, wasHere: true }), 'resume');
  assert.equal(sceneOf({ ...unheard, wasHere: true, wish: 'join', asks: true }), 'permission');
  assert.equal(sceneOf({ ...unheard, wasHere: true, wish: 'join' }), 'call');
  assert.equal(sceneOf({ ...page, wasHere: true }), 'call');
});

test('[VW3] trouble with the microphone is shown before anything else', () => {
  for (const wish of ['propose', 'accept', 'join', null] as const)
    assert.equal(sceneOf({ ...unheard, wish, trouble: 'denied' }), 'trouble');
});

test('[VW1] a proposal that the server has not answered is shown as one that the agent has not', () => {
  const sent = { ...page, call: null, isProposing: true };
  assert.deepEqual([sceneOf(sent), toldOf(sent)], ['call', 'asking']);
  assert.equal(sceneOf({ ...sent, hasVoice: false }), 'propose');
});

test('[VW6] without the server, sound that is there goes on, and the rest waits', () => {
  assert.equal(toldOf({ ...page, online: false }), 'connected');
  assert.equal(toldOf({ ...page, online: false, call: { ...call, state: 'lost' } }), 'offline');
});

test('the time of a call is shown in minutes and seconds, and with hours past the first', () => {
  assert.deepEqual([-1, 9, 134, 3734].map(clockText), ['0:00', '0:09', '2:14', '1:02:14']);
});

const at = (of: Partial<Reading>): Reading => ({
  ...{ received: 0, lost: 0, concealed: 0, played: 0, jitter: 0, missed: 0 },
  ...of,
});
const after = (line: Line, readings: readonly Reading[]): Line => readings.reduce(judge, line);

test('[VW10] a line is weak after two bad readings in a row, and good after two good ones', () => {
  const first = after(newLine, [at({}), at({ received: 90, lost: 10 })]);
  assert.equal(first.isWeak, false);
  const second = judge(first, at({ received: 180, lost: 20 }));
  assert.equal(second.isWeak, true);
  const third = judge(second, at({ received: 280, lost: 20 }));
  assert.equal(third.isWeak, true);
  assert.equal(judge(third, at({ received: 380, lost: 20 })).isWeak, false);
});

test('[VW10] silence and a new connection say nothing of the line', () => {
  const weak = after(newLine, [
    at({}),
    at({ received: 100, jitter: 0.2 }),
    at({ received: 200, jitter: 0.2 }),
  ]);
  assert.equal(weak.isWeak, true);
  assert.equal(after(weak, [at({ received: 205 }), at({ received: 208 })]).isWeak, true);
  assert.equal(judge(weak, at({ received: 3 })).against, 0);
});

test('[VW10] what is invented in silence does not count, and our own loss does', () => {
  const reading = readingOf([
    {
      ...{ type: 'inbound-rtp', packetsReceived: 100, packetsLost: 2, totalSamplesReceived: 1000 },
      ...{ concealedSamples: 500, silentConcealedSamples: 480, jitter: 0.01 },
    },
    { type: 'remote-inbound-rtp', fractionLost: 0.2 },
    { type: 'codec' },
  ]);
  assert.deepEqual(reading, {
    ...{ received: 100, lost: 2, concealed: 20, played: 1000, jitter: 0.01, missed: 0.2 },
  });
  assert.equal(after(newLine, [reading, reading, reading]).isWeak, true);
});

test('[CX21.1] who carries a call, or accepts it, is asked whether it may be recorded, and nobody else', () => {
  const asks: SpokenCall = { ...call, recording: 'asks' };
  assert.equal(sceneOf({ ...page, call: asks }), 'consent');
  assert.equal(sceneOf({ ...page, call: { ...asks, recording: 'refused' } }), 'call');
  assert.equal(sceneOf({ ...page, call: asks, carrier: 'other' }), 'elsewhere');
  const asked: SpokenCall = { ...asks, state: 'asked', carrier: null };
  assert.equal(sceneOf({ ...unheard, call: asked }), 'asked');
  assert.equal(sceneOf({ ...unheard, call: asked, isConsenting: true }), 'consent');
});
