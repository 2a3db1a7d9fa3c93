// Builds the writing feature: predefined answers, drafts, files and masking. Provides their routes,
// and what the carriers of messages need.
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import type { Masks } from '@opportune/core/masking/ways-in.ts';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import type { Configuration } from '@opportune/protocol/campaign/configuration.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import type { Feature } from '../http/feature.ts';
import { answerRoutes } from './answers/answer-routes.ts';
import type { ValueSources } from './answers/answer-values.ts';
import { createPredefinedAnswers } from './answers/answers.ts';
import { attachmentRoutes } from './attachments/attachment-routes.ts';
import { type Attachments, createAttachments } from './attachments/attachments.ts';
import { contactSounds, type ContactSounds } from './attachments/contact-sounds.ts';
import { contactFiles, type KeepContactFile } from './attachments/contact-files.ts';
import { sweepUnsent } from './attachments/unsent-sweep.ts';
import { type VisitorFiles, visitorFiles } from './attachments/visitor-files.ts';
import { createDrafts, type Drafts } from './drafts/drafts.ts';
import { createMasking } from './masking/masking.ts';
import { maskBodies, maskingRoutes } from './masking/masking-routes.ts';

export interface WritingDependencies {
  readonly world: World;
  readonly records: Records;
  readonly conversations: ConversationStore;
  /** The store of files, and the key that signs the addresses for visitors' browsers. */
  readonly files: { readonly store: AttachmentStore; readonly addressKey: string };
  /** Everything that is on its way through the process. */
  readonly passing: HeldBytes;
  readonly budgets: Budgets;
  /** Gives accounts fair turns on the event loop. */
  readonly turns: FairTurns;
  readonly configurations: {
    accounts(): Promise<readonly AccountId[]>;
    current(account: AccountId): Promise<Configuration>;
  };
  /** What is known about a visitor, for predefined answers. */
  readonly visitors: Pick<ValueSources, 'addressOf' | 'ordersOf'>;
}

export interface WritingFeature extends Feature {
  readonly masks: Masks;
  readonly drafts: Drafts;
  readonly attachments: Attachments;
  /** Files for visitors' browsers. */
  readonly visitorFiles: VisitorFiles;
  /** Keeps files of contacts on other channels. */
  readonly keepFile: KeepContactFile;
  /** Keeps what they said by telephone. */
  readonly keepSound: ContactSounds;
}

export function createWritingFeature(given: WritingDependencies): WritingFeature {
  const { world, records, conversations, files, configurations, visitors } = given;
  const use = { ...world, records, store: files.store };
  const masking = createMasking(use);
  const { budgets, turns, passing } = given;
  const attachments = createAttachments({
    ...use,
    ...{ budgets, turns, passing },
    masks: masking,
    secret: files.addressKey,
  });
  let endSweep = (): void => {};
  const answers = createPredefinedAnswers(records, world.ids);
  const siteName: ValueSources['siteName'] = async (account, id) =>
    (await configurations.current(account)).sites.find((site) => site.id === id)?.name ?? '';
  return {
    name: 'writing',
    masks: masking,
    drafts: createDrafts(records),
    attachments,
    visitorFiles: visitorFiles(attachments),
    keepFile: contactFiles(attachments),
    keepSound: contactSounds(use),
    routes(app) {
      maskBodies(app, masking);
      maskingRoutes(app, masking);
      answerRoutes(app, answers, { store: conversations, siteName, ...visitors });
      attachmentRoutes(app, attachments, conversations);
    },
    start() {
      endSweep = sweepUnsent({ ...use, accounts: () => configurations.accounts() });
    },
    close() {
      endSweep();
      masking.close();
    },
  };
}
