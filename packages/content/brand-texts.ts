// What a brand does to texts: the contrast of each text that visitors read, and the colours that
// had to be changed so that they can be read. For the console; the tag draws and explains nothing.
import { type BrandColours, contrast, type Palette, paletteOf } from './colour.ts';

/** Every text of the messenger and of engagements, with the ground that it is on. */
export const brandTexts = [
  ['onHead', 'head'],
  ['quietHead', 'head'],
  ['onSite', 'site'],
  ['onSite', 'press'],
  ['ink', 'card'],
  ['ink', 'soft'],
  ['quiet', 'card'],
  ['quiet', 'soft'],
  ['link', 'card'],
  ['link', 'soft'],
  ['bad', 'card'],
] as const satisfies readonly (readonly [keyof Palette, keyof Palette])[];

export interface TextContrast {
  readonly text: (typeof brandTexts)[number][0];
  readonly ground: (typeof brandTexts)[number][1];
  readonly ink: string;
  readonly on: string;
  readonly ratio: number;
}

/** The contrast of each text of a brand. */
export function contrastsOf(brand: BrandColours, onDark: boolean): readonly TextContrast[] {
  const palette = paletteOf(brand, onDark);
  return brandTexts.map(([text, ground]) => {
    const [ink, on] = [palette[text], palette[ground]];
    return { text, ground, ink, on, ratio: contrast(ink, on) };
  });
}

/** A chosen colour that another one stands in for. */
export interface Adjusted {
  readonly what: 'button' | 'link';
  readonly chosen: string;
  readonly used: string;
  /** Of the chosen colour with the ground on which it was not enough. */
  readonly ratio: number;
}

/** The colours that were changed. A dark colour that follows from the light one is not a change. */
export function adjustedIn(brand: BrandColours, onDark: boolean): readonly Adjusted[] {
  const chosen = onDark ? brand.darkColour : brand.colour;
  if (chosen === undefined) return [];
  const palette = paletteOf(brand, onDark);
  const found: Adjusted[] = [];
  if (palette.site !== chosen.toLowerCase())
    found.push({
      what: 'button',
      chosen,
      used: palette.site,
      ratio: contrast(chosen, palette.card),
    });
  if (palette.link !== chosen.toLowerCase())
    found.push({
      ...{ what: 'link', chosen, used: palette.link },
      ratio: Math.min(contrast(chosen, palette.card), contrast(chosen, palette.soft)),
    });
  return found;
}
