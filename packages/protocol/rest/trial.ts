// A trial of something that is not published yet, in one's own browser.
import { z } from 'zod';

/** Open `url` in your own browser. Valid until an instant, in ms. Counts nowhere. */
export const Trial = z.object({ url: z.string(), code: z.string(), until: z.number() });
export type Trial = z.infer<typeof Trial>;
