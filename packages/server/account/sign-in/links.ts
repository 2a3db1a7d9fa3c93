// One-time links: the first start, an invitation, a reset by an administrator, a forgotten password.
// A link works once and within its time. A new one ends the user's earlier ones, except that of a
// forgotten password: anybody may ask for that, so it ends none. Whatever gives a user another
// password or address ends all.
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

/** Links for a forgotten password that one user holds at most. */
const mostForgotten = 40;

export interface Links {
  /** The code of a new link, in the caller's unit of work. */
  create(sql: Sql, account: AccountId, user: string, purpose: LinkPurpose): Promise<string>;
  /** Whose link it is, without using it up. Throws `auth.link_used`. */
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
        // The condition is in the statement, so that of two at once only one gets through.
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

/** Ends all links of a user. */
export async function endLinks(sql: Sql, user: string): Promise<void> {
  await sql.run('DELETE FROM sign_in_links WHERE user_id = $1', [user]);
}

/** Beyond what can be asked for within their time, so that nobody ends a link by asking for more. */
async function makeRoom(sql: Sql, user: string, now: number): Promise<void> {
  await sql.run(
    `DELETE FROM sign_in_links WHERE user_id = $1 AND purpose = 'forgotten' AND (expires_at <= $2 OR code_hash IN (
       SELECT code_hash FROM sign_in_links WHERE user_id = $1 AND purpose = 'forgotten'
       ORDER BY created_at DESC OFFSET $3))`,
    [user, new Date(now), mostForgotten - 1],
  );
}

/** The address that carries a code; behind `#` so that no server or proxy logs it. */
export function linkAddress(publicUrl: string, code: string): string {
  return `${publicUrl}/sign-in#code=${code}`;
}
