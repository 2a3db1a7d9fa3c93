// Files of conversations: who may send which, what is kept of them, and who finds them. Their bytes go
// through one store, what is known of them into records; the message that carries a file has its id. It
// posts no message.
import { createHash } from 'node:crypto';
import { examine } from '@opportune/core/attachment/examine.ts';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import { nameFor, plainName } from '@opportune/core/attachment/file-name.ts';
import { maskOf, type Masks } from '@opportune/core/masking/ways-in.ts';
import type { Budgets, Place } from '@opportune/core/ports/budgets.ts';
import type { AttachmentStore, StoredBytes } from '@opportune/core/ports/attachments.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import type { Attachment } from '@opportune/protocol/conversation/attachment.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { AccountId } from '@opportune/protocol/ids.ts';
import { attachmentLimits as limits } from '@opportune/protocol/limits.ts';
import type { AttachmentSettings } from '@opportune/protocol/rest/conversation/attachments.ts';
import { createDownloads, type Downloads } from '../../http/files/downloads.ts';
import { refuse } from '../../http/problem/refusal.ts';
import {
  beginFile,
  type FileOf,
  findFile,
  type KnownFile,
  type Sender,
  sentBy,
  settleFile,
} from './attachment-rows.ts';
import { type AttachmentRules, createAttachmentRules } from './attachment-settings.ts';
import { maskFile } from './mask-file.ts';
import { createTickets } from './tickets.ts';
import { type Content, createUploads } from './uploads.ts';

export interface AttachmentsDependencies {
  readonly records: Records;
  readonly bus: Bus;
  readonly store: AttachmentStore;
  readonly budgets: Budgets;
  readonly clock: Clock;
  readonly schedule: Schedule;
  readonly ids: Ids;
  /** Of accounts, on the event loop. */
  readonly turns: FairTurns;
  /** What accounts have masked in names and texts. */
  readonly masks: Masks;
  /** Signs the addresses that visitors' browsers are given. */
  readonly secret: string;
}

export interface OpenedFile {
  readonly attachment: Attachment;
  readonly bytes: StoredBytes;
}

export interface Attachments {
  readonly rules: AttachmentRules;
  /** Answers that carry a file have to be held here. */
  readonly downloads: Downloads;
  /** Notes that a file comes, or says why it may not. `sizeBytes` null: not told. */
  begin(
    file: FileOf,
    of: { readonly sender: Sender; readonly name: string; readonly sizeBytes: number | null },
  ): Promise<ErrorCode | null>;
  /**
   * Takes the bytes of a file that was begun; one that is stored already is answered again. `address`
   * is that of a visitor, null of an agent. Throws `rate.files` where too many are on their way.
   */
  receive(file: FileOf, content: Content, address: string | null): Promise<Attachment>;
  /** What the message of this id carries, where its writer may send it; else the code of a refusal. */
  carried(file: FileOf, sender: Sender): Promise<Attachment | ErrorCode>;
  /** Null where there is none. */
  open(file: FileOf): Promise<OpenedFile | null>;
  /** Where the visitor's browser sends a file that was begun. */
  addressToSend(file: FileOf): string;
  /** The file that an address opens. Throws `request.not_found`. */
  addressed(act: 'send' | 'read', ticket: string): FileOf;
  withAddress(file: FileOf, attachment: Attachment): Attachment;
  /** A message as its visitor's window gets it: with an address where it carries a file. */
  forVisitor(account: AccountId, message: Message): Message;
}

const MiB = 1024 * 1024;
const dayMs = 24 * 3600_000;
/** Addresses stay the same within this time, so that browsers fetch a picture once. */
const slotMs = 6 * 3600_000;

export function createAttachments(use: AttachmentsDependencies): Attachments {
  const { records, store, clock } = use;
  const rules = createAttachmentRules(records, use.bus);
  const tickets = createTickets(use.secret);
  const uploads = createUploads(limits.heldBytes, use.schedule);

  const find = (file: FileOf): Promise<KnownFile | null> =>
    records.withAccount(file.account, (sql) => findFile(sql, file));

  async function refusal(file: FileOf, sender: Sender, sizeBytes: number | null) {
    const settings = await rules.of(file.account);
    if (!('agent' in sender ? settings.agents : settings.visitors)) return 'attachment.off';
    if (sizeBytes !== null && sizeBytes > settings.sizeMb * MiB) return 'attachment.too_large';
    if ('agent' in sender) return null;
    const since = clock.now() - dayMs;
    const sent = await records.withAccount(file.account, (sql) =>
      sentBy(sql, sender.visitor, since),
    );
    const full =
      sent.files >= limits.visitorFiles ||
      sent.bytes >= limits.visitorBytes ||
      sent.allBytes >= limits.accountBytes;
    return full ? 'attachment.too_many' : null;
  }

  async function take(
    file: FileOf,
    known: KnownFile,
    read: (mostBytes: number) => Promise<Uint8Array>,
  ) {
    const settings = await rules.of(file.account);
    const bytes = await read(settings.sizeMb * MiB);
    const turn = () => use.turns.turn(file.account, 0);
    await turn();
    const found = examine(bytes);
    if (found === null || !settings.types.includes(found.mediaType))
      throw refuse('attachment.type', { detail: typesTaken(settings) });
    const examined = await maskFile(await maskOf(use.masks, file.account), found, turn);
    await store.put(known.key, examined.bytes);
    const name = nameFor(known.name, examined.mediaType);
    const sha256 = createHash('sha256').update(examined.bytes).digest();
    const settled = { examined, name, sha256, at: clock.now() };
    await records.withAccount(file.account, (sql) => settleFile(sql, file, settled));
    return stored(await find(file));
  }

  const withAddress: Attachments['withAddress'] = (file, attachment) => {
    const now = clock.now();
    const until = Math.ceil((now + limits.addressMs) / slotMs) * slotMs;
    return { ...attachment, address: `v1/attachments/${tickets.issue('read', file, until)}` };
  };

  return {
    rules,
    downloads: createDownloads(use.budgets, use.schedule),
    async begin(file, { sender, name, sizeBytes }) {
      const known = await find(file);
      if (known !== null) return isBy(known, sender) ? null : 'request.conflict';
      const refused = await refusal(file, sender, sizeBytes);
      if (refused !== null) return refused;
      const mask = await maskOf(use.masks, file.account);
      const plain = mask.text(plainName(name));
      const made = { place: use.ids.next(), sender, name: plain, at: clock.now() };
      await records.withAccount(file.account, (sql) => beginFile(sql, file, made));
      return null;
    },
    receive: (file, content, address) =>
      // At once, so that of two tries for a file the later one ends the earlier.
      uploads.run(Object.values(file).join('\n'), async (read) => {
        const known = await find(file);
        if (known === null) throw refuse('request.not_found');
        if (known.stored !== null) return known.stored;
        const sender = senderOf(known);
        const leave = use.budgets.enter(placesOf(file, sender, address));
        if (leave === null) throw refuse('rate.files');
        const payers = { account: file.account, address: address ?? sender };
        return take(file, known, (most) => read(content, most, payers)).finally(leave);
      }),
    async carried(file, sender) {
      const known = await find(file);
      if (known === null || known.stored === null || !isBy(known, sender))
        return 'attachment.missing';
      return clock.now() - known.begunAt > limits.unsentMs ? 'attachment.missing' : known.stored;
    },
    async open(file) {
      const known = await find(file);
      if (known === null || known.stored === null) return null;
      const bytes = await store.get(known.key);
      return bytes === null ? null : { attachment: known.stored, bytes };
    },
    addressToSend: (file) =>
      `v1/attachments/${tickets.issue('send', file, clock.now() + limits.unsentMs)}`,
    addressed(act, ticket) {
      const file = tickets.open(act, ticket, clock.now());
      if (file === null) throw refuse('request.not_found');
      return file;
    },
    withAddress,
    forVisitor(account, message) {
      const { body, conversation, id } = message;
      if (body.type !== 'text' || body.content?.type !== 'attachment') return message;
      const file = { account, conversation, message: id };
      return { ...message, body: { ...body, content: withAddress(file, body.content) } };
    },
  };
}

function senderOf({ sender }: KnownFile): string {
  return 'agent' in sender ? `agent ${sender.agent}` : `visitor ${sender.visitor}`;
}

/** What of others has to wait while this file is on its way. */
function placesOf({ account }: FileOf, sender: string, address: string | null): readonly Place[] {
  const places: Place[] = [
    { budget: 'files.sender', payer: `${account} ${sender}` },
    { budget: 'files.account', payer: account },
  ];
  if (address !== null) places.push({ budget: 'files.address', payer: address });
  return places;
}

/** Agents of one account stand for each other until one of them sends it. */
function isBy({ sender }: KnownFile, by: Sender): boolean {
  if ('visitor' in sender) return 'visitor' in by && by.visitor === sender.visitor;
  return 'agent' in by;
}

function stored(known: KnownFile | null): Attachment {
  if (known === null || known.stored === null) throw refuse('request.not_found');
  return known.stored;
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
  return `Files of this type are not taken; these are: ${types.map((type) => words[type]).join(', ')}.`;
}
