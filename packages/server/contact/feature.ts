// Builds the contact feature: its routes, and what verified identity joins.
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Masks } from '@opportune/core/masking/ways-in.ts';
import type { JobKind } from '@opportune/core/ports/jobs.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { World } from '@opportune/core/ports/world.ts';
import { contactDetailLimits } from '@opportune/protocol/rest/contact/details.ts';
import { transferLimits } from '@opportune/protocol/rest/contact/transfer.ts';
import type { Feature } from '../http/feature.ts';
import { forgetEachHour, type Old } from '../http/forget-old.ts';
import { contactRoutes } from './contact-routes.ts';
import { type Contacts, type ContactsDependencies, createContacts } from './contacts.ts';
import { createContactFields } from './details/contact-fields.ts';
import { createDetails } from './details/contact-details.ts';
import { detailRoutes } from './details/detail-routes.ts';
import { isSignedIn } from './join-answered.ts';
import { exportKind } from './transfer/export-job.ts';
import type { ImportedOptIns } from './transfer/import-batch.ts';
import { importKind } from './transfer/import-job.ts';
import { createImports, type ImportsParts } from './transfer/imports.ts';
import { exportRoutes, importRoutes } from './transfer/transfer-routes.ts';

export interface ContactDependencies {
  readonly world: World;
  readonly records: Records;
  readonly conversations: ConversationStore;
  readonly masks: Masks;
  /** What imports and exports of files need beside. */
  readonly transfer: Pick<ImportsParts, 'jobs' | 'sealing' | 'budgets' | 'passing'> & {
    readonly optIns: ImportedOptIns;
  };
  readonly moved: ContactsDependencies['moved'];
  readonly tell: ContactsDependencies['tell'];
}

export interface ContactFeature
  extends Feature, Pick<Contacts, 'join' | 'joinCustomers' | 'joinAnswered' | 'read'> {
  readonly moved: ContactsDependencies['moved'];
  readonly isSignedIn: typeof isSignedIn;
  readonly kinds: readonly JobKind[];
}

export const oldFiles: Old = {
  by: 'forget_contact_files',
  keptMs: transferLimits.keptMs,
  atOnce: 100,
};
export const oldChanges: Old = {
  by: 'forget_contact_changes',
  keptMs: contactDetailLimits.changesKeptMs,
  atOnce: 5_000,
};

export function createContactFeature(use: ContactDependencies): ContactFeature {
  const { world, records, conversations: store, masks, moved, tell } = use;
  const contacts = createContacts({ ...world, records, store, moved, tell });
  const details = createDetails({ ...world, records, masks });
  const fields = createContactFields(records, world.ids);
  const transfer = { ...world, records, masks, ...use.transfer };
  const imports = createImports(transfer);
  const { join, joinCustomers, joinAnswered, read } = contacts;
  let stopForgetting: readonly (() => Promise<void>)[] = [];
  return {
    ...{ name: 'contact', join, joinCustomers, joinAnswered, read, moved, isSignedIn },
    kinds: [importKind(transfer), exportKind(transfer)],
    start() {
      stopForgetting = [oldFiles, oldChanges].map((old) =>
        forgetEachHour({ ...world, records }, old),
      );
    },
    async close() {
      await Promise.all(stopForgetting.map((stop) => stop()));
    },
    routes(app) {
      contactRoutes(app, contacts);
      detailRoutes(app, details, fields);
      importRoutes(app, imports);
      exportRoutes(app, transfer);
    },
  };
}
