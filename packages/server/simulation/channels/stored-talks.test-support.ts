// Conversations on in-memory tables. Everything that belongs together commits in one transaction,
// and a call is cut off if its process dies.
import assert from 'node:assert/strict';
import type { CrashStore } from '@opportune/core/sim/conversation-store-crash.test-support.ts';
import type { ConversationStore, Written } from '@opportune/core/ports/conversation-store.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { transactionOf } from '@opportune/core/sim/transactions.test-support.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';

/** Stores what belongs to new messages. Returns what to do after the commit. */
export type Alongside = (
  sql: Sql,
  account: AccountId,
  written: Written,
) => Promise<(() => void) | null>;

/** `disk` answers at once: only the transactions take time and are cut off. */
export function talksIn(
  records: Records,
  disk: CrashStore,
  alongside: Alongside,
): ConversationStore {
  const inner = disk.open();
  const reads = <T>(account: AccountId, read: () => Promise<T>): Promise<T> =>
    records.withAccount(account, () => read());
  const writes = async <T>(
    account: AccountId,
    write: () => Promise<T>,
    first: (sql: Sql) => Promise<void> = async () => {},
  ): Promise<T> => {
    let done: Promise<T> | null = null;
    await records.withAccount(account, async (sql) => {
      await first(sql);
      transactionOf(sql).atCommit(() => {
        done = write();
      });
    });
    assert.ok(done !== null);
    return done;
  };
  return {
    open: (account, ...of) => writes(account, () => inner.open(account, ...of)),
    async append(account, id, messages, change, request) {
      const afterwards: (() => void)[] = [];
      const written = await writes(
        account,
        () => inner.append(account, id, messages, change, request),
        async (sql) => {
          await transactionOf(sql).lock(`conversation ${id}`);
          const record = await inner.load(account, id);
          if (record === null) return;
          const known = await Promise.all(messages.map((each) => inner.find(account, id, each.id)));
          const numbered = messages.map((each, at) => ({
            message: known[at] ?? { ...each, conversation: id, sequence: 0 },
            repeat: known[at] !== null,
          }));
          const after = await alongside(sql, account, { record, messages: numbered });
          if (after !== null) afterwards.push(after);
        },
      );
      for (const after of afterwards) after();
      return written;
    },
    erase: (account, ...of) => writes(account, () => inner.erase(account, ...of)),
    mark: (account, ...of) => writes(account, () => inner.mark(account, ...of)),
    load: (account, id) => reads(account, () => inner.load(account, id)),
    byRequest: (account, ...of) => reads(account, () => inner.byRequest(account, ...of)),
    find: (account, ...of) => reads(account, () => inner.find(account, ...of)),
    after: (account, ...of) => reads(account, () => inner.after(account, ...of)),
    awayAt: (account, ...of) => reads(account, () => inner.awayAt(account, ...of)),
    unfinished: (account) => reads(account, () => inner.unfinished(account)),
    list: (account, listing) => reads(account, () => inner.list(account, listing)),
    openCases: (account) => reads(account, () => inner.openCases(account)),
    block: (account, ...of) => writes(account, () => inner.block(account, ...of)),
    isBlocked: (account, at) => reads(account, () => inner.isBlocked(account, at)),
    remember: (account, choice) => writes(account, () => inner.remember(account, choice)),
    choices: (account) => reads(account, () => inner.choices(account)),
  };
}
