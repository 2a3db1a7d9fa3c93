// Compares the estimate with the real size of states, measured after collecting garbage.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { eventName, type AcceptedEvent } from '@opportune/protocol/behaviour/event.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import { RecentMemory } from '../../../behaviour/recent/recent-memory.ts';
import { hostile } from '../../../behaviour/test/hostile.test-support.ts';
import {
  account,
  availability,
  campaign,
  configuration,
  event,
  noon,
  site,
} from '../../../world/test/shop.test-support.ts';
import { compileConfiguration } from '../../configuration/compile.ts';
import { newVisitor, step, type VisitorState } from '../../engine.ts';
import { stateBytes } from '../state-size.ts';

const moment = { performed: { event: eventName.productViewed } };
const compiled = compileConfiguration(configuration([campaign({ id: 'offer', moment })]));

type Make = (at: number) => AcceptedEvent;

const ordinary: Make = (at) =>
  event(eventName.productViewed, noon + at * 1000, at, {
    path: `/p/${at % 30}`,
    view: `v${at}`,
    properties: { product_id: `p${at}`, price: 3 },
  });

const cases: readonly (readonly [name: string, visitors: number, events: number, make: Make])[] = [
  ['of one event', 2000, 1, ordinary],
  ['of thirty events', 200, 30, ordinary],
  ['of three hundred events', 40, 300, ordinary],
  ['whose every text is as long as it may be', 10, 60, hostile],
  ['in letters of two bytes', 10, 60, (at) => hostile(at, '世')],
];

for (const [name, visitors, events, make] of cases)
  test(`[P7] visitors ${name} take at most the estimate and at least half of it`, () => {
    statesOf(5, events, make);
    const before = usedBytes();
    const states = statesOf(visitors, events, make);
    const taken = usedBytes() - before;
    const estimated = states.reduce((sum, state) => sum + stateBytes(state), 0);
    const ratio = estimated / taken;
    assert.ok(ratio > 0.95 && ratio < 2.2, `${estimated} estimated, ${taken} taken: ${ratio}`);
  });

function statesOf(visitors: number, events: number, make: Make): readonly VisitorState[] {
  let ordinal = 0;
  const memory = new RecentMemory();
  const sent = Array.from({ length: events }, (_, index) => JSON.stringify(make(index + 1)));
  return Array.from({ length: visitors }, (_, visitor) => {
    const state = newVisitor(account, site, VisitorId.parse(`visitor-${visitor}`), memory);
    for (const text of sent) {
      // As received: each text in its own memory.
      const received: AcceptedEvent = JSON.parse(text);
      const agents = { availability: availability(1), nextOrdinal: () => ++ordinal };
      const context = { configuration: compiled, ...agents, now: received.receivedAt };
      step(state, { type: 'event', event: received }, { ...context, reachable: true });
    }
    return state;
  });
}

/** Once nothing more is freed: memory of buffers is counted down only some collections later. */
function usedBytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  let least = Infinity;
  for (let unchanged = 0; unchanged < 3; unchanged++) {
    collect();
    const { heapUsed, external } = process.memoryUsage();
    if (heapUsed + external < least * 0.999) unchanged = 0;
    least = Math.min(least, heapUsed + external);
  }
  return least;
}
