// The harm proved in a period, and whether more than one network of senders shows it. Harm from one
// network is reported and pauses nothing, because anybody can send orders of made-up visitors.
import type { Certainty } from '@opportune/core/proof/effect/confidence-sequence.ts';
import { harmIn } from '@opportune/core/proof/alarms/harm.ts';
import type { HarmMeasure } from '@opportune/core/proof/alarms/harm.ts';
import { spreadHarmOf } from '@opportune/core/proof/alarms/spread-harm.ts';
import type { NetworkPart } from '@opportune/core/proof/alarms/spread-harm.ts';
import type { CampaignResults, SeenHarm } from '@opportune/protocol/rest/report/report.ts';
import { pairCertainty } from './arm-comparisons.ts';
import { grounds } from '../queries/fact-versions.ts';
import type { ConversionParams } from '../conversions/conversion-params.ts';
import { nextClosing } from './result-rows.ts';
import type { ClosedRow, ResultRow } from './result-rows.ts';
import { networksFor } from './results-sql.ts';
import type { ResultsNeeds } from './results-sql.ts';
import type { ReportFacts } from '../queries/shared-queries.ts';
import { unitsGrounds } from './units-needs.ts';
import type { UnitsQuestion } from './units-params.ts';
import { comparisonOf } from './wire-effect.ts';
import type { Pair } from './wire-effect.ts';

export interface HarmQuestion extends UnitsQuestion {
  readonly rows: readonly ResultRow[];
  /** The certainty of the campaign, with all comparisons shown with it. */
  readonly whole: Certainty;
  readonly params: ConversionParams & Readonly<Record<string, unknown>>;
  readonly needs: ResultsNeeds;
}

/** Closed units of an arm that sent from one network. 0: no known network. */
interface NetworkRow extends ClosedRow {
  readonly network: number;
}

interface Found {
  readonly pair: Pair & { readonly of: 'optimise' | 'treatment' };
  readonly measure: HarmMeasure;
  readonly certainty: Certainty;
  readonly harm: Omit<SeenHarm, 'spread'>;
}

/** The first harm that more than one network shows, else the first harm. Null if none is proved. */
export async function provedHarm(
  facts: ReportFacts,
  ask: HarmQuestion,
): Promise<CampaignResults['harm']> {
  const found = harms(ask);
  const [first] = found;
  if (first === undefined) return null;
  const rows = await networkRows(facts, ask);
  const spread = found.find((each) => isSpread(each, rows));
  return { ...(spread ?? first).harm, spread: spread !== undefined };
}

/**
 * The optimising arm before *always*. Harm in value counts only if the value was capped before the
 * first visitor. Without a cap a few large orders decide, and the interval is proved for capped
 * values only.
 */
function harms({ rows, shares, goal, now, whole }: HarmQuestion): readonly Found[] {
  const pairs = shares.optimise > 0 ? ([optimising, plain] as const) : ([plain] as const);
  const measures = goal.valueCap === null ? (['rate'] as const) : (['rate', 'value'] as const);
  return pairs.flatMap((pair) =>
    measures.flatMap((measure) => {
      const isOne = pairs.length > 1;
      const certainty = isOne ? pairCertainty(shares, whole, pair.of, pair.against) : whole;
      const comparison = comparisonOf(rows, pair);
      const found = harmIn(measure, comparison, certainty);
      if (found === null) return [];
      const harm = {
        at: now,
        measure,
        ...(isOne ? { arm: pair.of } : {}),
        ...found.difference,
        gain: found.relative.estimate,
        treatment: comparison.treatment.visitors,
        control: comparison.control.visitors,
      };
      return [{ pair, measure, certainty, harm }];
    }),
  );
}

const plain = { of: 'treatment', against: 'control' } as const;
const optimising = { of: 'optimise', against: 'control' } as const;

function networkRows(
  facts: ReportFacts,
  { params, needs, rows, ...ask }: HarmQuestion,
): Promise<readonly NetworkRow[]> {
  return facts.query<NetworkRow>(ask.account, networksFor(needs), params, {
    on: [...unitsGrounds(ask), grounds.bursts],
    until: () => nextClosing(rows),
  });
}

function isSpread({ pair, measure, certainty }: Found, rows: readonly NetworkRow[]): boolean {
  const parts = [...Map.groupBy(rows, ({ network }) => network)].map(
    ([network, own]): NetworkPart => ({
      network: network === 0 ? null : network,
      comparison: comparisonOf(own, pair),
    }),
  );
  return spreadHarmOf(parts, certainty, [measure]) !== null;
}
