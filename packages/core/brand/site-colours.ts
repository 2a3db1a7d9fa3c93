// Proposes colours of a brand from a page and its stylesheets: what the page calls its colour first,
// then custom properties with telling names, then what buttons, the head and links have most often.
import { type BrandCandidate, brandReading } from '@opportune/protocol/rest/brand.ts';
import { isNeutral, readColour } from './css-colour.ts';
import { type Declaration, declarationsOf } from './css-declarations.ts';
import { type PageStyles, stylesOf } from './page-styles.ts';

type Use = Extract<BrandCandidate['where'], 'button' | 'head' | 'link'>;

const heads: ReadonlySet<string> = new Set(['header', 'nav', 'navbar', 'masthead', 'topbar']);
/** At most three of them, so that a long scale leaves room for what is in use. */
const mostProperties = 3;
/** Declarations that are looked at. */
const mostDeclared = 50_000;
const colouring: ReadonlySet<string> = new Set(['background', 'background-color', 'color']);
/** Custom properties that are remembered, for `var()`. */
const mostKnown = 2000;
/** Properties that are defined by other properties, one after another. */
const mostSteps = 4;

/** The candidates, the best one first. No colour is named twice. */
export function coloursOf(html: string, stylesheets: readonly string[]): readonly BrandCandidate[] {
  const styles = stylesOf(html);
  const declared = telling(styles, stylesheets);
  const known = customProperties(declared);
  const found = new Map<string, BrandCandidate>();
  const add = (candidate: BrandCandidate): void => {
    const { colour } = candidate;
    if (found.size < brandReading.most && !found.has(colour)) found.set(colour, candidate);
  };
  for (const colour of styles.themes.flatMap(brandColour)) add({ where: 'theme', colour });
  named(known).forEach(add);
  used(declared, known).forEach(add);
  return [...found.values()];
}

/** The declarations that may say something about the brand. */
function telling({ styles, inline }: PageStyles, stylesheets: readonly string[]): Declaration[] {
  const declared: Declaration[] = [];
  const keep = (each: Declaration): void => {
    const isTelling = each.property.startsWith('--') || colouring.has(each.property);
    if (isTelling && declared.length < mostDeclared) declared.push(each);
  };
  for (const css of [...styles, ...stylesheets]) for (const each of declarationsOf(css)) keep(each);
  for (const { selector, style } of inline)
    for (const each of declarationsOf(style)) keep({ ...each, selector });
  return declared;
}

/** The colour, if it can be one of a brand. */
function brandColour(text: string): readonly string[] {
  const colour = readColour(text);
  return colour === null || isNeutral(colour) ? [] : [colour];
}

type Known = ReadonlyMap<string, string>;

/** The first value of each custom property: later ones are mostly for other themes. */
function customProperties(declared: readonly Declaration[]): Known {
  const known = new Map<string, string>();
  for (const { property, value } of declared)
    if (property.startsWith('--') && known.size < mostKnown && !known.has(property))
      known.set(property, value);
  return known;
}

/** Custom properties that are named like a brand, those with the shortest names first. */
function named(known: Known): readonly BrandCandidate[] {
  const names = [...known.keys()].filter((name) => {
    const isTelling = /primary|brand|accent/.test(name);
    return (
      isTelling && name.length <= brandReading.nameLength && !/text|foreground|-on-/.test(name)
    );
  });
  const found = new Map<string, BrandCandidate>();
  for (const name of names.toSorted((a, b) => a.length - b.length))
    for (const colour of resolved(known.get(name) ?? '', known))
      if (found.size < mostProperties && !found.has(colour))
        found.set(colour, { where: 'property', colour, name });
  return [...found.values()];
}

/** Colours of buttons, the head and links, those with most declarations first. */
function used(declared: readonly Declaration[], known: Known): readonly BrandCandidate[] {
  const counts = new Map<string, { where: Use; colour: string; times: number }>();
  const uses = new Map<string, readonly Use[]>();
  for (const { selector, property, value } of declared) {
    if (!colouring.has(property)) continue;
    // Each selector is read once, however many declarations it has.
    const its = uses.get(selector) ?? usesOf(selector);
    uses.set(selector, its);
    for (const where of its) {
      // Text in a button or on the head is no brand, but that of a link is.
      if (property === 'color' && where !== 'link') continue;
      for (const colour of resolved(value, known)) {
        const key = `${where} ${colour}`;
        const counted = counts.get(key) ?? { where, colour, times: 0 };
        counts.set(key, { ...counted, times: counted.times + 1 });
      }
    }
  }
  return [...counts.values()].toSorted((a, b) => b.times - a.times);
}

/** The colour of a value, also through `var()`. */
function resolved(value: string, known: Known): readonly string[] {
  let text = value.replace('!important', '').trim();
  for (let step = 0; step < mostSteps && text.startsWith('var('); step++) {
    const end = /[,)]/.exec(text)?.index ?? text.length;
    text = known.get(text.slice(4, end).trim().toLowerCase()) ?? '';
  }
  return brandColour(text);
}

/** What the last part of each selector is: `.shop header a` is a link. */
function usesOf(selector: string): readonly Use[] {
  const uses = new Set<Use>();
  for (const each of selector.split(',')) {
    const last =
      each
        .trim()
        .split(/[\s>+~]/)
        .at(-1) ?? '';
    const use = useOf(last);
    if (use !== null) uses.add(use);
  }
  return [...uses];
}

function useOf(compound: string): Use | null {
  if (/button|btn|submit/.test(compound)) return 'button';
  const words = compound.split(/[^a-z0-9]/);
  if (words.includes('a') || words.includes('link')) return 'link';
  return words.some((word) => heads.has(word)) ? 'head' : null;
}
