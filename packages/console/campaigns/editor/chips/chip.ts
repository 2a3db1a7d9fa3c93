// The properties that every chip of a condition gets, whatever its kind.
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import type { Chip } from '@opportune/protocol/campaign/sentence.ts';

export interface ChipProps<Kind extends Chip['kind'] = Chip['kind']> {
  readonly chip: Extract<Chip, { kind: Kind }>;
  readonly words: string;
  readonly condition: Condition;
  /** The path of the node that the chip belongs to. */
  readonly nodePath: string;
  /** Set if the chip differs from the live version; `was` is the live value. */
  readonly mark: { readonly was?: unknown } | undefined;
  readonly wrong: string | undefined;
  readonly onSet: (path: string, value: unknown) => void;
}

/** The mark of a chip, with the live value in words if `say` has words for it. */
export function asMark(
  mark: { readonly was?: unknown } | undefined,
  say?: (was: unknown) => string | undefined,
): { was?: string } | undefined {
  if (mark === undefined) return undefined;
  const was = mark.was === undefined ? undefined : say?.(mark.was);
  return was === undefined ? {} : { was };
}
