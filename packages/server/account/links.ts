// One-time links: the first start, an invitation, a reset. A link works once, within its time, and
// making a new one for a user ends the earlier ones.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { refuse } from '../http/refusal.ts';
import { hashToken, newToken } from './secrets.ts';

export type LinkPurpose = 'first' | 'invitation' | 'reset';

const hour = 3600_000;
const lifeMs: Readonly<Record<LinkPurpose, number>> = {
  first: 7 * 24 * hour,
  invitation: 7 * 24 * hour,
  reset: 2 * hour,
};

export interface Links {
  /** The code of a new link, in the caller's unit of work. */
  create(sql: Sql, account: AccountId, user: string, purpose: LinkPurpose): Promise<string>;
  /** Uses a code up and runs the work with its user. Throws `auth.link_used`. */
  use<T>(
    code: string,
    work: (sql: Sql, account: AccountId, user: string) => Promise<T>,
  ): Promise<T>;
}

interface Row {
  readonly account: string;
  readonly user_id: string;
}

export function createLinks(records: Records, clock: Clock): Links {
  return {
    async create(sql, account, user, purpose) {
      const code = newToken('ol');
      const now = clock.now();
      await sql.run('DELETE FROM sign_in_links WHERE user_id = $1', [user]);
      await sql.run(
        `INSERT INTO sign_in_links (code_hash, account, user_id, purpose, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [hashToken(code), account, user, purpose, new Date(now), new Date(now + lifeMs[purpose])],
      );
      return code;
    },

    async use(code, work) {
      const hash = hashToken(code);
      const found = await records.withoutAccount((sql) =>
        sql.row<Row>('SELECT * FROM find_sign_in_link($1)', [hash]),
      );
      if (found === undefined) throw refuse('auth.link_used');
      const account = AccountId.parse(found.account);
      return records.withAccount(account, async (sql) => {
        // The condition is in the statement, so that of two at once only one gets through.
        const used = await sql.run(
          'UPDATE sign_in_links SET used_at = $2 WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2',
          [hash, new Date(clock.now())],
        );
        if (used !== 1) throw refuse('auth.link_used');
        return work(sql, account, found.user_id);
      });
    },
  };
}

/** The address that carries a code; behind `#` so that no server or proxy logs it. */
export function linkAddress(publicUrl: string, code: string): string {
  return `${publicUrl}/sign-in#code=${code}`;
}
