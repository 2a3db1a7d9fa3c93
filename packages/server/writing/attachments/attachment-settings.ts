// What files an account takes, from whom and how large. Read at every welcome of a visitor, so what was
// read once is kept until it is changed.
import type { Records } from '@opportune/core/ports/records.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { AttachmentSettings } from '@opportune/protocol/rest/conversation/attachments.ts';
import { MediaType } from '@opportune/protocol/conversation/attachment.ts';

const unsaid: AttachmentSettings = {
  visitors: true,
  agents: true,
  types: [...MediaType.options],
  sizeMb: 10,
};

export interface AttachmentRules {
  of(account: AccountId): Promise<AttachmentSettings>;
  change(account: AccountId, settings: AttachmentSettings): Promise<AttachmentSettings>;
}

export function createAttachmentRules(records: Records): AttachmentRules {
  const known = new Map<AccountId, AttachmentSettings>();
  return {
    async of(account) {
      const found = known.get(account);
      if (found !== undefined) return found;
      const read = await records.withAccount(account, async (sql) =>
        sql.row<SettingsRow>('SELECT visitors, agents, types, size_mb FROM attachment_settings'),
      );
      const settings = read === undefined ? unsaid : settingsOf(read);
      // A change that came meanwhile is newer than what was read.
      if (!known.has(account)) known.set(account, settings);
      return known.get(account) ?? settings;
    },
    async change(account, settings) {
      const stored = records.withAccount(account, (sql) =>
        sql.run(
          `INSERT INTO attachment_settings (account, visitors, agents, types, size_mb)
           VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (account) DO UPDATE SET visitors = excluded.visitors,
             agents = excluded.agents, types = excluded.types, size_mb = excluded.size_mb`,
          [account, settings.visitors, settings.agents, settings.types, settings.sizeMb],
        ),
      );
      await stored.catch((error: unknown) => {
        // Its answer may be lost and the change stored: it is read anew.
        known.delete(account);
        throw error;
      });
      known.set(account, settings);
      return settings;
    },
  };
}

interface SettingsRow {
  readonly visitors: boolean;
  readonly agents: boolean;
  readonly types: string[];
  readonly size_mb: number;
}

function settingsOf({ size_mb: sizeMb, ...rest }: SettingsRow): AttachmentSettings {
  return AttachmentSettings.parse({ ...rest, sizeMb });
}
