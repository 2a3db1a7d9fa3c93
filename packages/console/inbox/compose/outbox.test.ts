// Messages that wait for the connection.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  inOrder,
  OutgoingMessage,
  parseOutbox,
  toSend,
  withMessage,
  withoutMessage,
  withRefusal,
  writtenAt,
  type Outbox,
} from './outbox.ts';

function message(id: string): OutgoingMessage {
  return OutgoingMessage.parse({
    id,
    conversation: 'c',
    text: id,
    note: false,
    at: 1,
    refused: null,
  });
}
const box = (...ids: string[]): Outbox => ids.map(message);

test('messages leave in the order they were written, each under one id', () => {
  const twice = withMessage(withMessage(box('a'), message('b')), message('a'));
  assert.deepEqual(
    toSend(twice).map(({ id }) => id),
    ['a', 'b'],
  );
});

test('a new message comes after all waiting ones, even if the clock stops or goes back', () => {
  const waiting = [{ ...message('first'), at: 5000 }];
  const next = { ...message('second'), at: writtenAt(waiting, 5000) };
  const last = { ...message('third'), at: writtenAt([...waiting, next], 1000) };
  assert.deepEqual(
    inOrder([last, next, ...waiting]).map(({ id }) => id),
    ['first', 'second', 'third'],
  );
  assert.equal(writtenAt(waiting, 9000), 9000);
});

test('a stored message leaves the box, an unknown id changes nothing', () => {
  const two = box('a', 'b');
  assert.deepEqual(withoutMessage(two, message('a').id), box('b'));
  assert.equal(withoutMessage(two, message('x').id), two);
});

test('a refused message stays visible and is not sent again by itself', () => {
  const refused = withRefusal(box('a', 'b'), message('a').id, 'Too long.');
  assert.equal(refused[0]?.refused, 'Too long.');
  assert.deepEqual(
    toSend(refused).map(({ id }) => id),
    ['b'],
  );
});

test('stored messages survive a reload, and broken ones are dropped', () => {
  assert.deepEqual(parseOutbox(JSON.stringify(box('a'))), box('a'));
  assert.deepEqual(parseOutbox('{'), []);
  assert.deepEqual(parseOutbox(JSON.stringify([{ id: 1 }, ...box('a')])), box('a'));
  assert.deepEqual(parseOutbox('{"id":1}'), []);
  assert.deepEqual(parseOutbox(null), []);
});
