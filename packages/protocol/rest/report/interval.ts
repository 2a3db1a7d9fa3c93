// How a report states an estimate.
import { z } from 'zod';

export const Interval = z.object({
  type: z.literal('interval'),
  estimate: z.number(),
  lower: z.number(),
  upper: z.number(),
  alpha: z.number(),
});

/** Either an interval, or the reason why there is none. */
export function intervalOr<const Reasons extends readonly [string, ...string[]]>(reasons: Reasons) {
  return z.discriminatedUnion('type', [Interval, withheldFor(reasons)]);
}

export function withheldFor<const Reasons extends readonly [string, ...string[]]>(
  reasons: Reasons,
) {
  return z.object({ type: z.literal('withheld'), reason: z.enum(reasons) });
}
