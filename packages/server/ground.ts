// What features stand on: the ports that the process has opened, and what is the installation's own.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Geography } from '@opportune/core/ports/geography.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Mail } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { OwnMail } from './account/mail/account-mail.ts';
import type { OutboundGuard } from './channel/reach.ts';
import type { ClientAddress } from './http/address/client-address.ts';
import type { MemoryGuard } from './memory/guard.ts';
import type { Sealing } from './sealing/sealing.ts';
import type { Secrets } from './secrets.ts';

export interface Ground {
  readonly world: World;
  readonly records: Records;
  readonly facts: FactStore;
  readonly conversations: ConversationStore;
  readonly files: AttachmentStore;
  readonly jobs: JobStore;
  /** Who may cause how much. */
  readonly budgets: Budgets;
  /** Of accounts, on the event loop. */
  readonly turns: FairTurns;
  /** How much memory what may take. */
  readonly memory: MemoryGuard;
  /** Seals secrets that are stored. */
  readonly sealing: Sealing;
  /** The installation's mail. */
  readonly mail: Mail;
  /** How mail servers of accounts are reached. */
  readonly ownMail: OwnMail;
  /** How channels reach the addresses that accounts name. */
  readonly outbound: OutboundGuard;
  readonly geography: Geography;
  readonly clientAddress: ClientAddress;
  /** Where people reach the console. */
  readonly publicUrl: () => string;
  /** The origin that the operator named; null: whatever host a request names. */
  readonly publicOrigin: string | null;
  /** `visitorTokenKey` is for what visitors' browsers are given, the others for the account feature alone. */
  readonly secrets: Omit<Secrets, 'folder'>;
}
