// How long the rehearsal of a draft takes over a hundred thousand stored visits, when its first
// answer arrives, and how much it holds up the thread that serves everybody else. It uses the
// product's store and engine, without the rest of the product.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { account, campaign, configuration } from '@opportune/core/world/test/shop.test-support.ts';
import type { RehearsalAnswer } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import { testDataFolder, testLog } from '@opportune/server/adapter/engines.test-support.ts';
import { takeDataFolder } from '@opportune/server/adapter/data-folder/data-folder.ts';
import { openFactsHost } from '@opportune/server/adapter/facts/facts-host.ts';
import { runRehearsal } from '@opportune/server/campaign/rehearsal/rehearsal-run.ts';
import { pastVisits } from '@opportune/server/engage/rehearsal/past-visits.ts';
import { takenBackFrom } from '@opportune/server/report/conversions/taken-back.ts';
import { storePast, type Past } from './rehearsal-past.ts';
import { rounded, type BenchRow } from './row.ts';

const visits = 105_000;
const runs = 3;
const now = 1_795_000_000_000;

/** The rows of the rehearsal. None has a target in DESIGN §9. */
export async function* rehearsalRows(): AsyncIterable<BenchRow> {
  const folder = testDataFolder();
  const data = takeDataFolder(folder.path);
  const facts = await openFactsHost(data, testLog());
  try {
    const past = await storePast(facts, visits, now);
    const measured: Run[] = [];
    for (let run = 0; run < runs; run++)
      measured.push(await rehearse(pastVisits(facts, takenBackFrom(facts))));
    yield* rowsOf(past, measured);
  } finally {
    await facts.close();
    data.release();
    folder.remove();
  }
}

interface Run {
  readonly allS: number;
  readonly firstS: number;
  readonly firstShare: number;
  readonly turnMs: number;
  readonly turnP99Ms: number;
  /** The share of the time in which the serving thread was busy, 0 to 1. */
  readonly busy: number;
  readonly answer: RehearsalAnswer;
}

async function rehearse(past: ReturnType<typeof pastVisits>): Promise<Run> {
  const { id, document } = campaign({
    id: 'c',
    audience: { fact: 'cart.total', op: 'gte', value: 100 },
    moment: { any: [{ dwell: { on: 'page', forS: 20 } }, { leaving: true }] },
    caps: { perVisit: 1, perDay: null, perVisitor: null, afterDismissalS: null },
  });
  const ask = { account, campaign: id, draft: document, configuration: configuration([]), now };
  const loop = monitorEventLoopDelay({ resolution: 1 });
  loop.enable();
  const before = performance.eventLoopUtilization();
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  let [firstS, firstShare] = [Number.NaN, 1];
  const answer = await runRehearsal(past, ask, {
    signal: new AbortController().signal,
    progress: () => undefined,
    sofar({ share }) {
      if (Number.isNaN(firstS)) [firstS, firstShare] = [seconds(), share];
    },
  });
  const allS = seconds();
  loop.disable();
  const { utilization: busy } = performance.eventLoopUtilization(before);
  if (answer === null) throw new Error('nothing was stored to rehearse over');
  return {
    allS,
    firstS,
    firstShare,
    turnMs: loop.max / 1e6 - 1,
    turnP99Ms: loop.percentile(99) / 1e6 - 1,
    busy,
    answer,
  };
}

function* rowsOf({ visits: stored, visitors, events }: Past, all: readonly Run[]) {
  const [run] = all.toSorted((one, other) => one.allS - other.allS).slice(runs / 2);
  if (run === undefined) throw new Error('nothing was measured');
  const { share, eligibleVisits, cut } = run.answer;
  const each = (of: (run: Run) => number): string => all.map((one) => rounded(of(one))).join(', ');
  const set = `${stored} visits of ${visitors} visitors, ${events} events in 30 days; cart and dwell; the middle one of`;
  const common = { target: '', unit: 's' };
  yield {
    ...common,
    name: 'rehearsal.100k.s',
    value: rounded(run.allS),
    how: `${set} ${each(({ allS }) => allS)}; share rehearsed ${rounded(share, 3)}, cut: ${cut}, ${eligibleVisits} visits eligible`,
  };
  yield {
    ...common,
    name: 'rehearsal.first.s',
    value: rounded(run.firstS),
    how: `time to the first answer, over ${rounded(run.firstShare * 100)} % of the visitors; ${set} ${each(({ firstS }) => firstS)}`,
  };
  yield {
    name: 'rehearsal.turn.ms',
    target: '≤ 10',
    unit: 'ms',
    value: rounded(run.turnMs),
    how: `longest block of the serving thread during the rehearsal, by the clock, including other programs; p99 ${rounded(run.turnP99Ms)} ms, busy ${rounded(run.busy * 100)} % of the time; ${set} ${each(({ turnMs }) => turnMs)}`,
  };
}
