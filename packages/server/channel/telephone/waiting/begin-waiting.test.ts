// A caller for whom nobody is there any more when their stream comes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import type { OpenChannel } from '../../open-channels.ts';
import { beginWaiting, type BeginParts } from './begin-waiting.ts';
import { WaitingCallers } from './waiting-callers.ts';

test('[CX32.3] [OP11] whoever was there has gone meanwhile: the caller may leave a message, or is forgotten', async () => {
  const due: (() => void)[] = [];
  const schedule = (_: number, run: () => void) => {
    due.push(run);
    return () => {};
  };
  const waiting = new WaitingCallers({ schedule });
  const account = AccountId.parse('a');
  const of = {
    ...{ channel: ChannelId.parse('c'), address: '+491', isWithheld: false },
    ...{ skill: null, request: 'CA1' },
  };
  const use = { waiting, schedule, callIn: async () => ({ refused: 'agent.no_room' }) };
  const open = beginWaiting(use as unknown as BeginParts, { account } as OpenChannel, of, {
    ...{ told: null, typed: '' },
  });
  assert.equal(await open({ hear() {}, hangUp() {} }), null);
  assert.equal(waiting.find(account, of)?.waits.next.type, 'voicemail');
  for (const run of due) run();
  assert.equal(waiting.size, 0);
});
