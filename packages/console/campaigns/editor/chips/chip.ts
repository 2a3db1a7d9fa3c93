// What every chip of a condition is given, whatever it says and however it is changed.
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { Chip } from '@opportune/protocol/campaign/sentence.ts';

export interface ChipProps<Kind extends Chip['kind'] = Chip['kind']> {
  readonly chip: Extract<Chip, { kind: Kind }>;
  readonly words: string;
  readonly condition: Condition;
  /** The node that the chip belongs to. */
  readonly nodePath: string;
  /** Differs from what is live; `was` is the value there. */
  readonly mark: { readonly was?: unknown } | undefined;
  readonly wrong: string | undefined;
  readonly onSet: (path: string, value: unknown) => void;
}

/** The mark of a chip with what it was in words, where `say` has words for it. */
export function asMark(
  mark: { readonly was?: unknown } | undefined,
  say?: (was: unknown) => string | undefined,
): { was?: string } | undefined {
  if (mark === undefined) return undefined;
  const was = mark.was === undefined ? undefined : say?.(mark.was);
  return was === undefined ? {} : { was };
}
