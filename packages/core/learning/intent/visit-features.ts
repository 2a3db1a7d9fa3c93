// What the intent model reads of a visit at an instant: thirty features of the standard profile,
// each with a name by which its words are found. Nothing here looks ahead: page and section values
// come from finished visits.
import type { IntentFeature } from './intent-feature.ts';
import { newPageValues, pageValue, sectionValue, type PageValues } from './page-values.ts';

/** A visit at an instant. Unknown values are null. Seconds, and money in major units. */
export interface VisitView {
  readonly pages: number;
  readonly events: number;
  /** Attention of the visit, and of the page in front. */
  readonly dwellSeconds: number;
  readonly pageDwellSeconds: number;
  readonly durationSeconds: number;
  /** Of the page in front, 0 to 100. */
  readonly scrollPercent: number;
  readonly leaving: boolean;
  readonly path: string | null;
  readonly paths: readonly string[];
  readonly sections: readonly string[];
  readonly cartItems: number;
  readonly cartTotal: number;
  readonly products: number;
  readonly searches: number;
  readonly errors: number;
  readonly formsStarted: number;
  readonly formsLeft: number;
  readonly clicks: number;
  readonly visits: number;
  /** Between the previous visit and this one. Null for a first visit. */
  readonly sinceLastVisitSeconds: number | null;
  readonly orders: number;
  readonly verified: boolean;
  readonly conversations: number;
  readonly dismissed: number;
  readonly channel: string | null;
  readonly device: string | null;
  /** 0 to 23 in the visitor's zone. */
  readonly localHour: number | null;
}

const channels = ['direct', 'search', 'social', 'email', 'paid', 'referral', 'campaign'];
const devices = ['desktop', 'phone', 'tablet'];
const hoursEach = 6;

interface Read extends IntentFeature {
  of(view: VisitView, values: PageValues): number;
}

/**
 * The five that a model begins with come first. The first of them is the gate of the gated ones.
 */
const reads: readonly Read[] = [
  { key: 'cartItems', kind: 'amount', early: true, prior: 1, of: (v) => v.cartItems },
  { key: 'pages', kind: 'count', early: true, gated: true, of: (v) => v.pages },
  {
    key: 'dwell',
    kind: 'seconds',
    early: true,
    gated: true,
    prior: 0.3,
    of: (v) => v.dwellSeconds,
  },
  { key: 'products', kind: 'count', early: true, gated: true, prior: 0.3, of: (v) => v.products },
  { key: 'pageValues', kind: 'signed', early: true, gated: true, prior: 0.5, of: meanValue },
  { key: 'pageValue', kind: 'signed', gated: true, of: (v, values) => valueOf(values, v.path) },
  { key: 'bestPage', kind: 'signed', of: (v, values) => best(v.paths, values, pageValue) },
  { key: 'bestSection', kind: 'signed', of: (v, values) => best(v.sections, values, sectionValue) },
  { key: 'events', kind: 'count', of: (v) => v.events },
  { key: 'duration', kind: 'seconds', of: (v) => v.durationSeconds },
  { key: 'pageDwell', kind: 'seconds', gated: true, of: (v) => v.pageDwellSeconds },
  { key: 'scroll', kind: 'share', of: (v) => v.scrollPercent / 100 },
  { key: 'leaving', kind: 'flag', gated: true, of: (v) => flag(v.leaving) },
  { key: 'paths', kind: 'count', of: (v) => v.paths.length },
  { key: 'sections', kind: 'count', of: (v) => v.sections.length },
  { key: 'cartTotal', kind: 'amount', gated: true, of: (v) => v.cartTotal },
  { key: 'searches', kind: 'count', of: (v) => v.searches },
  { key: 'errors', kind: 'count', gated: true, of: (v) => v.errors },
  { key: 'formsStarted', kind: 'count', gated: true, of: (v) => v.formsStarted },
  { key: 'formsLeft', kind: 'count', of: (v) => v.formsLeft },
  { key: 'clicks', kind: 'count', of: (v) => v.clicks },
  { key: 'visits', kind: 'count', gated: true, of: (v) => v.visits },
  { key: 'sinceLastVisit', kind: 'seconds', of: (v) => v.sinceLastVisitSeconds ?? Number.NaN },
  { key: 'orders', kind: 'count', of: (v) => v.orders },
  { key: 'verified', kind: 'flag', of: (v) => flag(v.verified) },
  { key: 'conversations', kind: 'count', of: (v) => v.conversations },
  { key: 'dismissed', kind: 'count', of: (v) => v.dismissed },
  { key: 'channel', kind: 'choice', choices: 7, of: (v) => placeIn(channels, v.channel) },
  { key: 'device', kind: 'choice', choices: 3, of: (v) => placeIn(devices, v.device) },
  { key: 'hour', kind: 'choice', choices: 24 / hoursEach, of: hourOf },
];

/** The features that a model gets. */
export const visitFeatureList: readonly IntentFeature[] = reads.map(
  ({ of: _, ...feature }) => feature,
);

/** Names of the features, in the order of their values. */
export const featureNames: readonly string[] = reads.map(({ key }) => key);

/**
 * The values of the visit's features at this instant, in the order of `featureNames`. NaN is
 * unknown. Written into `into` if given.
 */
export function visitFeatures(
  view: VisitView,
  values: PageValues = nothing,
  into: Float64Array = new Float64Array(reads.length),
): Float64Array {
  for (let at = 0; at < reads.length; at++) into[at] = reads[at]?.of(view, values) ?? Number.NaN;
  return into;
}

const nothing = newPageValues();

function valueOf(values: PageValues, path: string | null): number {
  return path === null ? 0 : pageValue(values, path);
}

function meanValue({ paths }: VisitView, values: PageValues): number {
  let sum = 0;
  for (const path of paths) sum += pageValue(values, path);
  return paths.length === 0 ? 0 : sum / paths.length;
}

function best(
  names: readonly string[],
  values: PageValues,
  value: (values: PageValues, name: string) => number,
): number {
  let most = 0;
  for (const name of names) most = Math.max(most, value(values, name));
  return most;
}

function flag(is: boolean): number {
  return is ? 1 : 0;
}

function placeIn(names: readonly string[], name: string | null): number {
  const at = name === null ? -1 : names.indexOf(name);
  return at < 0 ? Number.NaN : at;
}

function hourOf({ localHour }: VisitView): number {
  return localHour === null ? Number.NaN : Math.floor(localHour / hoursEach);
}
