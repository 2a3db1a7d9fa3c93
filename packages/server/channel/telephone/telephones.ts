// The telephone by which an account calls people back, and which numbers it may call. What depends on the
// hour and on the calls of the day is asked again when it calls (`dial.ts`).
import { mayDial } from '@opportune/core/call/dialling.ts';
import type { Permission } from '@opportune/core/ports/permission.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import { listChannels } from '../channel-rows.ts';
import type { OpenChannels } from '../open-channels.ts';

export interface Telephones {
  /** The oldest that can call. Null: there is none. */
  channelOf(account: AccountId): Promise<ChannelId | null>;
  /** Why a number is never called by that channel, or null. */
  refusal(account: AccountId, at: AddressAt): Promise<ErrorCode | null>;
}

export function createTelephones({
  records,
  permission,
  channels,
}: {
  readonly records: Pick<Records, 'withAccount'>;
  readonly permission: Pick<Permission, 'mayLeave'>;
  readonly channels: Pick<OpenChannels, 'of' | 'opened'>;
}): Telephones {
  return {
    async channelOf(account) {
      const rows = await records.withAccount(account, listChannels);
      const able = rows.find(
        (row) =>
          row.kind === 'telephone' &&
          row.state === 'connected' &&
          channels.opened(account, row)?.dialling !== undefined,
      );
      return able?.id ?? null;
    },
    async refusal(account, at) {
      const dialling = (await channels.of(account, at.channel))?.opened.dialling;
      if (dialling === undefined) return 'call.off';
      const noon = { hour: 12, takenS: 0, calledUs: true } as const;
      const seconds = mayDial(dialling.rules, { ...noon, number: at.address });
      if (typeof seconds === 'string') return seconds;
      const mayLeave = await records.withAccount(account, (sql) => permission.mayLeave(sql, at));
      return mayLeave ? null : 'contact.opted_out';
    },
  };
}
