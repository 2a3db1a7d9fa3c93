// The language in which conversations are searched, and the rebuild of their documents when it
// changes: in the background, some conversations at a time, resumed after a restart. New messages
// use the new language at once. Until the rebuild is done, searches use both.
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import {
  SearchLanguage,
  type SearchSettings,
} from '@opportune/protocol/rest/conversation/search.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../../http/rest/whole-document.ts';

/** Conversations rebuilt in one transaction, and the pause between two. */
const atOnce = 100;
const pauseMs = 20;
const againMs = 30_000;

export interface SearchIndex {
  settings(account: AccountId): Promise<SearchSettings>;
  change(
    account: AccountId,
    language: SearchLanguage,
    unchanged?: Unchanged,
  ): Promise<SearchSettings>;
  /** Resumes what was in progress when the server stopped. */
  resume(account: AccountId): void;
  /** Resolves when no rebuild is running. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export function createSearchIndex(
  records: Records,
  { schedule, log }: { readonly schedule: Schedule; readonly log: Log },
): SearchIndex {
  const underWay = new Map<AccountId, Promise<void>>();
  let closed = false;
  const wakes = new Set<() => void>();

  /**
   * No pause once it closes, so that stopping the server does not wait for an unavailable store.
   */
  function pause(ms: number): Promise<void> {
    if (closed) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        cancel();
        wakes.delete(wake);
        resolve();
      };
      const cancel = schedule(ms, wake);
      wakes.add(wake);
    });
  }

  async function remake(account: AccountId): Promise<void> {
    while (!closed) {
      try {
        if (!(await remakeSome(records, account))) return;
        await pause(pauseMs);
      } catch (error) {
        log.warn('documents of a search were not made anew', { reason: String(error) });
        await pause(againMs);
      }
    }
  }

  function resume(account: AccountId): void {
    if (closed || underWay.has(account)) return;
    const run = remake(account).finally(() => underWay.delete(account));
    underWay.set(account, run);
  }

  return {
    async settings(account) {
      const settings = await records.withAccount(account, read);
      if (settings.remaking) resume(account);
      return settings;
    },
    async change(account, language, unchanged = whateverItIs) {
      for (;;) {
        await underWay.get(account);
        const changed = await records.withAccount(account, async (sql) => {
          await lockAccount(sql);
          const before = await read(sql);
          unchanged(before);
          // Two changes in a row would leave documents in a third language.
          return before.remaking && !closed ? null : write(sql, account, language);
        });
        resume(account);
        if (changed !== null) return changed;
      }
    },
    resume,
    async settle() {
      await Promise.all(underWay.values());
    },
    async close() {
      closed = true;
      for (const wake of wakes) wake();
      await Promise.all(underWay.values());
    },
  };
}

async function write(sql: Sql, account: AccountId, language: SearchLanguage) {
  await sql.run(
    `INSERT INTO search_settings AS had (account, configuration, earlier) VALUES ($1, $2, 'simple')
     ON CONFLICT (account) DO UPDATE SET
       configuration = excluded.configuration, earlier = had.configuration, through = ''`,
    [account, language],
  );
  return read(sql);
}

async function read(sql: Sql): Promise<SearchSettings> {
  const row = await sql.row<{ configuration: string; remaking: boolean }>(
    'SELECT configuration, earlier IS NOT NULL AS remaking FROM search_settings',
  );
  const language = SearchLanguage.safeParse(row?.configuration).data ?? 'simple';
  return { language, remaking: row?.remaking ?? false };
}

/** False if nothing is left. */
function remakeSome(records: Records, account: AccountId): Promise<boolean> {
  return records.withAccount(account, async (sql) => {
    const row = await sql.row<{ last: string | null }>(
      `SELECT CASE WHEN earlier IS NOT NULL THEN search_index_next($1) END AS last FROM search_settings`,
      [atOnce],
    );
    return row?.last != null;
  });
}
