// What a policy knows of a visit when it chooses: a short list of numbers, each with its meaning,
// between −1 and 1, read from the profile before the decision. It knows no arm, no campaign but the
// goal's score, and nothing that an engagement of this campaign did.
import type { GoalId } from '@opportune/protocol/ids.ts';
import { intentScore } from '../behaviour/apply-intent.ts';
import type { Visit } from '../behaviour/profile.ts';
import type { VisitorState } from './state.ts';

interface Moment {
  readonly state: VisitorState;
  readonly visit: Visit;
  readonly goal: GoalId;
  readonly now: number;
}

/** In this order they are a policy's columns; a log names them. */
const features = {
  /** The score of the campaign's goal: 0 is the usual visit or an unknown one, 1 is 100. */
  intent: ({ state, goal }) => ((intentScore(state, goal) ?? 50) - 50) / 50,
  /** Nobody has scored the visit. */
  unscored: ({ state, goal }) => flag(intentScore(state, goal) === null),
  /** Pages of the visit: 1 is 30 or more. */
  pages: ({ visit }) => steps(visit.pages, 30),
  /** Attention in the visit: 1 is 30 minutes or more. */
  dwell: (of) => steps((of.visit.attentionMs + running(of)) / 1000, 1800),
  /** Attention on the page in front: 1 is 10 minutes or more. */
  pageDwell: (of) => steps(((of.state.front?.attentionMs ?? 0) + running(of)) / 1000, 600),
  scroll: ({ state }) => Math.min(1, (state.front?.scroll ?? 0) / 100),
  /** Items in the cart: 1 is 20 or more. */
  cartItems: ({ state }) => steps(state.cart.items ?? 0, 20),
  /** The cart's total in the site's money: 1 is 1,000 or more. */
  cartTotal: ({ state }) => steps(Math.max(0, state.cart.total ?? 0), 1000),
  /** Different products seen: 1 is 50 or more. */
  products: ({ state }) => steps(state.interest.productCount, 50),
  searches: ({ state }) => steps(state.interest.searchCount, 10),
  errors: ({ visit }) => steps(visit.errors, 5),
  formStarted: ({ visit }) => flag(visit.formsStarted.length > 0),
  returning: ({ state }) => flag(state.visits > 1),
  verified: ({ state }) => flag(state.person?.verified === true),
  ordered: ({ state }) => flag(state.orders.count > 0),
  phone: ({ state }) => flag(state.device?.type === 'phone'),
  fromSearch: ({ visit }) => flag(visit.source?.channel === 'search'),
  fromAdvertising: ({ visit }) => flag(paid.has(visit.source?.channel ?? '')),
} satisfies Record<string, (of: Moment) => number>;

const paid: ReadonlySet<string> = new Set(['paid', 'campaign', 'social', 'email']);

export const policyFeatures: readonly string[] = Object.keys(features);

/** By name, to four digits: what is used is what the log says. */
export function policyFeaturesOf(
  state: VisitorState,
  visit: Visit,
  goal: GoalId,
  now: number,
): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const [name, read] of Object.entries(features))
    found[name] = Math.round(read({ state, visit, goal, now }) * 10_000) / 10_000;
  return found;
}

/** The same as a policy's columns; a name that the record does not have is 0. */
export function policyColumns(found: Readonly<Record<string, number>>): readonly number[] {
  return policyFeatures.map((name) => found[name] ?? 0);
}

/** Attention on the page in front that is not counted yet. */
function running({ state, now }: Moment): number {
  return state.shownSince === null ? 0 : Math.max(0, now - state.shownSince);
}

/** 0 for none, 1 for `most` or more, and between by the logarithm. */
function steps(count: number, most: number): number {
  return Math.min(1, Math.log1p(Math.max(0, count)) / Math.log1p(most));
}

function flag(holds: boolean): number {
  return holds ? 1 : 0;
}
