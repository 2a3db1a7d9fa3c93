// What the account's own pages and sections are worth for one goal: how much likelier visits that
// saw them were to reach it than others. Learnt from finished visits only, so never from the visit
// whose page is valued. Few visits give a value near 0. Two bounded tables evict what was seen
// least.

/** For one page or section: visits that saw it, and how many of them reached the goal. */
export interface Tally {
  visits: number;
  reached: number;
}

/** Mutated in place by `learnPages` alone. */
export interface PageValues {
  readonly pages: Map<string, Tally>;
  readonly sections: Map<string, Tally>;
  visits: number;
  reached: number;
}

const pagesKept = 2_000;
const sectionsKept = 200;
/** Imagined usual visits added to those counted, as a prior. */
const imagined = 20;

export function newPageValues(): PageValues {
  return { pages: new Map(), sections: new Map(), visits: 0, reached: 0 };
}

/** Learns from a finished visit what it saw before it reached the goal, or in total. */
export function learnPages(
  values: PageValues,
  paths: readonly string[],
  sections: readonly string[],
  reached: boolean,
): void {
  values.visits++;
  if (reached) values.reached++;
  count(values.pages, paths, reached, pagesKept);
  count(values.sections, sections, reached, sectionsKept);
}

/**
 * Log odds of reaching the goal for a visit that saw the page, minus those of the usual visit. 0 if
 * nothing is known.
 */
export function pageValue(values: PageValues, path: string): number {
  return valueIn(values, values.pages.get(path));
}

/** The same for a section. */
export function sectionValue(values: PageValues, section: string): number {
  return valueIn(values, values.sections.get(section));
}

function valueIn({ visits, reached }: PageValues, tally: Tally | undefined): number {
  if (tally === undefined) return 0;
  const usual = (reached + 1) / (visits + 2);
  const share = (tally.reached + imagined * usual) / (tally.visits + imagined);
  return logOdds(share) - logOdds(usual);
}

function logOdds(share: number): number {
  return Math.log(share / (1 - share));
}

function count(
  tallies: Map<string, Tally>,
  names: readonly string[],
  reached: boolean,
  kept: number,
): void {
  for (const name of names) {
    const tally = tallies.get(name) ?? { visits: 0, reached: 0 };
    tally.visits++;
    if (reached) tally.reached++;
    tallies.set(name, tally);
  }
  if (tallies.size > kept) drop(tallies, Math.ceil(kept / 10));
}

/** Evicts the rarest, of equals the one first seen. */
function drop(tallies: Map<string, Tally>, many: number): void {
  const rarest = [...tallies].toSorted(([, one], [, other]) => one.visits - other.visits);
  for (const [name] of rarest.slice(0, many)) tallies.delete(name);
}
