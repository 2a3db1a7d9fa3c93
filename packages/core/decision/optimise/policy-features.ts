// What a policy knows of a visit when it chooses: a short list of named numbers between −1 and 1 (a
// cart up to 2), read from the profile before the decision. They contain no arm, nothing of the
// campaign but its goal's score, and no effect of this campaign's engagement.
import type { GoalId } from '@opportune/protocol/ids.ts';
import { intentScore } from '../../behaviour/apply/apply-intent.ts';
import type { Visit } from '../../behaviour/profile.ts';
import { visitsSoFar } from '../../behaviour/past-visits.ts';
import type { VisitorState } from '../state/state.ts';

interface Moment {
  readonly state: VisitorState;
  readonly visit: Visit;
  /** The campaign's goal, and the main goal as a substitute if that is not scored. */
  readonly goals: readonly GoalId[];
  readonly now: number;
}

/** The log stores these names. */
const features = {
  /** The score of the campaign's goal: 0 is the usual visit or unknown, 1 is 100. */
  intent: ({ state, goals }) => ((intentScore(state, goals) ?? 50) - 50) / 50,
  /** The visit is not scored. */
  unscored: ({ state, goals }) => flag(intentScore(state, goals) === null),
  /** Pages of the visit: 1 is 30 or more. */
  pages: ({ visit }) => steps(visit.pages, 30),
  /** Attention in the visit: 1 is 30 minutes or more. */
  dwell: (of) => steps((of.visit.attentionMs + running(of)) / 1000, 1800),
  /** Attention on the page in front: 1 is 10 minutes or more. */
  pageDwell: (of) => steps(((of.state.front?.attentionMs ?? 0) + running(of)) / 1000, 600),
  scroll: ({ state }) => Math.min(1, (state.front?.scroll ?? 0) / 100),
  /** Moved to leave the page in front. */
  leaving: ({ state }) => flag(state.front?.leaving === true),
  /** Items in the cart: 1 is 20 or more. */
  cartItems: ({ state }) => steps(state.cart.items ?? 0, 20),
  /**
   * The cart's total in the site's money: 1 is 1,000, 2 is a million or more, because some
   * currencies have large amounts.
   */
  cartTotal: ({ state }) => cartScale(state.cart.total ?? 0),
  /** Views of products: 1 is 50 or more. */
  products: ({ state }) => steps(state.interest.productCount, 50),
  /** Views of products seen before: 1 is 10 or more. */
  productsAgain: ({ state }) => steps(state.interest.againCount, 10),
  searches: ({ state }) => steps(state.interest.searchCount, 10),
  errors: ({ visit }) => steps(visit.errors, 5),
  formStarted: ({ visit }) => flag(visit.formsStarted.length > 0),
  returning: ({ state }) => flag(visitsSoFar(state) > 1),
  verified: ({ state }) => flag(state.person?.verified === true),
  ordered: ({ state }) => flag(state.orders.count > 0),
  phone: ({ state }) => flag(state.device?.type === 'phone'),
  fromSearch: ({ visit }) => flag(visit.source?.channel === 'search'),
  fromAdvertising: ({ visit }) => flag(paid.has(visit.source?.channel ?? '')),
} satisfies Record<string, (of: Moment) => number>;

const paid: ReadonlySet<string> = new Set(['paid', 'campaign', 'social', 'email']);

export const policyFeatures: readonly string[] = Object.keys(features);

/** By name, rounded to four digits, so that the values used are those in the log. */
export function policyFeaturesOf(
  state: VisitorState,
  visit: Visit,
  goals: readonly GoalId[],
  now: number,
): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, read] of Object.entries(features))
    found[name] = fourDigits(read({ state, visit, goals, now }));
  return found;
}

type Found = Readonly<Record<string, number>>;

/**
 * `pageDwell` as recorded after this many seconds on a page: the instants at which a policy is
 * asked.
 */
const [quarterMinute, minute] = [fourDigits(steps(15, 600)), fourDigits(steps(60, 600))];

/**
 * The columns of a policy. First the features, roughly standardised because the priors of weights
 * expect that. Then what a straight line of one feature cannot express: a score far from the usual
 * either way, a cart that holds something, a page being read.
 */
const columns: readonly ((found: Found) => number)[] = [
  (found) => 2 * read(found, 'intent'),
  (found) => (2 * read(found, 'intent')) ** 2 - 0.9,
  (found) => read(found, 'unscored'),
  (found) => 3.4 * read(found, 'pages') - 1.5,
  (found) => 5 * (read(found, 'dwell') - 0.6),
  (found) => 4 * (read(found, 'pageDwell') - 0.5),
  (found) => flag(read(found, 'pageDwell') >= quarterMinute) - 0.7,
  (found) => flag(read(found, 'pageDwell') >= minute) - 0.2,
  (found) => 2 * (read(found, 'scroll') - 0.5),
  (found) => read(found, 'leaving') - 0.3,
  (found) => 3 * read(found, 'cartItems'),
  (found) => flag(read(found, 'cartItems') > 0 || read(found, 'cartTotal') > 0) - 0.15,
  (found) => (read(found, 'cartTotal') > 0 ? 6.9 * read(found, 'cartTotal') - 3.9 : 0),
  (found) => 3.9 * read(found, 'products') - 1,
  (found) => 3.5 * read(found, 'productsAgain') - 0.4,
  (found) => 2.4 * read(found, 'searches') - 0.4,
  (found) => flag(read(found, 'errors') > 0) - 0.1,
  (found) => read(found, 'formStarted') - 0.1,
  (found) => read(found, 'returning') - 0.4,
  (found) => read(found, 'verified') - 0.2,
  (found) => read(found, 'ordered') - 0.2,
  (found) => read(found, 'phone') - 0.5,
  (found) => read(found, 'fromSearch') - 0.35,
  (found) => read(found, 'fromAdvertising') - 0.35,
];

export const policyColumnCount = columns.length;

/** The recorded features as a policy's columns. A name missing in the record is 0. */
export function policyColumns(found: Found): readonly number[] {
  return columns.map((column) => column(found));
}

/** How the columns change when a feature goes from 0 to 1 and all others are 0. */
export function featureMove(feature: string): readonly number[] {
  const none = policyColumns({});
  return policyColumns({ [feature]: 1 }).map((value, at) => value - (none[at] ?? 0));
}

function read(found: Found, feature: keyof typeof features): number {
  return found[feature] ?? 0;
}

/** Attention on the page in front that is not counted yet. */
function running({ state, now }: Moment): number {
  return state.shownSince === null ? 0 : Math.max(0, now - state.shownSince);
}

/**
 * `cartTotal` as recorded for a cart of this total. Use it to ask whether a cart was at least this
 * large.
 */
export function recordedCart(total: number): number {
  return fourDigits(cartScale(total));
}

function cartScale(total: number): number {
  return Math.min(2, scaled(total, 1000));
}

function fourDigits(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}

/** 0 for none, 1 for `most` or more, logarithmic in between. */
function steps(count: number, most: number): number {
  return Math.min(1, scaled(count, most));
}

/** The same beyond `one` as well. */
function scaled(count: number, one: number): number {
  return Math.log1p(Math.max(0, count)) / Math.log1p(one);
}

function flag(holds: boolean): number {
  return holds ? 1 : 0;
}
