// Has items take effect in their conversations with what their channel can do: fetch their files, name
// who writes, and acknowledge them.
import type { Clock } from '@opportune/core/world/world.ts';
import type { Converse } from '../inbox/seams.ts';
import type { OpenChannels } from '../open-channels.ts';
import { converse, type ConverseParts } from './converse.ts';
import { named } from './named.ts';

export type DeskSide = Omit<
  ConverseParts,
  'clock' | 'fetchMedia' | 'skillOf' | 'nameOf' | 'keepLetter'
>;

export function converseOver(
  open: Pick<OpenChannels, 'of'>,
  desk: DeskSide,
  { clock, keepLetter }: Pick<ConverseParts, 'keepLetter'> & { readonly clock: Clock },
): Converse {
  const use: ConverseParts = {
    ...{ ...desk, clock, keepLetter },
    fetchMedia: async ({ account, channel }, ...of) => {
      const { opened } = (await open.of(account, channel)) ?? {};
      return (await opened?.fetchMedia?.(...of)) ?? null;
    },
    nameOf: async (...of) => (await open.of(...of))?.stored.name ?? '',
    skillOf: async (...of) => (await open.of(...of))?.stored.skill ?? null,
  };
  return async (account, handled) => {
    const opened = (await open.of(account, handled.channel))?.opened ?? null;
    const outcome = await converse(use, account, await named(opened, handled));
    if (outcome !== 'later') await opened?.acknowledge?.(handled.item);
    return outcome;
  };
}
