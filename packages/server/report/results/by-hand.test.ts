// How many visitors in control an agent contacted by hand, on the real engine, against a world
// counted by hand.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, it } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { byHandSql } from './by-hand.ts';

const minuteMs = 60_000;
const began = Date.UTC(2026, 0, 10, 12);

let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

interface Talk {
  readonly visitor: string;
  readonly arm?: string;
  readonly minute: number;
  readonly visit?: string;
  readonly name?: string;
  readonly by?: string;
  readonly reopenedBy?: string;
  readonly trust?: string;
}

/** Everybody is enrolled at minute 10, in the visit `1`. */
async function addressed(talks: readonly Talk[], windowS: number): Promise<number | undefined> {
  const account = AccountId.parse(`by-hand-${randomUUID().slice(0, 8)}`);
  const common = { account, site: 's1' };
  const decisions = talks.map(({ visitor, arm = 'control' }, ordinal): FactRow => {
    const of = { campaign: 'help', period: 2, engagement: 'e', goal: 'g', zone: 'corner' };
    const drawn = {
      arm,
      variant: '',
      offer: 'content',
      propensity: 0.5,
      reasons: '{}',
      policy: '',
    };
    const at = began + 10 * minuteMs;
    return { ...common, ...of, ...drawn, visitor, visit: '1', id: `d-${visitor}`, ordinal, at };
  });
  const events = talks.map(
    (
      { visitor, minute, visit = '1', trust = 'server', name = 'Conversation Started', ...of },
      ordinal,
    ): FactRow => {
      const at = began + minute * minuteMs;
      const { by = 'agent', reopenedBy } = of;
      const properties = JSON.stringify(by === '' ? { reopenedBy } : { by, reopenedBy });
      const said = { kind: 'track', name, trust, properties, at, received_at: at };
      return { ...common, ...said, visitor, visit, id: `e${ordinal}`, ordinal: 100 + ordinal };
    },
  );
  await engines.facts.append({ token: randomUUID(), tables: { decisions, events } });
  const params = { campaign: 'help', period: 2, windowS, from: began / 1000 };
  const [row] = await engines.facts.query<{ visitors: number }>(account, byHandSql, params);
  return row?.visitors;
}

const talks: readonly Talk[] = [
  { visitor: 'after', minute: 11 },
  { visitor: 'twice', minute: 11 },
  { visitor: 'twice', minute: 12 },
  { visitor: 'before', minute: 5, visit: '0' },
  { visitor: 'earlier-period', minute: -1 },
  { visitor: 'treated', minute: 11, arm: 'treatment' },
  { visitor: 'own', minute: 11, by: '' },
  { visitor: 'claimed', minute: 11, trust: 'page' },
  { visitor: 'late', minute: 100, visit: '2' },
  { visitor: 'restless', minute: 10 + 24 * 60 + 1 },
];

it('[C33] [F23] counts visitors of control, each once, from the period’s start to their window’s end', async () => {
  assert.equal(await addressed(talks, 3600), 3);
  assert.equal(await addressed(talks, 86_400), 4);
});

const again = { name: 'Conversation Reopened', minute: 11 };
const takenUp: readonly Talk[] = [
  { visitor: 'taken-up', ...again, by: '', reopenedBy: 'agent' },
  { visitor: 'spoken-to', minute: 11 },
  { visitor: 'spoken-to', ...again, reopenedBy: 'agent' },
  { visitor: 'by-themselves', ...again, by: '' },
  { visitor: 'by-themselves-what-an-agent-began', ...again, by: 'agent' },
  { visitor: 'started', minute: 11, by: '', reopenedBy: 'agent' },
  { visitor: 'claimed', ...again, by: '', reopenedBy: 'agent', trust: 'page' },
  { visitor: 'treated', ...again, by: '', reopenedBy: 'agent', arm: 'treatment' },
];

it('[C33] [F23] counts whom an agent took up again, not who came back to what an agent began', async () => {
  assert.equal(await addressed(takenUp, 3600), 2);
});

it('[F23] if the window ends with the visit, only that visit and what was before it', async () => {
  assert.equal(await addressed(talks, 0), 3);
});
