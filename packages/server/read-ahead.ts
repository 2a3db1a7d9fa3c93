// Reads stored desks and messages in a successor while its predecessor still serves. The only
// purpose is to warm up code, connections and PostgreSQL's caches. It keeps no result and changes
// nothing.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** At most the number of connections. */
const together = 10;

/** Never rejects. A failure, for example because of missing migrations, is harmless. */
export async function readAhead(
  store: ConversationStore,
  accounts: readonly AccountId[],
): Promise<void> {
  for (const account of accounts) {
    const records = await store.unfinished(account).catch(() => []);
    await Promise.allSettled([
      store.choices(account),
      ...records.slice(0, together).map(async ({ id, lastSequence }) => {
        await store.load(account, id);
        await store.after(account, id, { after: lastSequence - 1, limit: 1, notes: true });
      }),
    ]);
  }
}
