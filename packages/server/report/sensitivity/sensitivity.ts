// Beside a period's results: visitors who came in bursts, and the results without those whom
// managers excluded. Neither changes the results themselves.
import type { Exclusion, Sensitivity } from '@opportune/protocol/rest/report/sensitivity.ts';
import { burstsFor } from './bursts-sql.ts';
import type { BurstRow } from './bursts-sql.ts';
import { excludedSql } from './excluded-sql.ts';
import { grounds } from '../queries/fact-versions.ts';
import { campaignResults } from '../results/results.ts';
import type { ResultsQuestion } from '../results/results.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import { unitsGrounds, unitsNeeds } from '../results/units-needs.ts';
import { unitsParams } from '../results/units-params.ts';

/** The most bursts that are listed individually. */
const burstsShown = 20;
const arms = ['optimise', 'treatment', 'control'] as const;

export async function periodSensitivity(
  facts: ReportFacts,
  ask: ResultsQuestion,
  exclusions: readonly Exclusion[],
): Promise<Sensitivity> {
  const bursts = await burstRows(facts, ask);
  const holding = exclusions.filter(({ removed }) => removed === null);
  return {
    period: ask.period,
    asOf: ask.now,
    ...markedOf(bursts),
    exclusions: [...exclusions],
    without: await resultsWithout(facts, ask, holding),
  };
}

async function burstRows(facts: ReportFacts, ask: ResultsQuestion): Promise<readonly BurstRow[]> {
  const params = await unitsParams(facts, ask);
  return facts.query<BurstRow>(
    ask.account,
    burstsFor(await unitsNeeds(facts, ask, params)),
    params,
    { on: [...unitsGrounds(ask), grounds.bursts] },
  );
}

function markedOf(
  rows: readonly BurstRow[],
): Pick<Sensitivity, 'marked' | 'bursts' | 'burstCount'> {
  const bursts = [...Map.groupBy(rows, ({ burst }) => burst).values()].map((own) => ({
    ...sums(own),
    from: Math.min(...own.map((row) => row.from_ms)),
    until: Math.max(...own.map((row) => row.until_ms)),
    kind: own[0]?.kind ?? 'client',
    client: own[0]?.client ?? '',
  }));
  return {
    marked: arms
      .map((arm) => ({ arm, ...sums(rows.filter((row) => row.arm === arm)) }))
      .filter(({ visitors }) => visitors > 0),
    bursts: bursts.toSorted((one, other) => other.visitors - one.visitors).slice(0, burstsShown),
    burstCount: bursts.length,
  };
}

function sums(rows: readonly BurstRow[]) {
  return {
    visitors: rows.reduce((sum, row) => sum + row.visitors, 0),
    converted: rows.reduce((sum, row) => sum + row.converted, 0),
    value: rows.reduce((sum, row) => sum + row.value, 0),
  };
}

/** The results' own queries over the remaining units, with the same certainty and horizon. */
async function resultsWithout(
  facts: ReportFacts,
  ask: ResultsQuestion,
  holding: readonly Exclusion[],
): Promise<Sensitivity['without']> {
  const excluded = excludedSql(holding.map((each) => each.excluded));
  if (excluded === null) return null;
  const [all, left] = [
    await campaignResults(facts, ask),
    await campaignResults(facts, ask, excluded),
  ];
  const { incrementalConversions, incrementalValue, gain, pending, sampleRatio } = left;
  return {
    arms: left.arms,
    ...{ incrementalConversions, incrementalValue, gain, pending, sampleRatio },
    excluded: all.arms
      .filter(({ variant }) => variant === null)
      .map(({ arm, soFar }) => {
        const kept = left.arms.find((each) => each.arm === arm && each.variant === null)?.soFar;
        return {
          arm,
          visitors: soFar.eligible - (kept?.eligible ?? 0),
          converted: soFar.converted - (kept?.converted ?? 0),
        };
      }),
  };
}
