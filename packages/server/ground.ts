// The ports that the process has opened and the settings of the installation: what all features
// build on.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { LivePace } from '@opportune/core/bounds/live-pace.ts';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { DeliveryStore } from '@opportune/core/ports/deliveries.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Homes } from '@opportune/core/cluster/homes.ts';
import type { Geography } from '@opportune/core/ports/geography.ts';
import type { JobStore } from '@opportune/core/ports/jobs.ts';
import type { Mail } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { OwnMail } from './account/mail/account-mail.ts';
import type { PasswordCost } from './account/passwords/password.ts';
import type { Voice } from './call/seams.ts';
import type { OutboundGuard } from './channel/reach.ts';
import type { ClientAddress } from './http/address/client-address.ts';
import type { MemoryGuard } from './memory/guard.ts';
import type { FillSample } from './sample/order.ts';
import type { Ordinals } from '@opportune/core/world/ordinals.ts';
import type { ChangePermission } from './permission/permission.ts';
import type { Sealing } from './sealing/sealing.ts';
import type { Secrets } from './secrets.ts';
import type { Happened } from './webhook/tell-webhooks.ts';

export interface Ground {
  readonly world: World;
  /** Which accounts this process works for, if there are several. */
  readonly homes: Homes;
  /** For work that nothing waits for: its timers do not keep the process alive. */
  readonly behind: World['schedule'];
  readonly records: Records;
  readonly facts: FactStore;
  readonly conversations: ConversationStore;
  readonly files: AttachmentStore;
  readonly jobs: JobStore;
  /** Where deliveries are kept; webhooks are told of each change. */
  readonly deliveries: DeliveryStore;
  /** What contacts permit: asked by everything that sends. */
  readonly permission: ChangePermission;
  /** Stores an event for each webhook that is subscribed, in the transaction of what happened. */
  readonly happened: Happened;
  /** The order of everything that visitors do. */
  readonly ordinals: Ordinals;
  /** Budgets for how much each party may cause. */
  readonly budgets: Budgets;
  /** Gives accounts fair turns on the event loop. */
  readonly turns: FairTurns;
  /** Has what waited leave time for people who talk at this moment. */
  readonly pace: LivePace;
  /** Decides how much memory each part may use. */
  readonly memory: MemoryGuard;
  readonly passwordCost: PasswordCost;
  /** Encrypts secrets that are stored. */
  readonly sealing: Sealing;
  /** The installation's own mail. */
  readonly mail: Mail;
  /** The path to mail servers of accounts. */
  readonly ownMail: OwnMail;
  /** The path by which channels reach addresses that accounts name. */
  readonly outbound: OutboundGuard;
  /** Fills a sample shop in a thread of its own. */
  readonly fillSample: FillSample;
  /** The sound of calls. Null: none are offered. */
  readonly voice: Voice | null;
  /** The folder in which recordings of calls are made. */
  readonly recordings: string;
  readonly geography: Geography;
  readonly clientAddress: ClientAddress;
  /** The URL at which people reach the console. */
  readonly publicUrl: () => string;
  /** The origin that the operator configured. Null means the host that each request names. */
  readonly publicOrigin: string | null;
  /**
   * `visitorTokenKey` signs what visitors' browsers are given. Only the account feature uses the
   * others.
   */
  readonly secrets: Omit<Secrets, 'folder'>;
}
