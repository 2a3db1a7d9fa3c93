// The templates of a channel: read from its provider when they are first asked for, kept, and read
// again when an agent says so.
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import { ChannelTemplate } from '@opportune/protocol/channel/templates.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import type { TemplateList } from '@opportune/protocol/rest/channel/channels.ts';
import { z } from 'zod';
import { found, refuse } from '../../http/problem/refusal.ts';
import { findChannel } from '../channel-rows.ts';
import type { OpenChannels } from '../open-channels.ts';

export interface Templates {
  /** Throws `request.not_found`, and `channel.unread` if they cannot be read now. */
  list(account: AccountId, channel: ChannelId): Promise<TemplateList>;
  /** The same, from the provider in any case. */
  refresh(account: AccountId, channel: ChannelId): Promise<TemplateList>;
}

export interface TemplatesParts {
  readonly records: Records;
  readonly clock: Clock;
  readonly open: Pick<OpenChannels, 'opened'>;
}

const Kept = z.array(ChannelTemplate);

export function createTemplates(parts: TemplatesParts): Templates {
  const refresh: Templates['refresh'] = async (account, channel) => {
    const { records, clock, open } = parts;
    const stored = found(await records.withAccount(account, (sql) => findChannel(sql, channel)));
    const read = await open.opened(account, stored)?.templates?.();
    if (read === undefined) return { templates: [], readAt: null };
    if (read.type !== 'templates') throw refuse('channel.unread');
    const readAt = clock.now();
    await records.withAccount(account, (sql) =>
      sql.rows(
        `INSERT INTO channel_templates (account, channel, templates, read_at)
         VALUES ($1, $2, $3, to_timestamp($4 / 1000.0))
         ON CONFLICT (account, channel)
         DO UPDATE SET templates = excluded.templates, read_at = excluded.read_at`,
        [account, channel, JSON.stringify(read.templates), readAt],
      ),
    );
    return { templates: [...read.templates], readAt };
  };
  return {
    refresh,
    async list(account, channel) {
      const row = await parts.records.withAccount(account, (sql) =>
        sql.row<{ templates: unknown; read_at: number }>(
          `SELECT templates, extract(epoch FROM read_at)::float8 * 1000 AS read_at
           FROM channel_templates WHERE channel = $1`,
          [channel],
        ),
      );
      const kept = Kept.safeParse(row?.templates);
      if (row === undefined || !kept.success) return refresh(account, channel);
      return { templates: kept.data, readAt: Math.round(row.read_at) };
    },
  };
}
