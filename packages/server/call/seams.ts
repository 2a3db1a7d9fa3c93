// What calls take: the desk whose conversations they are in, the host of their sound, and settings.
import type { Homes } from '@opportune/core/cluster/homes.ts';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Dial } from '@opportune/core/ports/dialling.ts';
import type { Media } from '@opportune/core/ports/media.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Making } from './recording/making.ts';
import type { RecordingRules } from './recording/recording-settings.ts';
import type { Desks } from '../desk/desks.ts';
import type { TellVisitor } from '../desk/seams.ts';

/** The installation's settings for calls. */
export interface Voice {
  readonly media: Media;
  readonly turn: TurnSettings;
}

/** Servers that relay sound where browsers cannot reach the host. */
export interface TurnSettings {
  readonly urls: readonly string[];
  /** Shared with those servers. Null: they ask for no credentials. */
  readonly secret: string | null;
}

export interface CallDependencies {
  readonly world: World;
  readonly homes: Homes;
  readonly records: Records;
  readonly budgets: Budgets;
  readonly desks: Desks;
  /** Adds to the visitor's log. */
  readonly tellVisitor: TellVisitor;
  /** The store of files. */
  readonly store: AttachmentStore;
  /** Gives accounts fair turns on the event loop. */
  readonly turns: Pick<FairTurns, 'turn'>;
  readonly conversations: Pick<ConversationStore, 'load'>;
  /** Calls telephones. */
  readonly dial: Dial;
  /** The folder in which recordings are made. Some may be left where no calls are offered any more. */
  readonly recordings: string;
  /** Null: the installation offers no calls. */
  readonly voice: Voice | null;
  /** Whether the account offers them. */
  readonly isOn: (account: AccountId) => Promise<boolean>;
}

/** The same where the installation offers calls. */
export type CallParts = World &
  Omit<CallDependencies, 'world' | 'voice'> &
  Voice & {
    readonly rules: RecordingRules;
    readonly making: Making;
  };
