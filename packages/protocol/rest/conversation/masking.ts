// Masking by REST: what an account has replaced in texts before they are stored, in addition to
// card numbers, and who changed that when.
import { z } from 'zod';
import { revised } from '../common.ts';

export const maskLimits = {
  /** Own patterns of an account. */
  patterns: 20,
  nameLength: 60,
  /** Characters of one expression. */
  expressionLength: 200,
  replacementLength: 40,
  /** Steps of a compiled expression: bounds nested repetitions. */
  programSize: 1_000,
  /** Matches of one pattern in one text. Beyond: the rest of the text is replaced. */
  matches: 50,
  /** Changes that are listed, the newest first. */
  changes: 50,
} as const;

/** What an account has masked in addition to cards. `expression` is in RE2's syntax. */
export const MaskPattern = z.object({
  name: z.string().trim().min(1).max(maskLimits.nameLength),
  expression: z.string().min(1).max(maskLimits.expressionLength),
  /** The replacement, without digits. */
  replacement: z
    .string()
    .trim()
    .min(1)
    .max(maskLimits.replacementLength)
    .regex(/^\P{Nd}*[\p{L}*•#]\P{Nd}*$/u, 'Letters or signs such as * or •, without digits.'),
  /** Also in events; else in conversations only. */
  events: z.boolean().default(false),
});
export type MaskPattern = z.infer<typeof MaskPattern>;

/** PUT /masking. Card numbers are always masked. */
export const MaskSettings = z.object({
  ibans: z.boolean(),
  patterns: z.array(MaskPattern).max(maskLimits.patterns),
});
export type MaskSettings = z.infer<typeof MaskSettings>;

/** GET /masking */
export const Masking = MaskSettings.extend({
  /** Who changed it, the newest first. */
  changes: z.array(z.object({ at: z.number(), by: z.string(), settings: MaskSettings })),
});
export type Masking = z.infer<typeof Masking>;
export const RevisedMasking = revised(Masking);
export type RevisedMasking = z.infer<typeof RevisedMasking>;
