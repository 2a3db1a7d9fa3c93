// Who left at once, on the real engine. Each visitor is one case of the definition, in both arms.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { FactRow } from '@opportune/core/ports/facts.ts';
import { purchase } from '@opportune/core/world/test/shop.test-support.ts';
import { AccountId, CampaignId } from '@opportune/protocol/ids.ts';
import { testEngines, type TestEngines } from '../../adapter/engines.test-support.ts';
import { leavingClosesS } from './leaving-sql.ts';
import { periodLeaving } from './leaving.ts';

const decidedAt = Date.UTC(2026, 0, 10, 12);
const known = decidedAt + leavingClosesS * 1000;
let engines: TestEngines;
before(async () => {
  engines = await testEngines();
});
after(() => engines.close());

type Sign = readonly [second: number, name: string, more?: FactRow];

class World {
  readonly account = AccountId.parse(`leaving-${randomUUID().slice(0, 8)}`);
  readonly events: FactRow[] = [];
  readonly decisions: FactRow[] = [];
  #made = 0;

  /** The last decided visitor sent from this network. */
  sentFrom(network: number): void {
    const decided = this.decisions.pop();
    if (decided !== undefined) this.decisions.push({ ...decided, network });
  }

  /** A visitor whose moment came on a page that they had just opened, and what they did then. */
  visitor(arm: string, signs: readonly Sign[], policies: readonly object[] = []): this {
    const own = {
      account: this.account,
      site: 's1',
      visitor: `v${++this.#made}`,
      visit: `v${this.#made}.1`,
    };
    const decided = {
      ...own,
      campaign: 'help',
      period: 1,
      engagement: 'e',
      goal: 'purchase',
      arm,
      variant: arm === 'control' ? '' : 'a',
      zone: 'corner',
      offer: 'content',
      page_view: 'p1',
      at: decidedAt,
      propensity: 0.5,
      reasons: '{}',
    };
    const id = `d${this.#made}`;
    if (policies.length === 0) this.decisions.push({ ...decided, id, ordinal: 2 });
    // The last one is the decision that decides something. Earlier ones wait.
    for (const [index, policy] of policies.entries()) {
      const ordinal = 2 + index;
      const at = decidedAt - (policies.length - 1 - index) * 20_000;
      this.decisions.push({
        ...decided,
        id: `${id}.${index}`,
        ordinal,
        at,
        policy: JSON.stringify(policy),
      });
    }
    const all: readonly Sign[] = [[0, 'Page', { page_view: 'p1' }], ...signs];
    for (const [index, [second, name, more = {}]] of all.entries()) {
      const at = decidedAt + second * 1000;
      this.events.push({
        ...own,
        ordinal: 10 + index,
        id: randomUUID(),
        kind: name === 'Page' ? 'page' : 'track',
        name,
        trust: 'page',
        page_view: 'p1',
        at,
        received_at: at,
        properties: '{}',
        ...more,
      });
    }
    return this;
  }

  async leaving(now = known, shares = { control: 0.5, treatment: 0.5, optimise: 0 }) {
    const { events, decisions } = this;
    await engines.facts.append({ token: randomUUID(), tables: { events, decisions } });
    for (const rows of [events, decisions]) rows.length = 0;
    return periodLeaving(engines.facts, {
      account: this.account,
      campaign: CampaignId.parse('help'),
      goal: purchase,
      currency: 'EUR',
      period: 1,
      shares,
      horizonVisitors: 2000,
      now,
    });
  }
}

/** Whether a visitor with these signs left at once, in treatment and in control. */
async function left(signs: readonly Sign[]): Promise<readonly number[]> {
  const world = new World().visitor('treatment', signs).visitor('control', signs);
  const { arms } = await world.leaving();
  assert.deepEqual(
    arms.map(({ arm, visitors }) => [arm, visitors]),
    [
      ['treatment', 1],
      ['control', 1],
    ],
  );
  return arms.map((each) => each.left);
}

describe('[F22] a visitor who left at once', () => {
  it('gave no further sign of the visit for ten seconds, or the last within them', async () => {
    assert.deepEqual(await left([]), [1, 1]);
    assert.deepEqual(await left([[10, 'Page Left']]), [1, 1]);
    assert.deepEqual(await left([[10.001, 'Page Left']]), [0, 0]);
    assert.deepEqual(await left([[60, 'Idle Started']]), [0, 0]);
  });

  it('opened no further page, and the same page sent twice is not a further one', async () => {
    assert.deepEqual(await left([[3, 'Page', { page_view: 'p2' }]]), [0, 0]);
    assert.deepEqual(await left([[1, 'Page']]), [1, 1]);
    assert.deepEqual(await left([[3, 'Page', { page_view: '' }]]), [0, 0]);
  });

  it('is recognised by events that both arms can cause, of that visit and in time', async () => {
    for (const name of ['Engagement Shown', 'Engagement Dismissed', 'Conversation Started'])
      assert.deepEqual(await left([[20, name]]), [1, 1], name);
    assert.deepEqual(await left([[20, 'Product Viewed', { decision: 'd1' }]]), [1, 1]);
    assert.deepEqual(await left([[20, 'Order Completed', { trust: 'server' }]]), [1, 1]);
    assert.deepEqual(await left([[20, 'Product Viewed', { imported: 1 }]]), [1, 1]);
    assert.deepEqual(await left([[20, 'Product Viewed', { visit: 'another' }]]), [1, 1]);
    assert.deepEqual(await left([[leavingClosesS + 1, 'Product Viewed']]), [1, 1]);
    const late = decidedAt - 70_000;
    assert.deepEqual(await left([[20, 'Product Viewed', { at: late }]]), [1, 1]);
  });

  it('is known of everybody after the same time, and pending before', async () => {
    const world = new World().visitor('treatment', []).visitor('control', [[30, 'Page Left']]);
    const early = await world.leaving(known - 1);
    assert.deepEqual([early.pending, early.arms.map(({ visitors }) => visitors)], [2, [0, 0]]);
    const then = await world.leaving();
    assert.deepEqual([then.pending, then.arms.map((each) => each.left)], [0, [1, 0]]);
  });

  it('is proved harm where treatment drives away more than control, with its interval', async () => {
    const world = new World();
    for (let each = 0; each < 600; each++) {
      world.visitor('treatment', each % 2 === 0 ? [] : [[40, 'Page Left']]);
      world.visitor('control', each % 6 === 0 ? [] : [[40, 'Page Left']]);
    }
    const { effects, harm } = await world.leaving();
    assert.equal(harm?.measure, 'leaving');
    assert.deepEqual([harm.treatment, harm.control], [600, 600]);
    assert.ok(Math.abs(harm.estimate - 1 / 3) < 0.001 && harm.lower > 0);
    const [effect] = effects;
    assert.ok(effect?.difference.type === 'interval' && effect.difference.alpha === 0.025);
    assert.equal(harm.spread, true);
  });

  it('[F30] counts as harm of one network if the visitors who left came from one', async () => {
    const world = new World();
    for (let each = 0; each < 600; each++) {
      const isHostile = each % 3 === 0;
      world.visitor('treatment', isHostile ? [] : [[40, 'Page Left']]);
      world.sentFrom(isHostile ? 1 : 2 + each);
      world.visitor('control', each % 6 === 0 ? [] : [[40, 'Page Left']]).sentFrom(2 + each);
    }
    const { harm } = await world.leaving();
    assert.deepEqual([harm?.measure, harm?.spread], ['leaving', false]);
  });

  it('is measured from the decision if a campaign optimises, against control with the same rule', async () => {
    const shares = { control: 0.2, treatment: 0.4, optimise: 0.4 };
    const [policy, rule] = [{ follows: 'policy' }, { follows: 'rule' }];
    const waits = (of: object) => ({ ...of, waits: true });
    const world = new World()
      .visitor('optimise', [], [waits(policy), policy])
      .visitor('control', [[30, 'Page Left']], [waits(policy), waits(policy), policy])
      .visitor('treatment', [[30, 'Page Left']], [rule])
      .visitor('control', [], [waits(rule), rule])
      // Nothing was ever decided for them, so nothing can have driven them away.
      .visitor('optimise', [], [waits(policy)])
      .visitor('control', [], [waits(rule)]);
    const { arms, pending } = await world.leaving(known, shares);
    assert.equal(pending, 0);
    assert.deepEqual(
      arms.map(({ arm, beside, visitors, left }) => [arm, beside, visitors, left]),
      [
        ['optimise', null, 1, 1],
        ['control', 'optimise', 1, 0],
        ['treatment', null, 1, 0],
        ['control', 'treatment', 1, 1],
      ],
    );
  });
});
