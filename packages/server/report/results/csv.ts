// Results as CSV, with the figures of the screen: each day's counts so far, then each arm over the
// whole period with closed and pending counts, and the effects with their intervals.
import type {
  ArmComparison,
  ArmResult,
  CampaignResults,
} from '@opportune/protocol/rest/report/report.ts';
import { type Cell, csv } from '../../http/files/csv.ts';

type Counts = ArmResult['soFar'];

/** In the order of the columns, each with the ends of its interval. */
interface Effects {
  readonly rate: ArmComparison['rate'] | null;
  readonly value: ArmComparison['value'] | null;
  readonly gain: ArmComparison['gain'] | null;
  readonly conversions: ArmComparison['incremental'] | null;
  readonly worth: ArmComparison['incrementalValue'] | null;
}

/** The value of `day` in rows about the whole period. */
const whole = 'all';

export function resultsCsv(results: CampaignResults): string {
  const money = results.currency;
  const ends = (name: string): string[] => [name, `${name}: from`, `${name}: to`];
  const head = [
    ...['day', 'arm', 'eligible so far', 'exposed so far', 'engaged so far', 'converted so far'],
    ...[`value so far (${money})`, 'variant', 'closed', 'converted of closed'],
    ...[`value of closed (${money})`, 'pending'],
    ...ends('difference of rates'),
    ...ends(`difference of value a visitor (${money})`),
    ...ends('gain'),
    ...ends('incremental conversions'),
    ...ends(`incremental value (${money})`),
    ...['no interval because', 'sample ratio'],
  ];
  const rows = [...dayRows(results), ...armRows(results), ...betweenRows(results)];
  return csv([head, ...rows.map((row) => head.map((_, column) => row[column] ?? null))]);
}

function dayRows({ days }: CampaignResults): Cell[][] {
  return days.flatMap(({ day, optimise, treatment, control }) => [
    ...(optimise === undefined ? [] : [[day, 'optimise', ...offered(optimise)]]),
    [day, optimise === undefined ? 'treatment' : 'always', ...offered(treatment)],
    [day, 'control', ...unshown(control)],
  ]);
}

function armRows(results: CampaignResults): Cell[][] {
  const { arms, comparisons, sampleRatio } = results;
  return arms.map((each) => {
    const { arm, variant, name, soFar, closed } = each;
    const known = arm === 'treatment' && comparisons !== undefined ? 'always' : arm;
    return [
      ...[whole, known, ...(arm === 'control' ? unshown(soFar) : offered(soFar))],
      ...[variant === null ? null : name, closed.eligible, closed.converted, closed.value],
      soFar.eligible - closed.eligible,
      ...effectCells(effectsOf(each, results)),
      sampleRatio.verdict,
    ];
  });
}

/** For an optimising campaign: its two offered arms against each other. */
function betweenRows({ comparisons = [], sampleRatio }: CampaignResults): Cell[][] {
  return comparisons
    .filter(({ between }) => between === 'optimise.treatment')
    .map((each) => [
      ...[whole, 'optimise against always', ...Array.from({ length: 10 }, () => null)],
      ...effectCells(ofComparison(each)),
      sampleRatio.verdict,
    ]);
}

function effectsOf({ arm, variant, rateEffect, valueEffect }: ArmResult, of: CampaignResults) {
  const own: Effects = {
    ...{ rate: rateEffect, value: valueEffect },
    ...{ gain: null, conversions: null, worth: null },
  };
  if (arm === 'control' || variant !== null) return own;
  const between = `${arm}.control`;
  const compared = of.comparisons?.find((each) => each.between === between);
  if (compared !== undefined) return ofComparison(compared);
  const { gain, incrementalConversions: conversions, incrementalValue: worth } = of;
  return { ...own, gain, conversions, worth };
}

function ofComparison(of: ArmComparison): Effects {
  const { rate, value, gain, incremental: conversions, incrementalValue: worth } = of;
  return { rate, value, gain, conversions, worth };
}

function effectCells({ rate, value, gain, conversions, worth }: Effects): Cell[] {
  const all = [rate, value, gain, conversions, worth];
  const missing = all.find((each) => each?.type === 'withheld');
  return [
    ...all.flatMap((each) =>
      each?.type === 'interval' ? [each.estimate, each.lower, each.upper] : [null, null, null],
    ),
    missing?.type === 'withheld' ? missing.reason : null,
  ];
}

/** The counts of an arm that may be shown something. */
function offered({ eligible, exposed, engaged, converted, value }: Counts): Cell[] {
  return [eligible, exposed, engaged, converted, value];
}

/** The counts of control, which is shown nothing. */
function unshown({ eligible, converted, value }: Counts): Cell[] {
  return [eligible, null, null, converted, value];
}
