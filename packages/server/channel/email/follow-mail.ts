// Connects e-mail again once another mail server is set up: what the former one refused is over.
import { publish, subscribe } from '@opportune/core/bus/bus-messages.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { channelsChanged, mailChanged } from '@opportune/protocol/bus/changes.ts';
import { emailChannel } from '@opportune/protocol/contact/contact.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { changeChannel, findChannel } from '../channel-rows.ts';

/** Until what it answers is called. A channel that somebody paused stays so. */
export function followMail({ bus, log }: Pick<World, 'bus' | 'log'>, records: Records): () => void {
  const connect = async (account: AccountId): Promise<void> => {
    await records.withAccount(account, async (sql) => {
      if ((await findChannel(sql, emailChannel))?.state !== 'reconnect') return;
      await changeChannel(sql, emailChannel, { state: 'connected', lastError: null });
    });
    publish(bus, channelsChanged, { account });
  };
  return subscribe(bus, mailChanged, ({ account }) => {
    connect(account).catch((error: unknown) =>
      log.warn('e-mail was not connected again', { reason: String(error) }),
    );
  });
}
