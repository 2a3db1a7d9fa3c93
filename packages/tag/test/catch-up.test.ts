// Catching up over lines that break, without a browser: what the window requests, and what it has
// then.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCatchUp } from '../window/catch-up.ts';
import { type ChatState, emptyState } from '../window/state.ts';
import type { Message, VisitorFrame } from '../wire.ts';

const conversation = 'c1';

function open() {
  let state: ChatState = {
    ...emptyState,
    conversation: { ...standing, id: conversation },
  };
  const asked: number[] = [];
  const line = {
    send(frame: VisitorFrame) {
      if (frame.type === 'chat.resume') asked.push(frame.after);
    },
  };
  const known = {
    state: () => state,
    set(change: Partial<ChatState>) {
      state = { ...state, ...change };
    },
  };
  const catchUp = createCatchUp(line, known);
  return {
    asked,
    resume: (anew?: boolean) => catchUp.resume(anew),
    hear: (...sequences: readonly number[]) =>
      catchUp.take({
        type: 'chat.messages',
        conversation,
        messages: sequences.map(message),
        complete: true,
      }),
    has: () => state.messages.map(({ sequence }) => sequence),
  };
}

const standing = {
  startedAt: 0,
  endedAt: null,
  lastSequence: 0,
  agentDelivered: 0,
  agentRead: 0,
  visitorRead: 0,
  status: 'active',
  agent: 'Mara',
  position: null,
} as const;

function message(sequence: number): Message {
  return {
    conversation,
    id: `m${sequence}`,
    sequence,
    at: 0,
    author: { type: 'agent', user: 'u1', name: 'Mara' },
    body: { type: 'text', text: `Line ${sequence}` },
  };
}

test('[C5] a line that breaks before its answer leaves no gap, even if a message was pushed meanwhile', () => {
  const window = open();
  window.resume();
  window.hear(1, 2);
  window.resume();
  window.hear(5);
  window.resume();
  assert.deepEqual(window.asked.at(-1), 2, 'what came by itself is not where it asks from');
  window.hear(3, 4, 5);
  assert.deepEqual(window.has(), [1, 2, 3, 4, 5]);
  window.resume();
  assert.equal(window.asked.at(-1), 5, 'caught up, it asks from the last');
});

test('[C5] another conversation is requested from its start', () => {
  const window = open();
  window.resume(true);
  assert.deepEqual(window.asked, [0]);
});
