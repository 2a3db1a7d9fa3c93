// The desks of accounts that come and go, such as those of the sample shop.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { publicationsOf } from '@opportune/protocol/bus/conversations.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { testLog } from '../adapter/engines.test-support.ts';
import { openMemoryBus } from '../adapter/bus-memory.ts';
import { Desks } from './desks.ts';

test('[OP11] nothing is told any more to the audience of an account that was removed, so that it is freed', async () => {
  const bus = openMemoryBus(testLog());
  // Nothing else of the desks is used while none is open.
  const desks = new Desks({ bus } as never);
  const account = AccountId.parse('account');
  const removed = desks.audienceOf(account);
  await desks.drop(account);
  const next = desks.audienceOf(account);
  publish(bus, publicationsOf(account), { type: 'agents-online', online: true });
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual([removed.agentsOnline, next.agentsOnline], [false, true]);
  await desks.close();
});
