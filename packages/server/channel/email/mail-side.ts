// What channels need of e-mail beside its kind: mailboxes that are watched, and letters that are kept.
import type { Opened } from '@opportune/core/ports/channel.ts';
import type { MailOf } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Random } from '@opportune/core/world/world.ts';
import type { AccountId, ChannelId } from '@opportune/protocol/ids.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import type { App } from '../../http/rest/app.ts';
import { rawItem } from '../inbox/inbox-rows.ts';
import type { KeepReceived } from '../inbox/seams.ts';
import type { ConverseStores } from '../incoming/converse-over.ts';
import type { OutboundGuard } from '../reach.ts';
import { createMailboxes, type Mailboxes } from './connection/mailboxes.ts';
import { keepRotated } from './connection/rotated.ts';
import type { EmailParts } from './email-channel.ts';
import { emailParts } from './email-parts.ts';
import { followMail } from './follow-mail.ts';
import { letterRoutes, type OpenFile } from './letters/letter-routes.ts';
import { letterRows } from './letters/letter-rows.ts';

export interface MailGround {
  readonly world: World;
  readonly records: Records;
  readonly sealing: Sealing;
  readonly outbound: OutboundGuard;
  readonly mailOf: MailOf;
  readonly random: Random;
  /** The data folder, in whose name mailboxes are watched. */
  readonly holder: string;
  /** Stores what came, before it is answered. */
  readonly keep: KeepReceived;
  /** A file that a message carries. */
  readonly openFile: OpenFile;
}

export interface MailSide {
  readonly parts: EmailParts;
  readonly letters: Pick<ConverseStores, 'rawOf' | 'keepLetter'>;
  routes(app: App): void;
  /** Follows the mail servers of accounts no longer. */
  stop(): void;
  watch(open: (account: AccountId, id: ChannelId) => Promise<Opened | null>): Mailboxes;
}

export function openMailSide(given: MailGround): MailSide {
  const { world, records, sealing, outbound, mailOf, random, holder, keep, openFile } = given;
  const rotated = keepRotated({ records, sealing });
  const letters = letterRows(records);
  return {
    parts: emailParts({
      ...{ clock: world.clock, reach: outbound.request, outbound, mailOf, rotated },
    }),
    letters: {
      keepLetter: letters.keep,
      rawOf: (account, item) => records.withAccount(account, (sql) => rawItem(sql, item)),
    },
    routes: (app) => letterRoutes(app, { letters, openFile }),
    stop: followMail(world, records),
    watch: (open) => createMailboxes({ world, records, random, holder, open, keep }),
  };
}
