// Receives a file: checks whether its sender may send it now, and processes its bytes on the way to
// the store. A stored file has an accepted type and is masked.
import { createHash } from 'node:crypto';
import { examine } from '@opportune/core/attachment/examine.ts';
import { nameFor, plainName } from '@opportune/core/attachment/file-name.ts';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { HeldBytes } from '@opportune/core/bounds/held-bytes.ts';
import { maskOf, type Masks } from '@opportune/core/masking/ways-in.ts';
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { Budgets, Place } from '@opportune/core/ports/budgets.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import { attachmentLimits as limits } from '@opportune/protocol/limits/conversations.ts';
import type { AttachmentSettings } from '@opportune/protocol/rest/conversation/attachments.ts';
import { refuse } from '../../http/problem/refusal.ts';
import { type Content, createUploads } from '../../http/uploads/uploads.ts';
import {
  beginFile,
  type FileOf,
  findFile,
  isBy,
  type KnownFile,
  type Sender,
  sentBy,
  settleFile,
} from './attachment-rows.ts';
import type { AttachmentRules } from './attachment-settings.ts';
import { maskFile } from './mask-file.ts';

export interface ReceivingDependencies {
  readonly records: Records;
  readonly store: AttachmentStore;
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly schedule: Schedule;
  /** Everything that is on its way through the process. */
  readonly passing: HeldBytes;
  readonly ids: Ids;
  /** Gives accounts fair turns on the event loop. */
  readonly turns: FairTurns;
  /** The masks of accounts, for names and texts. */
  readonly masks: Masks;
}

export interface Receiving {
  /** Notes that a file will come, or returns why it may not. `sizeBytes` is null if unknown. */
  begin(
    file: FileOf,
    of: { readonly sender: Sender; readonly name: string; readonly sizeBytes: number | null },
  ): Promise<ErrorCode | null>;
  /**
   * Receives the bytes of a file that was begun. A stored one is answered again. `address` is the
   * visitor's, null for an agent. Throws `rate.files` if too many are arriving.
   */
  receive(file: FileOf, content: Content, address: string | null): Promise<Attachment>;
}

const MiB = 1024 * 1024;
const dayMs = 24 * 3600_000;

export function createReceiving(use: ReceivingDependencies, rules: AttachmentRules): Receiving {
  const { records, clock } = use;
  const { passing, schedule } = use;
  const uploads = createUploads(
    { roomBytes: limits.heldBytes, passing, schedule },
    { tooLarge: 'attachment.too_large', tooSlow: 'attachment.too_slow' },
  );
  return {
    async begin(file, { sender, name, sizeBytes }) {
      const known = await records.withAccount(file.account, (sql) => findFile(sql, file));
      if (known !== null) return isBy(known, sender) ? null : 'request.conflict';
      const settings = await rules.of(file.account);
      const refused = await refusal(use, settings, file, { sender, sizeBytes });
      if (refused !== null) return refused;
      const mask = await maskOf(use.masks, file.account);
      const plain = mask.text(plainName(name));
      const made = { place: use.ids.next(), sender, name: plain, at: clock.now() };
      await records.withAccount(file.account, (sql) => beginFile(sql, file, made));
      return null;
    },
    receive: (file, content, address) =>
      // Called at once, so that of two attempts for a file the later one ends the earlier.
      uploads.run(Object.values(file).join('\n'), async (read) => {
        const known = await records.withAccount(file.account, (sql) => findFile(sql, file));
        if (known === null) throw refuse('request.not_found');
        if (known.stored !== null) return known.stored;
        const sender = senderOf(known);
        const leave = use.budgets.enter(placesOf(file, sender, address));
        if (leave === null) throw refuse('rate.files');
        const payers = { account: file.account, address: address ?? sender };
        const taken = async (): Promise<Attachment> => {
          const settings = await rules.of(file.account);
          const bytes = await read(content, settings.sizeMb * MiB, payers);
          return store(use, settings, file, { known, bytes });
        };
        return taken().finally(leave);
      }),
  };
}

async function refusal(
  { records, clock }: ReceivingDependencies,
  settings: AttachmentSettings,
  file: FileOf,
  { sender, sizeBytes }: { readonly sender: Sender; readonly sizeBytes: number | null },
): Promise<ErrorCode | null> {
  if (!('agent' in sender ? settings.agents : settings.visitors)) return 'attachment.off';
  if (sizeBytes !== null && sizeBytes > settings.sizeMb * MiB) return 'attachment.too_large';
  if ('agent' in sender) return null;
  const since = clock.now() - dayMs;
  const sent = await records.withAccount(file.account, (sql) => sentBy(sql, sender.visitor, since));
  const full =
    sent.files >= limits.visitorFiles ||
    sent.bytes >= limits.visitorBytes ||
    sent.allBytes >= limits.accountBytes;
  return full ? 'attachment.too_many' : null;
}

async function store(
  use: ReceivingDependencies,
  settings: AttachmentSettings,
  file: FileOf,
  { known, bytes }: { readonly known: KnownFile; readonly bytes: Uint8Array },
): Promise<Attachment> {
  const turn = () => use.turns.turn(file.account, 0);
  await turn();
  const found = examine(bytes);
  if (found === null || !settings.types.includes(found.mediaType))
    throw refuse('attachment.type', { detail: typesTaken(settings) });
  const examined = await maskFile(await maskOf(use.masks, file.account), found, turn);
  await use.store.put(known.key, examined.bytes);
  const name = nameFor(known.name, examined.mediaType);
  const sha256 = createHash('sha256').update(examined.bytes).digest();
  const settled = { examined, name, sha256, at: use.clock.now() };
  await use.records.withAccount(file.account, (sql) => settleFile(sql, file, settled));
  return mustBeStored(use, file);
}

async function mustBeStored({ records }: ReceivingDependencies, file: FileOf): Promise<Attachment> {
  const kept = await records.withAccount(file.account, (sql) => findFile(sql, file));
  if (kept === null || kept.stored === null) throw refuse('request.not_found');
  return kept.stored;
}

function senderOf({ sender }: KnownFile): string {
  return 'agent' in sender ? `agent ${sender.agent}` : `visitor ${sender.visitor}`;
}

/** The places that this file occupies while it arrives. */
function placesOf({ account }: FileOf, sender: string, address: string | null): readonly Place[] {
  const places: Place[] = [
    { budget: 'files.sender', payer: `${account} ${sender}` },
    { budget: 'files.account', payer: account },
  ];
  if (address !== null) places.push({ budget: 'files.address', payer: address });
  return places;
}

const words: Readonly<Record<string, string>> = {
  'image/png': 'PNG',
  'image/jpeg': 'JPEG',
  'image/gif': 'GIF',
  'image/webp': 'WebP',
  'application/pdf': 'PDF',
  'text/plain': 'text',
};

function typesTaken({ types }: AttachmentSettings): string {
  return `Files of this type are not accepted. Accepted types: ${types.map((type) => words[type]).join(', ')}.`;
}
