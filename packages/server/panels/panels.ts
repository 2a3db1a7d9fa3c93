// The account's own panels: what is shown beside a conversation, from which origin, and what it
// receives. It never fetches an address; browsers do.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Ids } from '@opportune/core/world/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import {
  originOf,
  Panel,
  type PanelDraft,
  panelLimits,
} from '@opportune/protocol/rest/conversation/panels.ts';
import { lockAccount } from '../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../http/rest/whole-document.ts';
import { found, refuse } from '../http/problem/refusal.ts';

export interface Panels {
  list(account: AccountId): Promise<readonly Panel[]>;
  /** Origins that a page of the console may frame. */
  origins(account: AccountId): Promise<readonly string[]>;
  /** Throws `account.full` beyond the limit. */
  create(account: AccountId, draft: PanelDraft): Promise<Panel>;
  /** Throws `request.not_found`, as `remove` does. */
  change(account: AccountId, id: string, draft: PanelDraft, unchanged?: Unchanged): Promise<Panel>;
  remove(account: AccountId, id: string): Promise<void>;
}

export function createPanels({ records, ids }: { records: Records; ids: Ids }): Panels {
  const list = (account: AccountId) => records.withAccount(account, readPanels);
  return {
    list,
    origins: async (account) => [...new Set((await list(account)).map(({ origin }) => origin))],
    create: (account, draft) =>
      records.withAccount(account, async (sql) => {
        // Two at once must not both find a place.
        await lockAccount(sql);
        if ((await readPanels(sql)).length >= panelLimits.panels) throw refuse('account.full');
        return write(sql, account, ids.next(), draft);
      }),
    change: (account, id, draft, unchanged = whateverItIs) =>
      records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        unchanged(found((await readPanels(sql)).find((each) => each.id === id)));
        return write(sql, account, id, draft);
      }),
    remove: (account, id) =>
      records.withAccount(account, async (sql) => {
        await lockAccount(sql);
        const gone = await sql.row('DELETE FROM panels WHERE id = $1 RETURNING id', [id]);
        if (gone === undefined) throw refuse('request.not_found');
      }),
  };
}

type Row = PanelDraft & { readonly id: string };

async function readPanels(sql: Sql): Promise<readonly Panel[]> {
  const rows = await sql.rows<Row>(
    'SELECT id, name, url, shares, traits FROM panels ORDER BY lower(name), id',
  );
  return rows.map((row) => Panel.parse({ ...row, origin: originOf(row.url) }));
}

async function write(sql: Sql, account: AccountId, id: string, draft: PanelDraft): Promise<Panel> {
  const { name, url, shares, traits } = draft;
  await sql.run(
    `INSERT INTO panels (account, id, name, url, shares, traits) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (account, id) DO UPDATE SET
       name = excluded.name, url = excluded.url, shares = excluded.shares, traits = excluded.traits`,
    [account, id, name, url, shares, traits],
  );
  return Panel.parse({ ...draft, id, origin: originOf(url) });
}
