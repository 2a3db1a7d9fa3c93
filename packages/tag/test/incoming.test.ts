// What the window does with a refusal, without a browser: what was missed is asked for again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Bridge } from '../core/bridge.ts';
import { createIncoming } from '../window/incoming.ts';
import { type ChatState, emptyState } from '../window/state.ts';
import type { VisitorFrame } from '../wire.ts';

const conversation: NonNullable<ChatState['conversation']> = {
  id: 'c1',
  status: 'active',
  agent: { name: 'Ben' },
  lastSequence: 0,
  visitorRead: 0,
  agentDelivered: 0,
  agentRead: 0,
};

test('[C14] what a store that was away could not be asked is asked again, until it answers', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  let state: ChatState = { ...emptyState, conversation };
  const sent: VisitorFrame[] = [];
  const bridge: Pick<Bridge, 'send'> = { send: (frame) => sent.push(frame) };
  const store = {
    state: () => state,
    set: (change: Partial<ChatState>) => void (state = { ...state, ...change }),
    watch: () => () => {},
  };
  const incoming = createIncoming(bridge as Bridge, store, () => {});
  const refuse = (): void =>
    incoming.hear({
      type: 'chat.refused',
      id: null,
      problem: { code: 'storage.unavailable', message: '', retry: true },
    });
  refuse();
  assert.deepEqual(sent, [], 'not at once');
  t.mock.timers.tick(5_000);
  assert.deepEqual(sent, [{ type: 'chat.resume', conversation: 'c1', after: 0 }]);
  refuse();
  t.mock.timers.tick(5_000);
  assert.equal(sent.length, 2);
});
