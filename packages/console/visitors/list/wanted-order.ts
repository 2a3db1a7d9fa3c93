// Which visitors the live list shows and in which order. Pure.
import type { VisitorId } from '@opportune/protocol/ids.ts';
import type { CampaignStep, VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import type { z } from 'zod';

export const sortings = ['intent', 'promise', 'newest', 'cart', 'time'] as const;
export type Sorting = (typeof sortings)[number];
export const filters = ['cart', 'campaign', 'returning', 'conversation'] as const;
export type Filter = (typeof filters)[number];

const reached: Readonly<Record<z.infer<typeof CampaignStep>, number>> = {
  none: 0,
  eligible: 1,
  exposed: 2,
  engaged: 3,
  converted: 4,
};

/** 0 if no campaign, up to 4 if converted. */
export function stepsOf(row: VisitorRow): number {
  return row.campaign === null ? 0 : reached[row.campaign.step];
}

const passes: Readonly<Record<Filter, (row: VisitorRow) => boolean>> = {
  cart: (row) => row.cartItems > 0,
  campaign: (row) => stepsOf(row) > 0,
  returning: (row) => row.visits > 1,
  conversation: (row) => row.conversation !== null,
};

/** Sorts by the first figure, highest first. The next figure decides between equal ones. */
const ranks: Readonly<Record<Sorting, (row: VisitorRow) => readonly number[]>> = {
  intent: (row) => [intent(row), promise(row), row.cartTotal ?? 0, row.pages, row.visitSince],
  promise: (row) => [promise(row), row.cartTotal ?? 0, row.pages, row.visitSince],
  newest: (row) => [row.visitSince],
  cart: (row) => [row.cartTotal ?? 0, row.pageSince],
  time: (row) => [-row.pageSince],
};

/** Visitors without a score, and those who have reached the goal, come after all others. */
function intent(row: VisitorRow): number {
  return row.intent === null || stepsOf(row) === 4 ? -1 : row.intent.score;
}

/**
 * How far the visitor is in a campaign, or whether they may soon be eligible. Visitors who have
 * reached the goal rank lowest: they need nothing more.
 */
function promise(row: VisitorRow): number {
  const steps = stepsOf(row);
  if (steps === 4) return 0;
  return steps > 0 ? 1 + steps : row.reason?.key === 'soon' ? 1 : 0;
}

export interface Wanted {
  readonly sorting: Sorting;
  readonly filters: readonly Filter[];
  readonly search: string;
}

/** Ids in the wanted order. The id breaks ties, so that the order is always the same. */
export function wantedOrder(
  rows: Iterable<VisitorRow>,
  wanted: Wanted,
  nameOf: (row: VisitorRow) => string,
): readonly VisitorId[] {
  const words = wanted.search
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const kept: { readonly id: VisitorId; readonly rank: readonly number[] }[] = [];
  for (const row of rows) {
    if (!wanted.filters.every((filter) => passes[filter](row))) continue;
    if (words.length > 0 && !matches(row, words, nameOf(row))) continue;
    kept.push({ id: row.visitor, rank: ranks[wanted.sorting](row) });
  }
  return kept.sort(byRank).map(({ id }) => id);
}

function byRank(
  a: { id: string; rank: readonly number[] },
  b: { id: string; rank: readonly number[] },
): number {
  // Runs thousands of times per sort while somebody may be scrolling, so it avoids an iterator.
  for (let at = 0; at < a.rank.length; at += 1) {
    const more = (b.rank[at] ?? 0) - (a.rank[at] ?? 0);
    if (more !== 0) return more;
  }
  return a.id < b.id ? -1 : 1;
}

function matches(row: VisitorRow, words: readonly string[], name: string): boolean {
  const text = [
    name,
    row.visitor,
    row.page.title,
    row.page.path,
    ...row.sections,
    row.referrer,
    row.campaign?.name ?? '',
  ]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}
