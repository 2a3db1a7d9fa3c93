// Sends an answer from a mailbox, with its files, and files it among the sent letters if the mailbox is
// set up so.
import type { SendOrder, SendOutcome } from '@opportune/core/ports/channel.ts';
import { type Letter, type LetterFile, outcomeOf } from '@opportune/core/ports/mail.ts';
import type { Part } from '@opportune/protocol/channel/parts.ts';
import { fileSent } from './file-sent.ts';
import { mailboxLetter, type Writing } from './mailbox-letter.ts';
import { mailOfMailbox, type WayOut } from './mailbox-mail.ts';

export type Sending = WayOut & Writing;

export async function sendFromMailbox(use: Sending, order: SendOrder): Promise<SendOutcome> {
  const around = await order.around();
  const files = await filesOf(order);
  if (files === null)
    return { type: 'refused', reason: 'not-taken', detail: 'The file is gone.', externalIds: [] };
  const letter = mailboxLetter(use, order, around, files);
  const sent = await attempt(use, { letter, order, business: around.business }, false);
  // A token may be withdrawn before its end.
  const isAgain = sent.type === 'reconnect' && use.access?.server.oauth !== undefined;
  return isAgain ? attempt(use, { letter, order, business: around.business }, true) : sent;
}

async function attempt(
  use: Sending,
  of: { readonly letter: Letter; readonly order: SendOrder; readonly business: string },
  isRefused: boolean,
): Promise<SendOutcome> {
  const { letter, order, business } = of;
  const found = await mailOfMailbox(use, business, isRefused);
  if (found.type !== 'mail') return { ...found, externalIds: [] };
  try {
    const isFiled = use.mailbox.shown.sentFolder === true;
    const left = isFiled ? (raw: Uint8Array) => fileSent(use.access, raw) : undefined;
    await found.mail.send(letter, order.withinMs, left);
  } catch (error) {
    return { ...outcomeOf(error), externalIds: [] };
  }
  return { type: 'sent', externalIds: [letter.messageId ?? order.reference] };
}

/** Null: one is gone. */
async function filesOf({ parts, read }: SendOrder): Promise<readonly LetterFile[] | null> {
  const files: LetterFile[] = [];
  for (const part of parts) {
    if (part.type !== 'file') continue;
    const file = await fileOf(part, read);
    if (file === null) return null;
    files.push(file);
  }
  return files;
}

async function fileOf(
  { file }: Extract<Part, { type: 'file' }>,
  read: SendOrder['read'],
): Promise<LetterFile | null> {
  const bytes = await read(file);
  if (bytes === null) return null;
  const chunks: Uint8Array[] = [];
  for await (const chunk of bytes) chunks.push(chunk);
  return { name: file.name, type: file.mediaType, content: Buffer.concat(chunks) };
}
