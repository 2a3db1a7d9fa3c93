// What comes in by the sockets or as a query can be stored or queried: it contains no text, number,
// instant or day that PostgreSQL refuses.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConsoleFrame } from './frames-console.ts';
import { VisitorFrame } from './frames-visitor.ts';
import { MessageQuery } from './rest/conversation/conversation.ts';
import { HistoryQuery } from './rest/team/history.ts';
import { SearchQuery } from './rest/conversation/search.ts';

const odd = 'n\u0000ull, half \ud83d and \udc00 half';
const kept = 'n\ufffdull, half \ufffd and \ufffd half';

test('[RM7] frames of visitors are storable: requests, names, messages, answers of a form', () => {
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

test('[RM7] frames of agents are storable: the note of a transfer, first words to a visitor', () => {
  const handed = { type: 'conversation.transfer', request: 'r', conversation: 'c', to: null };
  const transfer = ConsoleFrame.parse({ ...handed, note: odd });
  assert.equal(transfer.type === 'conversation.transfer' && transfer.note, kept);
  const spoken = { type: 'conversation.begin', visitor: 'v', id: 'm', confirmed: false };
  const begun = ConsoleFrame.parse({ ...spoken, request: odd, text: odd });
  assert.ok(begun.type === 'conversation.begin');
  assert.deepEqual([begun.request, begun.text], [kept, kept]);
});

test('[C15] a message number beyond the largest stored one is refused, in every kind of input', () => {
  const conversation = 'c';
  const frames = [
    ['chat.resume', 'after'],
    ['chat.read', 'through'],
    ['chat.received', 'through'],
    ['conversation.resume', 'after'],
    ['conversation.read', 'through'],
    ['conversation.received', 'through'],
  ] as const;
  for (const [type, field] of frames) {
    const schema = type.startsWith('chat.') ? VisitorFrame : ConsoleFrame;
    const isTaken = (number: number) =>
      schema.safeParse({ type, conversation, [field]: number }).success;
    assert.deepEqual([isTaken(2 ** 31 - 1), isTaken(2 ** 31)], [true, false], type);
  }
  const isTaken = (after: string) => MessageQuery.safeParse({ after }).success;
  assert.deepEqual([isTaken('2147483647'), isTaken('2147483648')], [true, false]);
});

test('[HI1] [J6] an instant or a day that no database knows is refused', () => {
  const isInstant = (from: string) => SearchQuery.safeParse({ from }).success;
  assert.deepEqual(['0', '8640000000000000'].map(isInstant), [true, true]);
  assert.deepEqual(['-1', '8640000000000001', '9007199254740991'].map(isInstant), [
    false,
    false,
    false,
  ]);
  const isDay = (from: string) => HistoryQuery.safeParse({ from }).success;
  assert.deepEqual(['1900-01-01', '2999-12-31'].map(isDay), [true, true]);
  assert.deepEqual(['0000-01-01', '0001-01-01', '9999-12-31'].map(isDay), [false, false, false]);
});
