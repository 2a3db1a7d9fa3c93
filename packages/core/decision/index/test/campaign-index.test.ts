import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventName } from '@opportune/protocol/behaviour/event.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import type { LiveCampaign } from '@opportune/protocol/campaign/campaign.ts';
import {
  account,
  availability,
  campaign,
  configuration,
  content,
  event,
  noon,
  site,
} from '../../../world/test/shop.test-support.ts';
import type { RankSet } from '../../../world/rank-set.ts';
import { compileConfiguration, type CompiledConfiguration } from '../../configuration/compile.ts';
import { newVisitor, step, type VisitorState } from '../../engine.ts';
import { zoneNames } from '../../gates/zones.ts';

const kinds = 120;
const pauseMs = 3000;

/** Each waits for products of one kind: one and a cart, several, or a sequence. */
const waiting: readonly LiveCampaign[] = Array.from({ length: kinds }, (_, kind) => {
  const own = viewed(kind);
  const moments = [
    { all: [{ performed: own }, { fact: 'cart.total', op: 'gte', value: 10 + kind } as const] },
    { performed: own, count: { op: 'gte', value: 3 } as const, withinS: 900 },
    { sequence: [own, viewed(kind + 1)], withinS: 600 },
    { all: [{ performed: own, withinS: 300 }, { dwell: { on: 'page', forS: 50 } as const }] },
  ];
  const moment = moments[kind % moments.length] ?? assert.fail();
  const zone = zoneNames[kind % zoneNames.length] ?? assert.fail();
  return campaign({ id: `c${kind}`, moment, zone, variants: [content()] });
});

function viewed(kind: number) {
  const where = [{ path: 'kind', op: 'eq' as const, value: kind % kinds }];
  return { event: eventName.productViewed, where };
}

/** Counts how often a campaign is judged, and plays events at a steady pace. */
class Past {
  judged = 0;
  sent = 0;
  readonly state: VisitorState = newVisitor(account, site, VisitorId.parse('anna'));
  readonly compiled: CompiledConfiguration;

  constructor() {
    const compiled = compileConfiguration(configuration(waiting));
    const { truths } = compiled;
    this.compiled = {
      ...compiled,
      truths: {
        renew: () => truths.renew(),
        of: (rank, scene) => (this.judged++, truths.of(rank, scene)),
      },
    };
  }

  /** How often campaigns were judged during this many more events and the wakes between them. */
  send(many: number): number {
    const before = this.judged;
    for (let left = many; left > 0; left--) {
      const at = ++this.sent;
      const now = noon + at * pauseMs;
      const sent = this.#event(at, now);
      const { wakeAt } = this.state;
      if (wakeAt !== null && wakeAt <= now) this.#step({ type: 'wake' }, wakeAt);
      this.#step({ type: 'event', event: sent }, now);
    }
    return this.judged - before;
  }

  #event(at: number, now: number) {
    if (at % 10 === 1) return event(eventName.page, now, at, { path: `/${at}`, view: `v${at}` });
    if (at % 10 === 2)
      return event(eventName.cartUpdated, now, at, { properties: { total: (at * 7) % 200 } });
    // A few kinds for a while, then others, so most kinds are not among the newest events.
    const kind = (Math.floor(at / 10) + (at % 3)) % kinds;
    return event(eventName.productViewed, now, at, { properties: { kind } });
  }

  #step(input: Parameters<typeof step>[1], now: number): void {
    const context = {
      configuration: this.compiled,
      availability: availability(1),
      now,
      nextOrdinal: () => this.sent,
      reachable: true,
    };
    step(this.state, input, context);
  }
}

test('[P7] a long past does not make an event judge more campaigns than the newest events do', () => {
  const past = new Past();
  past.send(200);
  const early = past.send(600);
  past.send(10_000);
  const late = past.send(600);
  assert.ok(early > 100, `hardly any was judged: ${early}`);
  assert.ok(late <= early * 1.1, `${early} were judged after 200 events, ${late} after 10,000`);
});

test('[D2] the notes kept while events come and go equal those computed from the remaining events', () => {
  const past = new Past();
  for (let turn = 0; turn < 300; turn++) {
    past.send(3);
    const { state, compiled } = past;
    if (state.seen === null) continue;
    const { any, brought } = state.seen;
    const fresh = compiled.index.seenOf({ ...state, seen: null });
    assert.deepEqual(ranksOf(any), ranksOf(fresh.any));
    const more = ranksOf(brought).filter((gate) => !fresh.brought.has(gate));
    assert.deepEqual(more, [], 'what no event that stayed can have brought');
  }
});

function ranksOf(set: RankSet): readonly number[] {
  const ranks: number[] = [];
  for (let rank = set.next(0); rank >= 0; rank = set.next(rank + 1)) ranks.push(rank);
  return ranks;
}
