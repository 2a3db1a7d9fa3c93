// Messages on the bus: parsed by their receiver, and ignored if they are of another version.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openMemoryBus } from '@opportune/server/adapter/bus-memory.ts';
import { configurationChanged } from '@opportune/protocol/bus/changes.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { answer, ask, publish, subscribe } from '../bus-messages.ts';

const { schema } = configurationChanged;
const moved = { name: 'moved', version: 2, schema };
const next = { name: 'next', version: 1, asked: schema, answer: schema };
const at = (version: number) => ({ account: AccountId.parse('a'), version });

function opened() {
  const logged: unknown[] = [];
  const error = (_event: string, fields?: Readonly<Record<string, unknown>>) =>
    void logged.push(fields?.['reason']);
  return { logged, bus: openMemoryBus({ info() {}, warn() {}, error }) };
}

test('a message of another version, or an invalid one, is ignored and logged', async () => {
  const { bus, logged } = opened();
  const heard: unknown[] = [];
  subscribe(bus, moved, (value) => heard.push(value));
  publish(bus, { ...moved, version: 3 }, at(1));
  bus.publish('moved', at(2));
  bus.publish('moved', { version: 2, value: { ...at(3), version: 'three' } });
  publish(bus, moved, at(4));
  await Promise.resolve();
  assert.deepEqual(heard, [at(4)]);
  assert.deepEqual(logged, [
    'moved: version 3 is not known here',
    'moved: no such message, at ',
    'moved: no such message, at version',
  ]);
});

test('a question of another version is not answered, and an answer of another version is ignored', async () => {
  const { bus, logged } = opened();
  const asks = (question: typeof next) => new Promise((heard) => ask(bus, question, at(1), heard));
  answer(bus, next, ({ account, version }) => ({ account, version: version + 1 }));
  assert.deepEqual(await asks(next), at(2));
  assert.equal(await asks({ ...next, version: 2 }), null);
  bus.answer('last', () => ({ version: 7, value: at(9) }));
  assert.equal(await asks({ ...next, name: 'last' }), null);
  assert.equal(logged.length, 2);
});

test('a late answer is received when it comes', async () => {
  const { bus } = opened();
  answer(bus, next, async () => at(9));
  assert.deepEqual(await new Promise((heard) => ask(bus, next, at(1), heard)), at(9));
});
