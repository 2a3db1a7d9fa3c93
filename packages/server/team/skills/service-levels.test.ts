// Service levels on real records: which conversations count, which were in time, and which wait too
// long now.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SkillId } from '@opportune/protocol/ids.ts';
import { NewSkill } from '@opportune/protocol/rest/team/skills.ts';
import { testEngines } from '../../adapter/engines.test-support.ts';
import { openStage } from '../../testing/conversations.test-support.ts';
import { createServiceLevels } from './service-levels.ts';
import { createSkills } from './account-skills.ts';

const returns = SkillId.parse('returns');

test('[C30] today’s share counts conversations with a known outcome, and the present figure counts those that wait too long', async () => {
  const { records, close } = await testEngines();
  const stage = await openStage({ needOf: () => returns });
  try {
    const { account, store } = stage;
    const skills = createSkills({ records, bus: stage.use.bus });
    const now = Date.parse('2026-11-24T10:00:00Z');
    const levels = createServiceLevels({ records, clock: { now: () => now } });
    const serviceLevel = { withinS: 30, share: 0.8 };
    await skills.create(account, NewSkill.parse({ id: returns, name: 'Returns', serviceLevel }));
    await skills.create(account, NewSkill.parse({ id: 'calm', name: 'Calm' }));
    const visitor = stage.visitor();
    await records.withAccount(account, (sql) =>
      sql.run("INSERT INTO contacts (account, id, created_at) VALUES ($1, 'bo', now())", [account]),
    );
    const began = async (name: string, startedAgoS: number, change: object, status = 'waiting') => {
      await records.withAccount(account, (sql) =>
        sql.run(
          `INSERT INTO conversations (account, id, channel, contact, address, site, visitor,
             visitor_name, status, skill, started_at, queued_at, last_at)
           VALUES ($1, $2, 'web', 'bo', $3, 'shop', $3, '', $4, 'returns', $5, $5, $5)`,
          [account, name, visitor.id, status, new Date(now - startedAgoS * 1_000)],
        ),
      );
      if (Object.keys(change).length > 0)
        await store.append(account, (await loaded(name)).id, [], change);
    };
    const loaded = async (name: string) => {
      const all = await store.list(account, { before: null, limit: 50 });
      const found = all.find(({ id }) => id === name);
      assert.ok(found !== undefined);
      return found;
    };
    const answered = (startedAgoS: number, afterS: number) => ({
      answeredAt: now - startedAgoS * 1_000 + afterS * 1_000,
    });
    await began('quick', 600, answered(600, 30), 'active');
    await began('slow', 600, answered(600, 31), 'active');
    await began('left', 500, { endedAt: now - 490_000 }, 'ended');
    await began('waits', 10, {});
    await began('late', 40, {});
    await began('at-its-target', 30, {});
    await began('again', 86_400, { queuedAt: now - 5_000, waitingSince: now - 5_000 });
    await began('answered-before', 86_400, { ...answered(86_400, 5), waitingSince: now - 45_000 });
    await began('message', 40, {}, 'message');
    await began('yesterday', 11 * 3_600, answered(11 * 3_600, 5), 'ended');
    const read = await levels.read(account);
    assert.deepEqual(read.skills, [
      {
        skill: returns,
        target: serviceLevel,
        today: { counted: 4, inTime: 1, share: 0.25 },
        now: { waiting: 5, late: 2, longestS: 45 },
      },
    ]);
    const other = await stage.anotherAccount();
    assert.deepEqual((await levels.read(other)).skills, []);
  } finally {
    await stage.close();
    await close();
  }
});
