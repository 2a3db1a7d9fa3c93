import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WaitingList } from './waiting-list.ts';

function waitingList(limits: { readonly connections?: number; readonly bytes?: number }) {
  const list = new WaitingList({ connections: 9, bytes: 100, ms: 1000, ...limits });
  const gone: string[] = [];
  const push = (name: string, payer: string, { at = 0, sizeBytes = 1 } = {}): void =>
    list.push({ take: () => null, destroy: () => gone.push(name), payer, sizeBytes }, at);
  const rest = (): number => {
    for (let count = 0; ; count += 1) if (list.shift() === undefined) return count;
  };
  return { list, gone, push, rest };
}

test('[PR4.4] beyond the number that may wait, the address with most of them loses its oldest', () => {
  const { gone, push, rest } = waitingList({ connections: 4 });
  push('quiet', 'a');
  for (const name of ['1', '2', '3', '4', '5']) push(name, 'flood');
  assert.deepEqual(gone, ['1', '2']);
  assert.equal(rest(), 4);
});

test('[PR7.3] what was read from those that wait is bounded', () => {
  const { gone, push, rest } = waitingList({ bytes: 100 });
  push('quiet', 'a', { sizeBytes: 10 });
  push('1', 'flood', { sizeBytes: 40 });
  push('2', 'flood', { sizeBytes: 40 });
  push('3', 'flood', { sizeBytes: 40 });
  assert.deepEqual(gone, ['1']);
  assert.equal(rest(), 3);
});

test('[PR4.4] many small connections of one address lose none to few large ones of others', () => {
  const { gone, push } = waitingList({ connections: 99, bytes: 100 });
  for (let at = 0; at < 20; at += 1) push(`small ${at}`, 'office');
  for (const name of ['1', '2', '3']) push(name, `flood ${name}`, { sizeBytes: 40 });
  assert.deepEqual(gone, ['1']);
});

test('[PR4.4] whoever has waited for too long is closed, and the oldest is handed on first', () => {
  const { list, gone, push, rest } = waitingList({});
  push('first', 'a', { at: 0 });
  push('second', 'b', { at: 500 });
  push('third', 'a', { at: 1500 });
  list.expire(1501);
  assert.deepEqual(gone, ['first', 'second']);
  list.clear();
  assert.deepEqual(gone, ['first', 'second', 'third']);
  assert.equal(rest(), 0);
});
