// Disabled users are no longer part of the team: on open consoles, on new ones, and after a
// restart. They return once they may sign in again.
import { onlyHome } from '@opportune/core/cluster/homes.ts';
import { publish } from '@opportune/core/bus/bus-messages.ts';
import { usersChanged } from '@opportune/protocol/bus/changes.ts';
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Records } from '@opportune/core/ports/records.ts';
import { testEngines } from '../adapter/engines.test-support.ts';
import { changeCase } from './cases/cases.ts';
import { AccountDesk } from './account-desk.ts';
import { Audience } from './audience/audience.ts';
import { ConversationRoom } from './conversation-room.ts';
import { messageId } from '../testing/people.test-support.ts';
import { type Stage, stages } from '../testing/conversations.test-support.ts';

const onStage = stages();
let records: Records;
let closeEngines: () => Promise<void>;
before(async () => {
  const engines = await testEngines();
  records = engines.records;
  closeEngines = () => engines.close();
});
after(() => closeEngines());

/** Does what Settings › People does. With `tell` false, no server is there to hear it. */
async function setDisabled(
  stage: Stage,
  name: string,
  disabled: boolean,
  tell = true,
): Promise<void> {
  const user = stage.principal(name)?.user;
  assert.ok(user !== undefined);
  await records.withAccount(stage.account, (sql) =>
    sql.run(
      `INSERT INTO users (account, id, email, name, role, room, disabled, created_at)
       VALUES ($1, $2, $3, $4, 'agent', 2, $5, now())
       ON CONFLICT (account, id) DO UPDATE SET disabled = excluded.disabled`,
      [stage.account, user.id, user.email, name, disabled],
    ),
  );
  if (!tell) return;
  publish(stage.use.bus, usersChanged, { account: stage.account, user: { ...user, disabled } });
}

test(
  '[C9] a disabled user is not in the team, on open and new consoles, until they may sign in again',
  onStage(async (stage) => {
    const ada = await (await stage.agent('ada')).online();
    const ben = await (await stage.agent('ben')).online();
    ada.inbox.frames.length = 0;
    await setDisabled(stage, 'ben', true);
    const { agents } = await ada.inbox.next('agents.all');
    assert.deepEqual(
      agents.map(({ name }) => name),
      ['ada'],
    );
    const tab = await stage.agent('ada');
    const all = await tab.inbox.next('agents.all');
    assert.deepEqual(
      all.agents.map(({ name }) => name),
      ['ada'],
    );
    await setDisabled(stage, 'ben', false);
    await ada.inbox.next('agent.changed', ({ agent }) => agent.user === ben.user);
  }),
);

test(
  '[CS1] a case cannot be assigned to a disabled user',
  onStage(async (stage) => {
    const ben = await stage.agent('ben');
    const visitor = stage.visitor();
    const message = { id: messageId(), text: 'Where is it?' };
    const address = 'bo@example.com';
    await visitor.send({ type: 'chat.leave', request: 'r', address, message });
    const { conversation } = await visitor.inbox.next('chat.state');
    const use = { ...stage.use, room: new ConversationRoom(Infinity), homes: onlyHome };
    const desk = new AccountDesk(use, stage.account, new Audience(), () => {});
    await desk.restore();
    const profile = { user: ben.user, name: 'ben', kind: 'person' as const, room: 2 };
    const give = () =>
      changeCase(use, desk, stage.account, {
        id: conversation.id,
        change: { agent: ben.user },
      });
    desk.apply({ type: 'agent.connected', profile });
    assert.equal((await give()).agent?.user, ben.user);
    desk.apply({ type: 'agent.changed', profile, disabled: true });
    await assert.rejects(give, /request.invalid|not allowed/);
    await desk.close();
  }),
);

test(
  '[C9] after a restart a user disabled since then is not in the team, and their conversations wait',
  onStage(async (stage) => {
    const ben = await (await stage.agent('ben')).online();
    const conversation = await stage.visitor().start('Hello');
    await ben.until(conversation, ({ status }) => status === 'active');
    await (await stage.agent('cid')).online();
    for (const name of ['ben', 'cid']) await setDisabled(stage, name, true, false);
    await stage.restart();
    const ada = await stage.agent('ada');
    const { agents } = await ada.inbox.next('agents.all');
    assert.deepEqual(
      agents.map(({ name }) => name),
      ['ada'],
    );
    const { conversations } = await ada.inbox.next('conversations.all');
    assert.deepEqual(
      conversations.map(({ id, status }) => [id, status]),
      [[conversation, 'waiting']],
    );
  }),
);
