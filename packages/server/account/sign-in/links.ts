// One-time links: the first start, an invitation, a reset by an administrator, a forgotten
// password. A link works once and within its lifetime. A new one invalidates the user's earlier
// ones, except one for a forgotten password: anybody may request that, so it invalidates none. A
// change of password or address invalidates all.
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { hashToken, newToken } from '../secrets.ts';

export type LinkPurpose = 'first' | 'invitation' | 'reset' | 'forgotten';

const hour = 3600_000;
const lifeMs: Readonly<Record<LinkPurpose, number>> = {
  first: 7 * 24 * hour,
  invitation: 7 * 24 * hour,
  reset: 2 * hour,
  forgotten: 2 * hour,
};

/** The most links for a forgotten password per user. */
const mostForgotten = 40;

export interface Links {
  /** The code of a new link, in the caller's transaction. */
  create(sql: Sql, account: AccountId, user: string, purpose: LinkPurpose): Promise<string>;
  /** The owner of a link, without using it up. Throws `auth.link_used`. */
  ownerOf(code: string): Promise<{ account: AccountId; user: string }>;
  /** Uses a code up and runs the work with its user. Throws `auth.link_used`. */
  use<T>(
    code: string,
    work: (sql: Sql, account: AccountId, user: string) => Promise<T>,
  ): Promise<T>;
}

interface Row {
  readonly account: string;
  readonly user_id: string;
  readonly used_at: Date | null;
  readonly expires_at: Date;
}

export function createLinks(records: Records, clock: Clock): Links {
  return {
    async create(sql, account, user, purpose) {
      const code = newToken('ol');
      const now = clock.now();
      if (purpose === 'forgotten') await makeRoom(sql, user, now);
      else await endLinks(sql, user);
      await sql.run(
        `INSERT INTO sign_in_links (code_hash, account, user_id, purpose, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6)`,
        [hashToken(code), account, user, purpose, new Date(now), new Date(now + lifeMs[purpose])],
      );
      return code;
    },

    ownerOf: (code) => ownerOf(hashToken(code)),

    async use(code, work) {
      const hash = hashToken(code);
      const { account, user } = await ownerOf(hash);
      return records.withAccount(account, async (sql) => {
        // The condition is in the statement, so that of two simultaneous uses only one succeeds.
        const used = await sql.run(
          'UPDATE sign_in_links SET used_at = $2 WHERE code_hash = $1 AND used_at IS NULL AND expires_at > $2',
          [hash, new Date(clock.now())],
        );
        if (used !== 1) throw refuse('auth.link_used');
        return work(sql, account, user);
      });
    },
  };

  async function ownerOf(hash: Buffer): Promise<{ account: AccountId; user: string }> {
    const found = await records.withoutAccount((sql) =>
      sql.row<Row>('SELECT * FROM find_sign_in_link($1)', [hash]),
    );
    const isGood =
      found !== undefined && found.used_at === null && found.expires_at.getTime() > clock.now();
    if (!isGood) throw refuse('auth.link_used');
    return { account: AccountId.parse(found.account), user: found.user_id };
  }
}

/** Invalidates all links of a user. */
export async function endLinks(sql: Sql, user: string): Promise<void> {
  await sql.run('DELETE FROM sign_in_links WHERE user_id = $1', [user]);
}

/**
 * The bound exceeds what can be requested within their lifetime, so that nobody can invalidate a
 * link by requesting more.
 */
async function makeRoom(sql: Sql, user: string, now: number): Promise<void> {
  await sql.run(
    `DELETE FROM sign_in_links WHERE user_id = $1 AND purpose = 'forgotten' AND (expires_at <= $2 OR code_hash IN (
       SELECT code_hash FROM sign_in_links WHERE user_id = $1 AND purpose = 'forgotten'
       ORDER BY created_at DESC OFFSET $3))`,
    [user, new Date(now), mostForgotten - 1],
  );
}

/** The URL with a code, behind `#` so that no server or proxy logs it. */
export function linkAddress(publicUrl: string, code: string): string {
  return `${publicUrl}/sign-in#code=${code}`;
}
