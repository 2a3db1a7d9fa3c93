// The brand while somebody edits it, and what of it is saved. A colour that is left empty follows
// from the others. Pure.
import type { SiteLook } from '@opportune/protocol/campaign/configuration.ts';

export const themes = ['page', 'light', 'dark', 'system'] as const;
export const fonts = ['page', 'system'] as const;
export const colourNames = ['head', 'colour', 'darkHead', 'darkColour'] as const;
export type ColourName = (typeof colourNames)[number];

export interface BrandDraft {
  readonly name: string;
  /** `#rrggbb`, or empty: it follows. Only `colour` is never empty. */
  readonly colours: Readonly<Record<ColourName, string>>;
  readonly radiusPx: number;
  readonly theme: (typeof themes)[number];
  readonly font: (typeof fonts)[number];
  /** Visitors see the photos of agents. */
  readonly photos: boolean;
}

export function draftOf(look: SiteLook): BrandDraft {
  const { head = '', colour, darkHead = '', darkColour = '' } = look;
  return {
    name: look.name,
    colours: { head, colour, darkHead, darkColour },
    radiusPx: look.radiusPx,
    theme: look.theme ?? 'page',
    font: look.font ?? 'system',
    photos: look.photos ?? false,
  };
}

/** What is saved of a draft. The logo is no part of it. */
export function lookOf({ name, colours, radiusPx, theme, font, photos }: BrandDraft): SiteLook {
  const { colour, head, darkHead, darkColour } = colours;
  return {
    ...{ colour, radiusPx, name: name.trim() },
    ...(isColour(head) && { head }),
    ...(isColour(darkColour) && { darkColour }),
    ...(isColour(darkHead) && { darkHead }),
    ...(theme !== 'page' && { theme }),
    ...(font === 'page' && { font }),
    ...(photos && { photos }),
  };
}

/** How many settings differ from the saved ones. */
export function changesIn(draft: BrandDraft, look: SiteLook): number {
  const before = draftOf(look);
  const own = (['name', 'radiusPx', 'theme', 'font', 'photos'] as const).filter(
    (name) => draft[name] !== before[name],
  );
  const coloured = colourNames.filter((name) => draft.colours[name] !== before.colours[name]);
  return own.length + coloured.length;
}

/** Whether a text is a colour as the server takes it. */
export function isColour(text: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(text);
}

/** Whether it can be saved: what is left of it are colours and a radius that the server takes. */
export function isWhole({ colours, radiusPx }: BrandDraft): boolean {
  const isRadius = Number.isInteger(radiusPx) && radiusPx >= 0 && radiusPx <= 24;
  const areColours = colourNames.every(
    (name) => isColour(colours[name]) || (colours[name] === '' && name !== 'colour'),
  );
  return isRadius && areColours;
}
