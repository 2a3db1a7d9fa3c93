// What a successor reads while the server before serves yet: desks and messages as they are stored, for
// nothing but that code, connections and what PostgreSQL keeps for each of them are warm when it counts.
// Nothing of it is kept, and nothing is changed.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** As many as there are connections at most. */
const together = 10;

/** Never rejects: where migrations are missing yet it may fail, and does not matter. */
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
