// Colours that were read from the page of a site, the bounds of that reading, and a brand to be tried.
import { z } from 'zod';
import { Creative } from '../campaign/campaign.ts';
import { SiteLook } from '../campaign/configuration.ts';

export const brandReading = {
  /** Colours that are proposed. */
  most: 6,
  /** Characters of the name of a custom property. */
  nameLength: 80,
  /** Bytes of the page and of each stylesheet that are read. */
  pageBytes: 512 * 1024,
  sheetBytes: 256 * 1024,
  /** Stylesheets of the page's own origin. */
  sheets: 3,
  /** Redirects of the page on its own host. */
  redirects: 2,
  /** For everything together. */
  withinMs: 5000,
} as const;

const colour = z.string().regex(/^#[0-9a-f]{6}$/);

/** A colour, and where it was found. */
export const BrandCandidate = z.discriminatedUnion('where', [
  /** `<meta name="theme-color">` */
  z.object({ where: z.literal('theme'), colour }),
  /** A custom property of a stylesheet. */
  z.object({ where: z.literal('property'), colour, name: z.string() }),
  /** `times`: how many declarations have it. */
  z.object({ where: z.enum(['button', 'head', 'link']), colour, times: z.number().int() }),
]);
export type BrandCandidate = z.infer<typeof BrandCandidate>;

/** POST /sites/:id/brand/read */
export const ReadBrand = z.object({
  /** The page that was read. */
  page: z.string(),
  /** The best one first. */
  colours: z.array(BrandCandidate).max(brandReading.most),
});
export type ReadBrand = z.infer<typeof ReadBrand>;

/** POST /sites/:id/brand/try: a brand, and an engagement to see it on. */
export const TriedBrand = z.strictObject({ look: SiteLook, creative: Creative });
export type TriedBrand = z.infer<typeof TriedBrand>;
