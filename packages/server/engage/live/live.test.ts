// The live list of a site with one visitor whose row cannot be drawn.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileConfiguration } from '@opportune/core/decision/configuration/compile.ts';
import { newVisitor, step } from '@opportune/core/decision/engine.ts';
import type { DecisionContext } from '@opportune/core/decision/engine.ts';
import {
  account,
  availability,
  configuration,
  event,
  noon,
  otherSite,
  site,
} from '@opportune/core/world/test/shop.test-support.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { VisitorId } from '@opportune/protocol/ids.ts';
import type { AccountEngine } from '../owner/account-engine.ts';
import { LiveVisitors } from './live.ts';
import { VisitorEntry } from '../owner/visitor-entry.ts';

const plain = configuration([]);
const compiled = compileConfiguration(plain);
const context: DecisionContext = {
  configuration: compiled,
  availability: availability(1),
  now: noon,
  nextOrdinal: () => 1,
  reachable: true,
};

/** An account with these visitors on its site, each on a page. */
function present(...names: readonly string[]): AccountEngine {
  const visitors: AccountEngine['visitors'] = new Map();
  for (const visitor of names.map((name) => VisitorId.parse(name))) {
    const entry = new VisitorEntry({ account, site, visitor });
    entry.state = newVisitor(account, site, visitor);
    entry.lastSeenAt = noon;
    const page = { ...event('Page', noon, 1, { path: '/', view: 'v1' }), visitor };
    step(entry.state, { type: 'event', event: page }, context);
    visitors.set(visitor, entry);
  }
  return {
    account,
    configuration: plain,
    compiled,
    visitors,
    restingNames: new Map(),
    recordedAvailability: 0,
    ...{ usedLast: 0, sizeBytes: 0 },
  };
}

const quiet = { info() {}, warn() {} };

test('a visitor whose row cannot be drawn is left out of the list and its updates, and all others are shown', () => {
  const engine = present('anna', 'bert');
  const errors: string[] = [];
  let turn = (): void => {};
  const live = new LiveVisitors(
    {
      clock: { now: () => noon },
      schedule(_delayMs, run) {
        turn = run;
        return () => {};
      },
      log: { ...quiet, error: (what) => void errors.push(what) },
    },
    () => engine,
    () => context,
  );
  const names = (): readonly string[] => live.rows(account).map(({ visitor }) => visitor);
  assert.deepEqual(names().toSorted(), ['anna', 'bert']);
  const [anna, bert] = [...engine.visitors.values()];
  assert.ok(anna?.state && bert?.state);
  Object.defineProperty(anna.state, 'cart', {
    get() {
      throw new Error('nobody can read this cart');
    },
  });
  assert.deepEqual(names(), ['bert']);
  const frames: ConsoleServerFrame[] = [];
  live.watch(account, site, { send: (frame) => void frames.push(frame), isBehind: () => false });
  for (const entry of [anna, bert]) live.changed(engine, entry);
  turn();
  assert.deepEqual(
    frames.map((frame) =>
      frame.type === 'visitors.all' || frame.type === 'visitors.changed'
        ? frame.rows.map(({ visitor }) => visitor)
        : frame,
    ),
    [['bert'], ['bert']],
  );
  assert.equal(new Set(errors).size, 1);
  live.close();
});

test('a visitor who moves to another site under the same id moves to that site’s list', () => {
  const engine = present('anna');
  const [anna] = [...engine.visitors.values()];
  assert.ok(anna?.state);
  let turn = (): void => {};
  const live = new LiveVisitors(
    {
      clock: { now: () => noon },
      schedule(_delayMs, run) {
        turn = run;
        return () => {};
      },
      log: { ...quiet, error: (what) => assert.fail(what) },
    },
    () => engine,
    () => context,
  );
  const frames = new Map([site, otherSite].map((each) => [each, [] as ConsoleServerFrame[]]));
  for (const [each, seen] of frames)
    live.watch(account, each, { send: (frame) => void seen.push(frame), isBehind: () => false });
  const page = event('Page', noon + 1, 2, { path: '/faq', view: 'v2', site: otherSite });
  step(anna.state, { type: 'event', event: page }, context);
  live.changed(engine, anna);
  turn();
  const told = [site, otherSite].map((each) => {
    const last = frames.get(each)?.at(-1);
    assert.ok(last?.type === 'visitors.changed');
    return { rows: last.rows.map(({ visitor }) => visitor), gone: last.gone, total: last.total };
  });
  assert.deepEqual(told, [
    { rows: [], gone: ['anna'], total: 0 },
    { rows: ['anna'], gone: [], total: 1 },
  ]);
  assert.deepEqual(live.rows(account, site), []);
  assert.equal(live.rows(account, otherSite).length, 1);
});
