// Months of visits that an account has learnt from, as its server would have stored them. The
// learner itself learns invented visits, and the result is written into the data folder of a
// stopped product.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { momentsOf } from '@opportune/core/learning/challenger/moment-window.ts';
import { trainTrees } from '@opportune/core/learning/challenger/train-trees.ts';
import type { VisitView } from '@opportune/core/learning/intent/visit-features.ts';
import { sigmoid } from '@opportune/core/learning/laplace-logistic.ts';
import { AccountId, type GoalId, VisitId } from '@opportune/protocol/ids.ts';
import { testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { openEngines } from '@opportune/server/adapter/engines.ts';
import {
  learnEnd,
  newGoalModel,
  type GoalModel,
} from '@opportune/server/learn/intent/goal-model.ts';
import { keepModels } from '@opportune/server/learn/intent/model-store.ts';
import type { OpenVisit } from '@opportune/server/learn/intent/open-visit.ts';

const visits = 9_000;
const trainedAfter = 4_000;
const spanMs = 60 * 86_400_000;

/** Writes what was learnt for the goal. Returns it. */
export async function writeIntent(
  dataFolder: string,
  goal: GoalId,
  now: number,
): Promise<GoalModel> {
  const file = path.join(dataFolder, 'secrets', 'demo-shop.json');
  const account = AccountId.parse((JSON.parse(readFileSync(file, 'utf8')) as Keys).account);
  const model = taught(goal, now);
  const engines = await openEngines({ dataFolder }, testLog());
  try {
    await keepModels(engines.records, account, [model], now);
  } finally {
    await engines.close();
  }
  return model;
}

interface Keys {
  readonly account: string;
}

function taught(goal: GoalId, now: number): GoalModel {
  const of = newGoalModel(goal, now - spanMs, now);
  const next = numbers(7);
  for (let at = 0; at < visits; at++) {
    learnEnd(of, visit(at, goal, now - spanMs + (at / visits) * spanMs, next));
    if (at + 1 !== trainedAfter) continue;
    const moments = momentsOf(of.challenge.window);
    of.challenge.trees = trainTrees(moments);
    of.challenge.trainedAt = now - spanMs / 2;
    of.challenge.trainedOn = moments.many;
  }
  return of;
}

/** Repeatable numbers between 0 and 1 (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const paths = ['/', '/product/orla', '/product/fjord', '/delivery', '/cart', '/checkout', '/jobs'];
const channels = ['direct', 'search', 'email', 'social'];

/**
 * A cart leads to a purchase unless an error occurs. Searches reduce the chance unless a form is
 * begun.
 */
function visit(at: number, goal: GoalId, lastAt: number, next: () => number): OpenVisit {
  const chance = (share: number): number => (next() < share ? 1 : 0);
  const pages = 1 + Math.floor(next() * next() * 12);
  const cart = pages > 2 ? chance(0.4) * Math.ceil(next() * 3) : 0;
  const [errors, searches, formsStarted] = [chance(0.2), chance(0.5), chance(0.5)];
  const seen = ['/', ...paths.slice(1, 4).filter(() => next() < 0.4)];
  if (cart > 0) seen.push('/cart', ...(next() < 0.6 ? ['/checkout'] : []));
  if (next() < 0.1) seen.push('/jobs');
  const view: VisitView = {
    ...{
      pages,
      events: pages * 3,
      dwellSeconds: pages * 20 * next(),
      pageDwellSeconds: 12 * next(),
    },
    ...{ durationSeconds: pages * 40, scrollPercent: 100 * next(), leaving: next() < 0.05 },
    ...{ path: seen.at(-1) ?? '/', paths: seen, sections: sectionsOf(seen), cartItems: cart },
    ...{ cartTotal: cart * 120, products: Math.min(pages - 1, 4), searches, errors, formsStarted },
    ...{ formsLeft: 0, clicks: chance(0.2), visits: 1 + chance(0.3), sinceLastVisitSeconds: null },
    ...{ orders: chance(0.1), verified: next() < 0.1, conversations: 0, dismissed: 0 },
    ...{
      channel: channels[Math.floor(next() * 4)] ?? null,
      device: next() < 0.5 ? 'phone' : 'desktop',
    },
    localHour: Math.floor(next() * 24),
  };
  const both = searches === 1 && formsStarted === 1;
  const likely =
    -4.5 + (cart > 0 && errors === 0 ? 2.4 : 0) + pages * 0.1 + (both ? 3 : 0) - searches * 1.5;
  const of = { moments: pages, view, paths: seen, sections: view.sections };
  const reached = new Map(next() < sigmoid(likely) ? [[goal, of]] : []);
  return { ...of, reached, visit: VisitId.parse(`past-${at}`), lastAt, treated: false };
}

function sectionsOf(seen: readonly string[]): readonly string[] {
  return [
    ...(seen.some((each) => each.startsWith('/product')) ? ['Product'] : []),
    ...(seen.includes('/checkout') ? ['Checkout'] : []),
  ];
}
