// The visitor's answer to whether a call may be recorded, over a connection that breaks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Answer, createAnswering } from '../call/answering.ts';
import { type PageOfCall, sceneOf, type SpokenCall } from '../call/scene.ts';

const states = ['off', 'asks', 'refused', 'agreed', 'on', 'paused', 'full'] as const;
const call = (recording: SpokenCall['recording'], id = 'c1') => ({ id, recording });

function open(former: Answer | null = null) {
  const sent: Answer[] = [];
  return { sent, answering: createAnswering((answer) => sent.push(answer), former) };
}

test('[CX21.6] what was said while the connection was broken is said again, until the server knows', () => {
  const { sent, answering } = open();
  assert.equal(answering.take(call('on')), null);
  answering.answer({ call: 'c1', agrees: false });
  // Both are from before.
  assert.equal(answering.take(call('on')), false);
  assert.equal(answering.take(call('paused')), false);
  assert.equal(answering.take(call('refused')), null);
  assert.deepEqual(sent, Array(3).fill({ call: 'c1', agrees: false }));
  // Another page of theirs may say yes again: this one does not contradict it.
  assert.equal(answering.take(call('on')), null);
  assert.equal(sent.length, 3);
});

test('[CX21.6] an answer is sent again only where the server has another one', () => {
  const known = {
    yes: ['off', 'agreed', 'on', 'paused', 'full'],
    no: ['off', 'refused', 'full'],
  };
  for (const agrees of [true, false])
    for (const recording of states) {
      const { sent, answering } = open();
      answering.answer({ call: 'c1', agrees });
      const isKnown = known[agrees ? 'yes' : 'no'].includes(recording);
      assert.equal(answering.take(call(recording)), isKnown ? null : agrees, recording);
      assert.equal(sent.length, isKnown ? 1 : 2, recording);
    }
});

test('[CX21.6] the last answer counts, also after a page change, and never for another call', () => {
  const { sent, answering } = open({ call: 'c1', agrees: false });
  assert.equal(answering.take(call('on', 'c2')), null);
  assert.equal(answering.take(call('on')), false);
  answering.answer({ call: 'c1', agrees: true });
  assert.equal(answering.take(call('on')), null);
  assert.deepEqual(
    sent.map(({ agrees }) => agrees),
    [false, true],
  );
});

test('[CX21.4] a page that has answered asks no more, and shows only what the server says', () => {
  const page: PageOfCall = {
    ...{ carrier: 'here', online: true, isProposing: false, wish: null, trouble: null },
    ...{ hasVoice: true, wasHere: false, asks: false, isBeginning: false, isConsenting: false },
    ...{ agrees: null },
    call: {
      ...{ id: 'c1', conversation: 'v1', state: 'connected', isMuted: false },
      ...{ recording: 'asks', connectedAt: 0, carrier: 'here', ice: [] },
    },
  };
  assert.equal(sceneOf(page), 'consent');
  assert.equal(sceneOf({ ...page, agrees: true }), 'call');
});
