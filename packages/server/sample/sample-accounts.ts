// The accounts of sample shops in the stores: found by their owner, declared ready, looked at by a
// session, and removed with everything in them.
import { publish } from '@opportune/core/bus/bus-messages.ts';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { accountRemoved } from '@opportune/protocol/bus/changes.ts';
import { AttachmentKey } from '@opportune/protocol/conversation/attachment.ts';
import { AccountId } from '@opportune/protocol/ids.ts';
import { User } from '@opportune/protocol/rest/account.ts';
import { insertUser, readUser } from '../account/users/user-rows.ts';

export interface SampleAccountsParts {
  readonly world: Pick<World, 'bus' | 'clock'>;
  readonly records: Records;
  readonly facts: Pick<FactStore, 'remove'>;
  readonly files: Pick<AttachmentStore, 'remove'>;
}

export interface FoundSample {
  readonly account: AccountId;
  readonly ready: boolean;
}

export interface SampleAccounts {
  of(owner: AccountId): Promise<FoundSample | null>;
  /** Whether the account is one itself. */
  isSample(account: AccountId): Promise<boolean>;
  unfinished(): Promise<readonly AccountId[]>;
  /** Says that it is whole. */
  finish(account: AccountId): Promise<void>;
  /** What is left after a failure is removed at the next start. */
  remove(account: AccountId): Promise<void>;
  /** Removes the one of an owner, if there is one. */
  removeOf(owner: AccountId): Promise<void>;
  /** Makes the user of an owner one of the sample shop. */
  admit(account: AccountId, user: User): Promise<void>;
  /** What a session of the owner's account sees from now on. Null: its own account. */
  show(owner: AccountId, session: string, sample: AccountId | null): Promise<void>;
}

export function createSampleAccounts(parts: SampleAccountsParts): SampleAccounts {
  const { records, facts, files, world } = parts;
  const { clock, bus } = world;

  async function of(owner: AccountId): Promise<FoundSample | null> {
    const row = await records.withoutAccount((sql) =>
      sql.row<{ account: string; ready: boolean }>('SELECT * FROM find_sample($1)', [owner]),
    );
    return row === undefined ? null : { ...row, account: AccountId.parse(row.account) };
  }

  async function remove(account: AccountId): Promise<void> {
    await records.withAccount(account, (sql) =>
      sql.run('UPDATE accounts SET sample_ready_at = NULL'),
    );
    publish(bus, accountRemoved, { account });
    await facts.remove(account);
    for (const key of await filesOf(records, account)) await files.remove(key);
    await records.withAccount(account, (sql) => sql.run('DELETE FROM accounts'));
  }

  return {
    ...{ of, remove },
    async removeOf(owner) {
      const sample = await of(owner);
      if (sample !== null) await remove(sample.account);
    },
    isSample: (account) =>
      records.withAccount(account, async (sql) => {
        const row = await sql.row('SELECT 1 FROM accounts WHERE sample_of IS NOT NULL');
        return row !== undefined;
      }),
    async unfinished() {
      const rows = await records.withoutAccount((sql) =>
        sql.rows<{ account: string }>('SELECT account FROM list_unfinished_samples()'),
      );
      return rows.map(({ account }) => AccountId.parse(account));
    },
    async finish(account) {
      await records.withAccount(account, (sql) =>
        sql.run('UPDATE accounts SET sample_ready_at = $1', [new Date(clock.now())]),
      );
    },
    admit: (account, user) =>
      records.withAccount(account, (sql) => joinAs(sql, account, user, clock.now())),
    async show(owner, session, sample) {
      await records.withAccount(owner, (sql) =>
        sql.run('UPDATE sessions SET sample = $2 WHERE token_hash = $1', [
          Buffer.from(session, 'hex'),
          sample,
        ]),
      );
    },
  };
}

/** What its conversations, sites and people keep outside the stores of rows. */
async function filesOf(records: Records, account: AccountId): Promise<readonly AttachmentKey[]> {
  const rows = await records.withAccount(account, (sql) =>
    sql.rows<{ place: string }>(
      `SELECT place FROM attachments UNION ALL SELECT 'picture-' || id FROM pictures
       UNION ALL SELECT 'call-' || id || '-' || part FROM call_recordings,
         generate_series(0, jsonb_array_length(parts) - 1) AS part`,
    ),
  );
  return rows.map(({ place }) => AttachmentKey.parse(`${account}/${place}`));
}

/** Their user in the sample shop has the same id, and an address by which nobody can sign in. */
async function joinAs(sql: Sql, account: AccountId, user: User, now: number): Promise<void> {
  if ((await readUser(sql, user.id)) !== null) return;
  const email = `${user.id.toLowerCase().replaceAll(/[^a-z0-9]/g, '')}@sample.invalid`;
  const own = User.parse({ ...user, email, role: 'administrator', named: true, photo: null });
  await insertUser(sql, account, own, now);
  await sql.run('UPDATE users SET language = $2 WHERE id = $1', [user.id, user.language]);
}
