// Which app of the business answers a conversation, where several share a page or account at Meta.
import { z } from 'zod';

/** POST /conversations/:id/control */
export const ControlRequest = z.discriminatedUnion('act', [
  /** Take it from whichever app has it. */
  z.object({ act: z.literal('take') }),
  /** Ask the app that has it. */
  z.object({ act: z.literal('ask') }),
  /** Pass it to another app. */
  z.object({
    act: z.literal('pass'),
    /** Its id at the provider. Absent: the provider’s own inbox. */
    app: z
      .string()
      .regex(/^\d{1,40}$/)
      .exactOptional(),
  }),
]);
export type ControlRequest = z.infer<typeof ControlRequest>;

export const ControlOutcome = z.object({
  /** `unsupported`: its channel has one app. `refused`: by the provider, which says why. */
  result: z.enum(['done', 'refused', 'unsupported', 'reconnect', 'unreachable']),
  /** In the provider’s words. Null: it said nothing. */
  detail: z.string().nullable(),
});
export type ControlOutcome = z.infer<typeof ControlOutcome>;
