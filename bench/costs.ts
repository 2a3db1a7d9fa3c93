// What a body costs the intake, from its bytes to the owner of its visitor: scan, parse, mask, admit
// and note, through the routes that are served, without engines and without a network. Twenty thousand
// bodies search for cost: what was dear is varied, and the dearest are tried again at their largest.
import assert from 'node:assert/strict';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { seededRandom } from '@opportune/core/proof/random.test-support.ts';
import { rateBudgets, type RateBudget, type RateName } from '@opportune/protocol/budgets.ts';
import { AccountId, SiteId } from '@opportune/protocol/ids.ts';
import { openMemoryBudgets } from '@opportune/server/adapter/budgets-memory.ts';
import { testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { createCollect } from '@opportune/server/collect/collect.ts';
import { createRawRoutes } from '@opportune/server/http/raw-routes.ts';
import { openTurns } from '@opportune/server/http/turns.ts';
import { rounded, type BenchRow } from './row.ts';
import { bodyOf, type CostlyBody, mutated, newRecipe, type Recipe } from './costly-bodies.ts';

const bodies = 20_000;
const smallBytes = 6 * 1024;
const largeBytes = [100 * 1024, 500 * 1024] as const;
const targetMs = 10;
/** What a request costs whatever is in it. */
const requestMs = 0.5;
const elite = 60;
/** The search ends with fewer bodies after this; its row then says how many. */
const mostMs = 150_000;

const account = AccountId.parse('a');
const site = SiteId.parse('s');
let now = 1_790_000_000_000;
const clock = { now: () => now };
const random = seededRandom(15);

/** Nothing is refused for its rate: what is looked for is what is taken. */
const unlimited = Object.fromEntries(
  Object.keys(rateBudgets).map((name) => [name, { perSecond: 1e12, burst: 1e12, payers: 100 }]),
) as Record<RateName, RateBudget>;

const raw = createRawRoutes();
const collect = createCollect({
  http: { raw: (prefix, handler) => raw.add(prefix, handler), upgrade: () => {} },
  budgets: openMemoryBudgets(clock, { rates: unlimited }),
  turns: openTurns(),
  intake: {
    accept: () => Promise.resolve({ told: [], stored: Promise.resolve() }),
    attach: () => () => {},
  },
  chat: { opening: () => Promise.resolve([]), attach: () => () => {}, receive: () => {} },
  keys: {
    find: () =>
      Promise.resolve({
        account,
        site,
        trust: 'page',
        origins: ['https://shop.example'],
        keyId: null,
      }),
    used: () => {},
  },
  identity: {
    verify: () => Promise.resolve(),
    visitorOf: () => Promise.resolve(null),
    alias: () => Promise.resolve(),
    tokenFault: () => Promise.resolve('signature'),
  },
  claims: { whose: () => Promise.resolve('nobody'), claim: () => Promise.resolve() },
  configuration: {
    current: () =>
      Promise.resolve({
        account,
        version: 1,
        settings: { name: 'S', timeZone: 'UTC', currency: 'EUR', holdout: 0, typingPreview: false },
        salt: '',
        sites: [
          {
            id: site,
            name: 'S',
            origins: [],
            consent: 'not-asked',
            honourPrivacySignals: true,
            contactButton: { shown: false, label: '' },
            look: { colour: '#000000', radiusPx: 0, name: 'S' },
          },
        ],
        sections: [],
        goals: [],
        campaigns: [],
        serverTrustInUse: false,
      }),
  },
  agentsOnline: () => false,
  geography: { configured: false, locate: () => null },
  clientAddress: () => '192.0.2.1',
  clock,
  ids: { next: () => 'session' },
  log: testLog(),
  tokenSecret: 'a secret of at least 32 characters',
});

/** Hands a body to its route and waits until it is answered and nothing of it is left to do. */
async function serve({ path, bytes }: CostlyBody): Promise<number> {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method: 'POST', url: path });
  Object.assign(request.headers, { origin: 'https://shop.example', 'user-agent': 'Firefox' });
  const response = new ServerResponse(request);
  const handler = raw.find(path);
  assert.ok(handler, path);
  handler(request, response);
  request.push(bytes);
  request.push(null);
  while (!response.writableEnded) await new Promise(setImmediate);
  await new Promise(setImmediate);
  return response.statusCode;
}

/** Processor time of this thread, ms: other programs are not in it. */
async function costOf(body: CostlyBody): Promise<number> {
  now += 1000;
  const before = process.threadCpuUsage();
  await serve(body);
  const after = process.threadCpuUsage();
  return (after.user + after.system - before.user - before.system) / 1000;
}

async function best(body: CostlyBody, runs: number): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < runs; run++) least = Math.min(least, await costOf(body));
  return least;
}

interface Tried {
  readonly recipe: Recipe;
  readonly body: Pick<CostlyBody, 'path'> & { readonly sizeBytes: number };
  /** For each 100 KiB, without what any request costs. */
  readonly costMs: number;
}

async function beginSession(): Promise<void> {
  const page = { url: 'https://shop.example/', path: '/', search: '', title: '', referrer: '' };
  const hello = { type: 'hello', version: 1, key: 'k', visitor: 'polls', fresh: true, page };
  const rest = { pageView: 'p', language: 'en', timeZone: 'UTC', viewportWidth: 100 };
  const bytes = Buffer.from(JSON.stringify({ frames: [{ ...hello, ...rest }] }));
  assert.equal(await serve({ path: '/v1/frames', bytes }), 200);
}

/** The dearest body that was found. */
export async function* costRows(): AsyncIterable<BenchRow> {
  const { dearest, tried } = await search();
  const [worst] = dearest;
  if (worst === undefined) throw new Error('no body was tried');
  const { path, sizeBytes } = worst.body;
  yield {
    name: 'intake.cost.ms',
    value: rounded(worst.costMs, 2),
    unit: 'ms',
    target: `≤ ${targetMs}`,
    how: `processor time for each 100 KiB of the dearest of ${tried} bodies, less ${requestMs} ms a request; it was of ${sizeBytes} bytes to ${path}: ${JSON.stringify(worst.recipe)}`,
  };
}

async function search(): Promise<{ dearest: readonly Tried[]; tried: number }> {
  const until = performance.now() + mostMs;
  let dearest: Tried[] = [];
  let tried = 0;
  const judge = async (recipe: Recipe, wantedBytes: number): Promise<Tried> => {
    const { path, bytes } = bodyOf(recipe, wantedBytes, tried++);
    const measured = await best({ path, bytes }, 1);
    const isDear = per100KiB(measured, bytes.length) > targetMs / 2;
    const costMs = isDear ? Math.min(measured, await best({ path, bytes }, 6)) : measured;
    const body = { path, sizeBytes: bytes.length };
    return { recipe, body, costMs: per100KiB(costMs, bytes.length) };
  };
  while (tried < bodies && performance.now() < until) {
    if (tried % 20 === 0 && collect.connected.polls === 0) await beginSession();
    const parent = dearest[Math.floor(random() * dearest.length)];
    const recipe =
      parent === undefined || random() < 0.4 ? newRecipe(random) : mutated(parent.recipe, random);
    dearest.push(await judge(recipe, smallBytes * (0.2 + random())));
    if (dearest.length > elite * 4) dearest = dearestOf(dearest);
  }
  const large: Tried[] = [];
  for (const sizeBytes of largeBytes)
    for (const { recipe } of dearestOf(dearest)) large.push(await judge(recipe, sizeBytes));
  collect.close();
  return { dearest: dearestOf([...dearest, ...large]), tried };
}

function per100KiB(costMs: number, sizeBytes: number): number {
  return (Math.max(0, costMs - requestMs) * 100 * 1024) / sizeBytes;
}

function dearestOf(all: readonly Tried[]): Tried[] {
  return all.toSorted((one, other) => other.costMs - one.costMs).slice(0, elite);
}
