// The promises to call visitors back that are not over, as the inbox shows them.
import type { Callback } from '@opportune/protocol/conversation/callback.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { CallbackList } from '@opportune/protocol/rest/conversation/callbacks.ts';
import { format, t, useApiQuery } from '../../ui/index.ts';

/** Enough for what the list of messages left shows. */
const most = 200;
/** Visitors move and cancel them meanwhile. */
const refetchMs = 15_000;

const query = { state: 'open', limit: most } as const;

/** What is promised in a message that was left. Undefined: nothing, or not known yet. */
export function usePromised({ id, caseState }: Conversation): Callback | undefined {
  const { data } = useApiQuery('/callbacks', CallbackList, {
    ...{ query, refetchMs, enabled: caseState === 'open' },
  });
  return data?.items.find((each) => isOf(each, id));
}

function isOf({ conversation }: Callback, id: ConversationId): boolean {
  return conversation === id;
}

/** When they are called next. */
export function whenOf({ isNow, attempts, dueAt, from }: Callback): string {
  return isNow && attempts === 0 ? t('callbacks.soon') : format.dateTime(dueAt ?? from);
}
