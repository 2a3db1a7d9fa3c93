// A trial of something that is not published yet, in one's own browser.
import { z } from 'zod';

/** The parameter of a page's address that carries the code. The tag keeps it for the tab. */
export const trialParameter = 'opportune_trial';

/** Open `url` in your own browser. Valid until an instant, in ms. Counts nowhere. */
export const Trial = z.object({ url: z.string(), code: z.string(), until: z.number() });
export type Trial = z.infer<typeof Trial>;

/**
 * 24 base64url characters. The first says what is tried, so that an invented code costs at most one
 * look into the store.
 */
export const TrialCode = z.string().regex(/^[db][\w-]{23}$/);

/**
 * What the ids of a trial's decisions begin with. It tells trials apart, and is too short a part of
 * the code to guess the rest.
 */
export function trialMark(code: string): string {
  return `trial.${code.slice(0, 7)}.`;
}

/** What a code is of, if it may be one. */
export function triedBy(code: string | undefined): 'draft' | 'brand' | null {
  if (!TrialCode.safeParse(code).success) return null;
  return code?.startsWith('d') === true ? 'draft' : 'brand';
}
