// What comes in by the sockets can be stored: no text of people keeps what PostgreSQL refuses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConsoleFrame } from './frames-console.ts';
import { VisitorFrame } from './frames-visitor.ts';

const odd = 'n\u0000ull, half \ud83d and \udc00 half';
const kept = 'n\ufffdull, half \ufffd and \ufffd half';

test('[RM7] frames of visitors hold what can be stored: requests, names, messages, answers of a form', () => {
  const message = { id: 'm', text: odd };
  const before = { id: 'b', values: { order: odd, agreed: true } };
  for (const frame of [
    { type: 'chat.start', request: odd, name: odd, message, before },
    { type: 'chat.leave', request: odd, name: odd, message, before, address: 'a@b.example' },
  ]) {
    const read = VisitorFrame.parse(frame);
    assert.ok(read.type === 'chat.start' || read.type === 'chat.leave');
    assert.deepEqual(
      [read.request, read.name, read.message?.text, read.before?.values],
      [kept, kept, kept, { order: kept, agreed: true }],
      read.type,
    );
  }
});

test('[RM7] frames of agents hold what can be stored: the note of a transfer, first words to a visitor', () => {
  const handed = { type: 'conversation.transfer', request: 'r', conversation: 'c', to: null };
  const transfer = ConsoleFrame.parse({ ...handed, note: odd });
  assert.equal(transfer.type === 'conversation.transfer' && transfer.note, kept);
  const spoken = { type: 'conversation.begin', visitor: 'v', id: 'm', confirmed: false };
  const begun = ConsoleFrame.parse({ ...spoken, request: odd, text: odd });
  assert.ok(begun.type === 'conversation.begin');
  assert.deepEqual([begun.request, begun.text], [kept, kept]);
});
