// The bound on promises that ring at agents.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId, CallbackId, ConversationId } from '@opportune/protocol/ids.ts';
import { callbackLimits } from '@opportune/protocol/limits/callbacks.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { Offered } from './offered.ts';

test('fills: call backs that ring', () => {
  const offered = new Offered(openMemoryBus(testLog()), () => {});
  const account = AccountId.parse('a');
  const idOf = (index: number) => ConversationId.parse(`c${index}`);
  for (let index = 0; index <= callbackLimits.offered; index += 1)
    offered.add(idOf(index), { account, id: CallbackId.parse(`b${index}`) });
  assert.equal(offered.size, callbackLimits.offered);
  offered.remove(idOf(0));
  offered.add(idOf(callbackLimits.offered), { account, id: CallbackId.parse('b') });
  assert.equal(offered.size, callbackLimits.offered);
  offered.close();
});
