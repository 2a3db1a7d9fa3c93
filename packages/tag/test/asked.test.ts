// What becomes of a call that the visitor gives up before the server has answered, beside a server that
// only notes what it is sent.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as rest } from 'node:timers/promises';
import { createAnswering } from '../call/answering.ts';
import { createAsked, type GivenUp } from '../call/asked.ts';
import type { SpokenCall } from '../call/scene.ts';
import { blank, createSpeakStore } from '../call/state.ts';
import { createTaking } from '../call/taking.ts';
import type { Heard } from '../core/line/channel.ts';
import type { SpeakingWindow } from '../window/speaking.ts';

interface Sent {
  readonly type: string;
  readonly [name: string]: unknown;
}

const nothing = (): void => {};

function open() {
  const sent: Sent[] = [];
  let ids = 0;
  const shown = {
    conversation: null as { id: string; status: string } | null,
    request: null as { request: string } | null,
  };
  const bridge = {
    send: (frame: Sent) => void sent.push(frame),
    newId: () => `id-${(ids += 1)}`,
    online: () => true,
    refusalText: ({ code }: { code: string }) => code,
    said: () => ({ chat: { language: 'de' } }),
  };
  const said: string[] = [];
  const say = (text: string): void => void said.push(text);
  const window = { bridge, state: () => shown, say } as unknown as SpeakingWindow;
  const store = createSpeakStore(window, 'page', nothing);
  const asked = createAsked(store);
  const sound = { ...{ open: nothing, close: nothing, renew: nothing, answered: nothing } };
  const taking = createTaking(store, sound as never, null, {
    ...{ asked, answering: createAnswering(nothing, null) },
    ...{ quiet: nothing, settle: nothing, mute: nothing, comeBack: nothing },
  });
  return {
    ...{ sent, said, shown, asked },
    hear: (frame: object) => taking({ at: 0, ...frame } as Heard),
    /** A conversation is to begin by a call. */
    begins(request: string): void {
      asked.anew();
      store.set({ isBeginning: true, hasVoice: true });
      shown.request = { request };
    },
    /** In the conversation of the window. */
    proposes(): void {
      shown.conversation = { id: 'v1', status: 'active' };
      asked.anew();
      asked.ask();
      store.set({ hasVoice: true });
    },
    givesUp(how: GivenUp): void {
      asked.giveUp(how);
      store.set({ ...blank, refused: null });
    },
    accepts: () => store.set({ hasVoice: true }),
  };
}

const problem = { code: 'agent.no_room' };

const call = (state: SpokenCall['state'], id = 'call-1') => ({
  type: 'call',
  call: {
    ...{ id, conversation: 'v1', state, isMuted: false, recording: 'off' },
    ...{ connectedAt: null, carrier: null, ice: [] },
  },
});

const began = (request: string) => ({
  ...{ type: 'chat.state', request, conversation: { id: 'v2', status: 'waiting' } },
});

for (const how of ['leaves', 'writes'] as const)
  test(`[VW1] a call that was refused after the visitor ${how} says nothing of the next chat`, async () => {
    const { sent, shown, hear, begins, givesUp } = open();
    begins('r1');
    givesUp(how);
    shown.request = null;
    hear({ type: 'chat.refused', request: 'r1', problem });
    // The window takes it first.
    await rest(1);
    // They begin a chat in writing.
    shown.request = { request: 'r2' };
    hear(began('r2'));
    hear(call('asking'));
    assert.deepEqual(sent, []);
  });

test('[VW1] a conversation that begins after its call was given up is ended, also at a second try', async () => {
  const { sent, shown, hear, begins, givesUp } = open();
  begins('r1');
  givesUp('leaves');
  // Refused for the moment: the window asks again.
  hear({ type: 'chat.refused', request: 'r1', problem });
  await rest(1);
  hear(began('r1'));
  assert.deepEqual(sent, [{ type: 'chat.end', conversation: 'v2' }]);
  // Once.
  shown.request = { request: 'r2' };
  hear(began('r2'));
  assert.equal(sent.length, 1);
});

test('[CX17.6] who goes on in writing before the conversation is there leaves its call in writing', () => {
  const { sent, hear, begins, givesUp } = open();
  begins('r1');
  givesUp('writes');
  hear(began('r1'));
  hear(call('asking'));
  assert.deepEqual(
    sent.map(({ type, writes }) => [type, writes]),
    [
      ['call.propose', undefined],
      ['call.leave', true],
    ],
  );
});

test('[CX17.6] who waits and cannot speak reads that they go on in writing, not that it has ended', () => {
  const { said, shown, asked, hear, begins } = open();
  begins('r1');
  hear(began('r1'));
  shown.conversation = { id: 'v2', status: 'waiting' };
  const refuses = (code: string): void =>
    hear({ type: 'problem', request: asked.request(), problem: { code } });
  refuses('agent.no_room');
  refuses('rate.calls');
  assert.deepEqual(said, [
    'Niemand konnte rechtzeitig annehmen. Es geht schriftlich weiter.',
    'rate.calls',
  ]);
});

test('[CX12.2] a proposal that was lost and taken back leaves no call that the visitor accepts', () => {
  const { sent, hear, proposes, givesUp, accepts } = open();
  proposes();
  hear({ type: 'offline' });
  givesUp('leaves');
  hear({ type: 'welcome' });
  sent.splice(0);
  // Later the agent proposes.
  hear(call('asked'));
  accepts();
  hear(call('connecting'));
  assert.deepEqual(sent, []);
});

test('[CX12.2] nor one that another page of theirs accepts, or begins, once nothing was missed', () => {
  const { sent, hear, proposes, givesUp } = open();
  proposes();
  hear({ type: 'offline' });
  givesUp('leaves');
  hear({ type: 'welcome' });
  hear({ type: 'chat.messages', conversation: 'v1', messages: [], complete: true });
  sent.splice(0);
  hear(call('asking'));
  assert.deepEqual(sent, []);
});

test('[CX12.2] a proposal that arrived and was taken back before its answer is left, also after a reconnect', () => {
  const { sent, hear, proposes, givesUp } = open();
  proposes();
  hear({ type: 'offline' });
  givesUp('leaves');
  hear({ type: 'welcome' });
  sent.splice(0);
  hear(call('asking'));
  hear({ type: 'chat.messages', conversation: 'v1', messages: [], complete: true });
  assert.deepEqual(sent, [{ type: 'call.leave', call: 'call-1' }]);
});
