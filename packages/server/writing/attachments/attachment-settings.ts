// Which files an account accepts, from whom and how large. Needed for every welcome of a visitor,
// so it is cached until it changes.
import { publish, subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Records, Sql } from '@opportune/core/ports/records.ts';
import { attachmentsChanged } from '@opportune/protocol/bus/changes.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { AttachmentSettings } from '@opportune/protocol/rest/conversation/attachments.ts';
import { MediaType } from '@opportune/protocol/conversation/attachment.ts';
import { lockAccount } from '../../http/rest/lock-account.ts';
import { type Unchanged, whateverItIs } from '../../http/rest/whole-document.ts';

const unsaid: AttachmentSettings = {
  visitors: true,
  agents: true,
  types: [...MediaType.options],
  sizeMb: 10,
};

export interface AttachmentRules {
  of(account: AccountId): Promise<AttachmentSettings>;
  change(
    account: AccountId,
    settings: AttachmentSettings,
    unchanged?: Unchanged,
  ): Promise<AttachmentSettings>;
}

export function createAttachmentRules(records: Records, bus: Bus): AttachmentRules {
  const known = new Map<AccountId, Promise<AttachmentSettings>>();

  /** Concurrent callers share one read. */
  function readOnce(account: AccountId): Promise<AttachmentSettings> {
    const reading = records.withAccount(account, read);
    known.set(account, reading);
    reading.catch(() => {
      if (known.get(account) === reading) known.delete(account);
    });
    return reading;
  }

  subscribe(bus, attachmentsChanged, ({ account }) => known.delete(account));
  return {
    of: (account) => known.get(account) ?? readOnce(account),
    async change(account, settings, unchanged = whateverItIs) {
      try {
        return await records.withAccount(account, async (sql) => {
          await lockAccount(sql);
          unchanged(await read(sql));
          await write(sql, account, settings);
          return settings;
        });
      } finally {
        // Also if the answer is lost, because the change may be stored.
        known.delete(account);
        publish(bus, attachmentsChanged, { account });
      }
    },
  };
}

async function write(
  sql: Sql,
  account: AccountId,
  { visitors, agents, types, sizeMb }: AttachmentSettings,
): Promise<void> {
  await sql.run(
    `INSERT INTO attachment_settings (account, visitors, agents, types, size_mb)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (account) DO UPDATE SET visitors = excluded.visitors,
       agents = excluded.agents, types = excluded.types, size_mb = excluded.size_mb`,
    [account, visitors, agents, types, sizeMb],
  );
}

async function read(sql: Sql): Promise<AttachmentSettings> {
  const row = await sql.row<SettingsRow>(
    'SELECT visitors, agents, types, size_mb FROM attachment_settings',
  );
  if (row === undefined) return unsaid;
  const { size_mb: sizeMb, ...rest } = row;
  return AttachmentSettings.parse({ ...rest, sizeMb });
}

interface SettingsRow {
  readonly visitors: boolean;
  readonly agents: boolean;
  readonly types: string[];
  readonly size_mb: number;
}
