// How long conversations took, on real records and a running desk: the waiting times shown to
// visitors and agents, before and after a restart.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import type { SkillRoom } from '@opportune/protocol/campaign/configuration.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { openStage, type Stage } from '../../testing/conversations.test-support.ts';
import { createHandleTimes } from './handle-times.ts';

let records: Records;
let closeEngines: () => Promise<void>;
before(async () => {
  const engines = await testEngines();
  records = engines.records;
  closeEngines = () => engines.close();
});
after(() => closeEngines());

const roomNow = (stage: Stage): SkillRoom | undefined =>
  stage.room.availability(stage.account).skills['*'];

test('[EW4] [EW6] waiting visitors and agents see the expected wait, which survives a restart', async () => {
  const stage = await openStage({ handleTimes: createHandleTimes(records) });
  try {
    const ada = await (await stage.agent('ada', { room: 1 })).online();
    assert.equal(roomNow(stage)?.waitS, 0);
    // Twelve chats that take no time. The prior of eight minutes counts like five chats.
    for (let at = 0; at < 12; at++) {
      const visitor = stage.visitor();
      const id = await visitor.start('Hello');
      await ada.until(id, ({ status }) => status === 'active');
      for (const _ of ['wrap-up', 'ended'])
        assert.equal(await ada.command({ type: 'conversation.end', conversation: id }), null);
    }
    const first = stage.visitor();
    const having = await first.start('Hello');
    await ada.until(having, ({ status }) => status === 'active');
    const second = stage.visitor();
    await second.start('Me too');
    const waits = await second.inbox.next(
      'chat.state',
      ({ conversation }) => conversation.status === 'waiting' && conversation.position === 1,
    );
    assert.equal(waits.conversation.waitS, 180);
    const before = await told(ada, (wait) => wait === 300);
    await stage.restart();
    const again = await (await stage.agent('ada', { room: 1 })).online();
    assert.equal(await told(again, (wait) => wait === 300), before);
  } finally {
    await stage.close();
  }
});

async function told(
  agent: Awaited<ReturnType<Stage['agent']>>,
  such: (waitS: number | null | undefined) => boolean,
): Promise<number | null | undefined> {
  const { skills } = await agent.inbox.next('room', (frame) => such(frame.skills['*']?.waitS));
  return skills['*']?.waitS;
}
