// Derives all colours of what visitors see from a site's brand: ink on each ground, links, and
// neutrals for a light or a dark page. Text contrast is at least 4.5 (WCAG 2.2 AA) for any brand.
export type Rgb = readonly [number, number, number];

/** The colours that a business chooses, `#rrggbb`. What is left out follows from `colour`. */
export interface BrandColours {
  /** Of buttons and own messages. */
  readonly colour: string;
  /** Of the window's head and of banners. */
  readonly head?: string;
  /** The same two on a dark page. */
  readonly darkColour?: string;
  readonly darkHead?: string;
}

export interface Palette {
  readonly card: string;
  readonly ink: string;
  readonly quiet: string;
  readonly rule: string;
  readonly control: string;
  readonly soft: string;
  readonly site: string;
  readonly onSite: string;
  /** `site` under the pointer. Its text reads no worse. */
  readonly press: string;
  readonly head: string;
  readonly onHead: string;
  /** The second level of text on the head. */
  readonly quietHead: string;
  readonly link: string;
  readonly bad: string;
  readonly shadow: string;
  readonly scrim: string;
}

const light = {
  card: '#ffffff',
  ink: '#1d2222',
  quiet: '#596060',
  rule: '#e1e5e4',
  control: '#828a89',
  bad: '#b02a2a',
  shadow: '0 0 0 1px rgb(20 28 26/9%),0 12px 32px rgb(20 28 26/18%)',
  scrim: 'rgb(28 34 32/45%)',
};
const dark = {
  card: '#1c201f',
  ink: '#f1f4f2',
  quiet: '#b3bab7',
  rule: '#343a38',
  control: '#7d8582',
  bad: '#ff9d92',
  shadow: '0 0 0 1px rgb(255 255 255/12%),0 14px 36px rgb(0 0 0/60%)',
  scrim: 'rgb(0 0 0/62%)',
};
/** In order of preference. Every ground has a readable one between white and black. */
const inks = ['#ffffff', '#14110a', '#000000'] as const;

export function rgb(hex: string): Rgb {
  const value = parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Relative luminance, 0 to 1 (WCAG 2.2). */
export function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}

/** Contrast ratio, 1 to 21 (WCAG 2.2). */
export function contrast(one: string, other: string): number {
  const [a, b] = [luminance(rgb(one)), luminance(rgb(other))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** `share` of the first colour in the second, 0 to 1. */
export function mix(first: string, second: string, share: number): string {
  const [a, b] = [rgb(first), rgb(second)];
  return `#${a.map((part, at) => two(Math.round(part * share + (b[at] ?? 0) * (1 - share)))).join('')}`;
}

/** A part of a colour, 0 to 255, as two digits. */
const two = (part: number): string => part.toString(16).padStart(2, '0');

/** The colour moved towards the goal until its contrast with every ground suffices. */
function moved(colour: string, grounds: readonly string[], goal: string, least = 4.5): string {
  for (let share = 1; share > 0; share -= 0.1) {
    const tried = mix(colour, goal, share);
    if (grounds.every((ground) => contrast(tried, ground) >= least)) return tried;
  }
  return goal;
}

/** A light tint of the same hue: its strongest part at 255, most of the way to white. */
function pale(colour: string): string {
  const parts = rgb(colour);
  const most = Math.max(...parts, 1) / 255;
  const hex = parts.map((part) => Math.round(part / most)).map(two);
  return mix(`#${hex.join('')}`, '#ffffff', 0.6);
}

const inkOn = (ground: string): string =>
  inks.find((ink) => contrast(ink, ground) >= 4.5) ?? '#000000';

/** All colours for a brand on a light or dark page. */
export function paletteOf(brand: BrandColours, onDark: boolean): Palette {
  const base = onDark ? dark : light;
  const { colour, head: lightHead = colour } = brand;
  const chosen = onDark
    ? (brand.darkColour ?? moved(colour, [base.card], pale(colour), 6))
    : colour;
  const tint = mix(chosen, base.card, 0.09);
  // A dark tint of a dark colour could not be told from the card.
  const soft = onDark ? mix(base.ink, tint, 0.07) : tint;
  // A colour close to that of the card would leave a button without a visible edge.
  const site = contrast(chosen, base.card) < 1.5 ? mix(chosen, base.ink, 0.75) : chosen;
  const onSite = inkOn(site);
  const head = onDark ? (brand.darkHead ?? mix(lightHead, '#000000', 0.78)) : lightHead;
  const onHead = inkOn(head);
  return {
    ...base,
    ...{ soft, site, onSite, head, onHead },
    press: mix(site, onSite === inks[0] ? '#000000' : '#ffffff', 0.9),
    quietHead: moved(mix(onHead, head, 0.7), [head], onHead),
    link: moved(chosen, [soft, base.card], base.ink),
  };
}

/**
 * Whether the background of an element is dark: that of the first ancestor that is not transparent.
 */
export function isDark(element: Element): boolean {
  for (let each: Element | null = element; each; each = each.parentElement) {
    const parts = getComputedStyle(each)
      .backgroundColor.match(/[\d.]+/g)
      ?.map(Number);
    if (!parts || (parts[3] ?? 1) < 0.5) continue;
    return luminance([parts[0] ?? 255, parts[1] ?? 255, parts[2] ?? 255]) < 0.2;
  }
  return false;
}
