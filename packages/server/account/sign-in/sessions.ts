// Sessions: opaque tokens, stored hashed. Use extends them for a week, up to a month in total. A
// session of a disabled user is invalid.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { AccountId, UserId } from '@opportune/protocol/ids.ts';
import { accountLimits } from '@opportune/protocol/limits/accounts.ts';
import type { Principal } from '../../http/access/principal.ts';
import { hashToken, newToken } from '../secrets.ts';
import { type SessionsEnded, sessionsEnded } from '@opportune/protocol/bus/changes.ts';
import { readUser } from '../users/user-rows.ts';

const day = 24 * 3600_000;
export const sessionSpans = {
  /** Ends after this time without use. */
  idleMs: 7 * day,
  /** Ends after this time in any case. */
  wholeMs: 30 * day,
  /** How often use is recorded. */
  renewMs: 5 * 60_000,
} as const;

export interface Sessions {
  /** Opens a session in the caller's transaction. The token is stored nowhere else. */
  open(sql: Sql, account: AccountId, user: string, byLink: boolean): Promise<string>;
  find(token: string): Promise<Principal | null>;
  /** Ends one session, or all of a user but one. */
  end(account: AccountId, user: string, which: Which): Promise<void>;
  /**
   * The same in the caller's transaction, so that both succeed or neither. Call the returned
   * function after the commit; it announces the end.
   */
  endWith(sql: Sql, account: AccountId, user: string, which: Which): Promise<() => void>;
}

type Which = { readonly only: string } | { readonly except: string | null };

/** Identifies a session where its token must not appear. */
export function sessionName(token: string): string {
  return hashToken(token).toString('hex');
}

interface Row {
  readonly account: string;
  readonly user_id: string;
  readonly by_link: boolean;
  readonly created_at: Date;
  readonly renewed_at: Date;
  readonly expires_at: Date;
  /** The sample shop that they look at. */
  readonly sample: string | null;
}

export function createSessions(records: Records, bus: Bus, clock: Clock): Sessions {
  return {
    async open(sql, account, user, byLink) {
      const token = newToken('os');
      const now = clock.now();
      await makeRoom(sql, user, now);
      await sql.run(
        `INSERT INTO sessions (token_hash, account, user_id, by_link, created_at, renewed_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $5, $6)`,
        [
          hashToken(token),
          account,
          user,
          byLink,
          new Date(now),
          new Date(now + sessionSpans.idleMs),
        ],
      );
      return token;
    },

    async find(token) {
      const hash = hashToken(token);
      const row = await records.withoutAccount((sql) =>
        sql.row<Row>('SELECT * FROM find_session($1)', [hash]),
      );
      if (row === undefined || row.expires_at.getTime() <= clock.now()) return null;
      const account = AccountId.parse(row.account);
      const own = await records.withAccount(account, async (sql): Promise<Principal | null> => {
        const user = await readUser(sql, row.user_id);
        if (user === null || user.disabled) return null;
        await renew(sql, hash, row, clock.now());
        const session = hash.toString('hex');
        return { account, user, session, mustSetPassword: row.by_link, scopes: null };
      });
      return own === null || row.sample === null ? own : inSample(own, row.sample);
    },

    async end(account, user, which) {
      const tell = await records.withAccount(account, (sql) => endWith(sql, account, user, which));
      tell();
    },
    endWith,
  };

  /** Only administrators look at a sample shop, in which they have the same id. */
  async function inSample(own: Principal, sample: string): Promise<Principal> {
    if (own.user.role !== 'administrator' || own.mustSetPassword) return own;
    const account = AccountId.parse(sample);
    const user = await records.withAccount(account, (sql) => readUser(sql, own.user.id));
    if (user === null || user.disabled) return own;
    return { ...own, account, user, home: own.account };
  }

  async function endWith(
    sql: Sql,
    account: AccountId,
    user: string,
    which: Which,
  ): Promise<() => void> {
    const only = 'only' in which ? which.only : null;
    const except = 'only' in which ? null : which.except;
    await sql.run(
      `DELETE FROM sessions WHERE user_id = $1 AND token_hash ${only === null ? '<>' : '='} $2`,
      [user, fromHex(only ?? except ?? '')],
    );
    const message: SessionsEnded = { account, user: UserId.parse(user), only, except };
    return () => publish(bus, sessionsEnded, message);
  }
}

/** Removes expired sessions, and the least recently used ones if the user has too many. */
async function makeRoom(sql: Sql, user: string, now: number): Promise<void> {
  await sql.run(
    `DELETE FROM sessions WHERE user_id = $1 AND (expires_at < $2 OR token_hash IN (
       SELECT token_hash FROM sessions WHERE user_id = $1 ORDER BY renewed_at DESC OFFSET $3))`,
    [user, new Date(now), accountLimits.sessions - 1],
  );
}

function fromHex(session: string): Buffer {
  return Buffer.from(session, 'hex');
}

async function renew(sql: Sql, hash: Buffer, row: Row, now: number): Promise<void> {
  if (now - row.renewed_at.getTime() < sessionSpans.renewMs) return;
  const until = Math.min(
    now + sessionSpans.idleMs,
    row.created_at.getTime() + sessionSpans.wholeMs,
  );
  await sql.run('UPDATE sessions SET renewed_at = $2, expires_at = $3 WHERE token_hash = $1', [
    hash,
    new Date(now),
    new Date(until),
  ]);
  await sql.run('UPDATE users SET last_seen_at = $2 WHERE id = $1', [row.user_id, new Date(now)]);
}
