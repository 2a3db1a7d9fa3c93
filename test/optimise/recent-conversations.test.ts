// How quickly agents answered recently, read again from the log after a restart.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { StoredEvent } from '@opportune/core/decision/engine.ts';
import { AccountId, EventId, SiteId, VisitId, VisitorId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '@opportune/server/adapter/engines.test-support.ts';
import { eventRow } from '@opportune/server/engage/ledger/fact-rows.ts';
import { recallConversations } from '@opportune/server/learn/agent-time/recent-conversations.ts';
import { ServiceLevels } from '@opportune/server/learn/agent-time/service-level.ts';

const account = AccountId.parse('recent');
const noon = Date.UTC(2026, 5, 1, 12);
let engines: TestEngines;
let ordinal = 0;

before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

function told(name: string, conversation: string, at: number, receivedAt: number): StoredEvent {
  return {
    ...{ account, site: SiteId.parse('shop'), visitor: VisitorId.parse(conversation) },
    ...{ visit: VisitId.parse(`visit-${conversation}`), id: EventId.parse(`event-${++ordinal}`) },
    ...{ ordinal, kind: 'track', name, trust: 'server', at, receivedAt, bot: false },
    ...{ imported: false, holdout: false, properties: { conversation, status: 'waiting' } },
  };
}

test('[M11] waits during an outage of the store keep their real length, although all were stored at once', async () => {
  const stored = noon + 120_000;
  const events = ['a', 'b', 'c', 'd', 'e'].flatMap((each) => [
    told('Conversation Started', each, noon, stored),
    told('Conversation Answered', each, noon + 60_000, stored),
  ]);
  await engines.facts.append({ token: 'recent', tables: { events: events.map(eventRow) } });
  const levels = new ServiceLevels();
  await recallConversations(engines.facts, levels, account, stored + 1000);
  assert.deepEqual(levels.answered(account, null, 20, stored + 1000), {
    conversations: 5,
    inTime: 0,
  });
  assert.equal(levels.answered(account, null, 20, noon + 10_000).conversations, 0, 'they wait');
  assert.equal(levels.answered(account, null, 20, noon + 30_000).inTime, 0);
});
