// The few colours that a site's own colour leads to: ink on it, links beside it, and neutrals for a
// light or a dark page, with text contrast of at least 4.5 (WCAG 2.2 AA) whatever the site chose.
export type Rgb = readonly [number, number, number];

export interface Palette {
  readonly card: string;
  readonly ink: string;
  readonly quiet: string;
  readonly rule: string;
  readonly control: string;
  readonly soft: string;
  readonly site: string;
  readonly onSite: string;
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
/** In order of liking; between white and black every ground has one that reads. */
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
  return `#${a
    .map((part, at) =>
      Math.round(part * share + (b[at] ?? 0) * (1 - share))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** The colour moved towards the ink until it reads on every ground. */
function readable(colour: string, grounds: readonly string[], ink: string): string {
  for (let share = 1; share > 0; share -= 0.1) {
    const tried = mix(colour, ink, share);
    if (grounds.every((ground) => contrast(tried, ground) >= 4.5)) return tried;
  }
  return ink;
}

/** Everything drawn on a page of this darkness for a site of this colour, `#rrggbb`. */
export function paletteOf(site: string, onDark: boolean): Palette {
  const base = onDark ? dark : light;
  const soft = mix(site, base.card, 0.09);
  // A site colour that hides in the card would leave a button without an edge.
  const fill = contrast(site, base.card) < 1.5 ? mix(site, base.ink, 0.75) : site;
  const onSite = inks.find((ink) => contrast(ink, fill) >= 4.5) ?? '#000000';
  return { ...base, soft, site: fill, onSite, link: readable(site, [soft, base.card], base.ink) };
}

/** Whether what lies behind an element is dark: the first ground up the tree that is not see-through. */
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
