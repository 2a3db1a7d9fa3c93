// The visits of the UCI Online Shoppers Purchasing Intention file as features of an intent model.
// C. O. Sakar et al., Real-time prediction of online shoppers' purchasing intention (2019), CC BY
// 4.0.
import { readFileSync } from 'node:fs';
import type { IntentFeature } from '@opportune/core/learning/intent/intent-feature.ts';

export interface LabelledVisit {
  readonly values: readonly number[];
  readonly reached: boolean;
}

export interface VisitSet {
  readonly features: readonly IntentFeature[];
  readonly visits: readonly LabelledVisit[];
}

type Column = IntentFeature & { read(field: (name: string) => string): number };

const names: Readonly<Record<string, readonly string[]>> = {
  Month: ['Feb', 'Mar', 'May', 'June', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'],
  VisitorType: ['Returning_Visitor', 'New_Visitor', 'Other'],
  Weekend: ['FALSE', 'TRUE'],
};

/** The first features, with which a model begins. */
const early = 5;

const columns: readonly Column[] = [
  { ...amount('PageValues'), prior: 1 },
  { ...share('ExitRates', 'gated'), prior: -0.5 },
  amount('ProductRelated', 'gated'),
  seconds('ProductRelated_Duration', 'gated'),
  share('BounceRates', 'gated'),
  choice('Month', 'gated'),
  amount('Administrative', 'gated'),
  seconds('Administrative_Duration', 'gated'),
  amount('Informational', 'gated'),
  seconds('Informational_Duration'),
  share('SpecialDay'),
  perPage('ProductRelated'),
  perPage('Administrative'),
  choice('VisitorType', 'gated'),
  choice('TrafficType'),
  choice('OperatingSystems'),
  choice('Browser'),
  choice('Region'),
  choice('Weekend', 'gated'),
];

type Mark = 'gated';

function base(key: string, kind: IntentFeature['kind'], marks: readonly Mark[]): Column {
  return {
    key,
    kind,
    ...(marks.includes('gated') ? { gated: true } : {}),
    read: (field) => Number(field(key)),
  };
}

function amount(key: string, ...marks: Mark[]): Column {
  return base(key, 'amount', marks);
}

function share(key: string, ...marks: Mark[]): Column {
  return base(key, 'share', marks);
}

function seconds(key: string, ...marks: Mark[]): Column {
  return base(key, 'seconds', marks);
}

function perPage(kind: string): Column {
  const read = (field: (name: string) => string): number =>
    Number(field(`${kind}_Duration`)) / Math.max(1, Number(field(kind)));
  return { ...seconds(`${kind}_PerPage`), read };
}

function choice(key: string, ...marks: Mark[]): Column {
  const known = names[key];
  const read = (field: (name: string) => string): number =>
    known === undefined ? Number(field(key)) : known.indexOf(field(key));
  return { ...base(key, 'choice', marks), choices: known?.length ?? 21, read };
}

/** The visits of the file, without the columns named. */
export function readShoppers(file: string, without: readonly string[] = []): VisitSet {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split(/\r?\n/);
  const places = new Map(head.split(',').map((name, at) => [name, at]));
  const chosen = columns.filter(({ key }) => !without.includes(key));
  const visits = lines.map((line) => {
    const fields = line.split(',');
    const field = (name: string): string => fields[places.get(name) ?? -1] ?? '';
    return { values: chosen.map(({ read }) => read(field)), reached: field('Revenue') === 'TRUE' };
  });
  const features = chosen.map(({ read: _, ...feature }, at): IntentFeature =>
    at < early ? { ...feature, early: true } : feature,
  );
  return { features, visits };
}
