// Has items take effect in their conversations with what their channel can do: fetch their files, name
// who writes, and acknowledge them.
import type { Clock } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Converse } from '../inbox/seams.ts';
import type { OpenChannels } from '../open-channels.ts';
import { automaticWords, type WordsParts } from './automatic-words.ts';
import { converse, type ConverseParts } from './converse.ts';
import { named } from './named.ts';

/** An item as it was received. Null: it is gone. */
export type RawOf = (account: AccountId, item: string) => Promise<string | null>;

export type DeskSide = Omit<
  ConverseParts,
  'clock' | 'fetchMedia' | 'nameOf' | 'keepLetter' | 'cameBy'
> &
  Pick<WordsParts, 'languagesOf'>;

export interface ConverseStores extends Pick<ConverseParts, 'keepLetter' | 'cameBy'> {
  readonly clock: Clock;
  readonly rawOf: RawOf;
  readonly words: Pick<WordsParts, 'records' | 'permission' | 'budgets'>;
}

export function converseOver(
  open: Pick<OpenChannels, 'of'>,
  { languagesOf, ...desk }: DeskSide,
  { clock, rawOf, keepLetter, cameBy, words: asked }: ConverseStores,
): Converse {
  const answering = { ...asked, clock, languagesOf };
  const use: ConverseParts = {
    ...{ ...desk, clock, keepLetter, cameBy },
    fetchMedia: async ({ account, channel, item }, reference, bounds) => {
      const { opened } = (await open.of(account, channel)) ?? {};
      if (opened?.enclosed === undefined)
        return (await opened?.fetchMedia?.(reference, bounds)) ?? null;
      const raw = await rawOf(account, item);
      return raw === null ? { type: 'gone' } : opened.enclosed(raw, reference, bounds);
    },
    nameOf: async (...of) => (await open.of(...of))?.stored.name ?? '',
  };
  return async (account, handled) => {
    const { opened, stored } = (await open.of(account, handled.channel)) ?? { opened: null };
    const refers = opened?.refers === true;
    const skill = stored?.skill ?? null;
    const words = stored && (await automaticWords(answering, account, stored, handled));
    const told = { ...(await named(opened, handled)), refers, skill, words: words ?? null };
    const outcome = await converse(use, account, told);
    if (outcome !== 'later') await opened?.acknowledge?.(handled.item);
    return outcome;
  };
}
