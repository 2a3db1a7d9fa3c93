import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { EngineError } from '../../adapter/engine-error.ts';
import { refusingWhenFull, watchRoom } from './fact-log-room.ts';

const batch = {
  account: AccountId.parse('a'),
  site: SiteId.parse('s'),
  visitor: VisitorId.parse('v'),
  fresh: false,
  events: [],
};

test('[promise 7] without room new events are refused before anything is applied, and accepted again with room', async () => {
  let failing: Error | null = null;
  const log = watchRoom({
    append: async () => {
      if (failing !== null) throw failing;
    },
  });
  let taken = 0;
  const intake = refusingWhenFull(
    {
      async accept() {
        taken += 1;
        return { told: [], stored: Promise.resolve() };
      },
      attach: () => () => {},
    },
    log,
  );
  const append = () => log.append({ token: 't', tables: {} });
  const refusal = () =>
    intake.accept(batch).then(
      () => null,
      (error: { problem?: { code?: string } }) => error.problem?.code,
    );

  failing = new EngineError('engine.unavailable');
  await assert.rejects(append());
  assert.equal(await refusal(), null);
  failing = new EngineError('server.storage_full');
  await assert.rejects(append());
  assert.equal(await refusal(), 'server.storage_full');
  assert.equal(taken, 1);
  failing = null;
  await append();
  assert.equal(await refusal(), null);
  assert.equal(taken, 2);
});
