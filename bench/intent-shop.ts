// Visits to a real software shop, page by page, as features of an intent model that sees only the
// first few pages. The value of a page is learnt from earlier visits. The log's marks for the
// beginning and end of a visit are left out, because the end mark would reveal the outcome.
import { readFileSync } from 'node:fs';
import type { IntentFeature } from '@opportune/core/learning/intent/intent-feature.ts';
import {
  learnPages,
  pageValue,
  type PageValues,
} from '@opportune/core/learning/intent/page-values.ts';

export interface ShopPage {
  readonly code: string;
  readonly at: number;
}

export interface ShopVisit {
  readonly pages: readonly ShopPage[];
  /** A purchase was completed at one of the pages (`pay_res`). */
  readonly reached: boolean;
}

const bought = 'pay_res';
const marks: ReadonlySet<string> = new Set(['start_session', 'end_session']);

/** The visits of the file, with their pages in the order of the clicks. */
export function readShop(file: string): readonly ShopVisit[] {
  const byVisit = new Map<string, { order: number; page: ShopPage }[]>();
  for (const line of readFileSync(file, 'utf8').trim().split(/\r?\n/).slice(1)) {
    const [visit = '', date = '', time = '', order = '', code = ''] = line.split(';');
    const page = { code, at: Date.parse(`${date}T${time}Z`) / 1000 };
    const pages = byVisit.get(visit) ?? [];
    byVisit.set(visit, pages);
    if (!marks.has(code)) pages.push({ order: Number(order), page });
  }
  return [...byVisit.values()].map((clicks) => {
    const pages = clicks.sort((one, other) => one.order - other.order).map(({ page }) => page);
    return { pages, reached: pages.some(({ code }) => code === bought) };
  });
}

const codes = (
  'home program product p_info catalog login freeze logpost addcart shelf pay_req cart download ' +
  'register regpost help result modifycart news agb logout regform1 fdback'
).split(' ');

export const shopFeatures: readonly IntentFeature[] = [
  { key: 'meanValue', kind: 'signed', early: true, prior: 1 },
  { key: 'presentValue', kind: 'signed', early: true },
  { key: 'bestValue', kind: 'signed', early: true },
  { key: 'duration', kind: 'seconds', early: true },
  { key: 'distinct', kind: 'count', early: true },
  { key: 'sincePage', kind: 'seconds' },
  ...codes.map((key) => ({ key, kind: 'count' as const })),
  { key: 'present', kind: 'choice', choices: codes.length },
  { key: 'previous', kind: 'choice', choices: codes.length },
  { key: 'meanStepValue', kind: 'signed' },
];

/** The feature values of a visit of which these pages are known. Needs at least two. */
export function shopValues(pages: readonly ShopPage[], worth: PageValues): number[] {
  const each = pages.map(({ code }) => pageValue(worth, code));
  const [present, previous] = pages.toReversed();
  return [
    mean(each),
    each.at(-1) ?? 0,
    Math.max(...each),
    seconds(pages[0], present),
    new Set(pages.map(({ code }) => code)).size,
    seconds(previous, present),
    ...codes.map((code) => pages.filter((page) => page.code === code).length),
    place(present),
    place(previous),
    mean(stepsOf(pages).map((step) => pageValue(worth, step))),
  ];
}

/**
 * Learns from a finished visit what pages and steps between pages are worth. Ignores pages after
 * its purchase.
 */
export function learnShopPages(worth: PageValues, { pages, reached }: ShopVisit): void {
  const before = pages.slice(
    0,
    reached ? pages.findIndex(({ code }) => code === bought) : Infinity,
  );
  const names = [...before.map(({ code }) => code), ...stepsOf(before)];
  learnPages(worth, [...new Set(names)], [], reached);
}

/** The first `many` pages of a visit. Null if it has fewer, or has reached the goal by then. */
export function firstPages({ pages }: ShopVisit, many: number): readonly ShopPage[] | null {
  const first = pages.slice(0, many);
  return first.length < many || first.some(({ code }) => code === bought) ? null : first;
}

function stepsOf(pages: readonly ShopPage[]): string[] {
  return pages.slice(1).map(({ code }, at) => `${pages[at]?.code} > ${code}`);
}

/** Never negative, because some clocks of the log run backwards. */
function seconds(from: ShopPage | undefined, to: ShopPage | undefined): number {
  return from === undefined || to === undefined ? 0 : Math.max(0, to.at - from.at);
}

function place(page: ShopPage | undefined): number {
  const at = page === undefined ? -1 : codes.indexOf(page.code);
  return at < 0 ? Number.NaN : at;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
