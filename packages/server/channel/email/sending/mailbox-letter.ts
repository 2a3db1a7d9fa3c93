// An answer from a mailbox as a letter: what the agent wrote, their signature and what the contact had
// written last, in plain text and in HTML that is made by escaping alone; and the header by which mail
// programs, and we, find its thread again.
import type { Around, AroundLetter, SendOrder } from '@opportune/core/ports/channel.ts';
import type { Letter, LetterFile } from '@opportune/core/ports/mail.ts';
import { mintMessageId } from '@opportune/core/mail/thread/message-id.ts';
import { mintReplyAddress } from '@opportune/core/mail/thread/reply-address.ts';
import type { Mac } from '@opportune/core/mail/thread/mac.ts';
import type { MailSignatures } from '@opportune/protocol/channel/email.ts';
import { languageOf } from '@opportune/words/language.ts';
import { lettersIn } from '@opportune/words/letters.ts';
import { escaped } from '../../../http/html.ts';
import type { Mailbox } from '../mailbox.ts';

export interface Writing {
  readonly mailbox: Mailbox;
  readonly mac: Mac;
}

export function mailboxLetter(
  { mailbox, mac }: Writing,
  order: SendOrder,
  around: Around,
  files: readonly LetterFile[],
): Letter {
  const { shown } = mailbox;
  const { letter } = around;
  const { address } = shown;
  const head = letter === undefined ? {} : threadHead(letter, { address, mac });
  const reply =
    letter !== undefined && shown.plus === true
      ? mintReplyAddress(address, letter.conversation, mac)
      : null;
  return {
    to: order.address,
    ...(letter !== undefined && { cc: letter.cc, bcc: letter.bcc }),
    ...head,
    ...answering(order.answers),
    headers: headersOf(around, order),
    // Through another mail server, the letter does not come from the mailbox.
    replyTo: reply ?? address,
    ...written(order, around, shown.signatures),
    attachments: files,
  };
}

function threadHead(
  { conversation, message }: AroundLetter,
  { address, mac }: { readonly address: string; readonly mac: Mac },
): Pick<Letter, 'messageId'> {
  const host = address.slice(address.lastIndexOf('@') + 1);
  return { messageId: mintMessageId({ conversation, message }, { mac, host }) };
}

/** RFC 3834, section 5, and what Exchange reads of it: nothing automatic answers the letter. */
const automaticHeaders = {
  'Auto-Submitted': 'auto-replied',
  'X-Auto-Response-Suppress': 'All',
} as const;

function headersOf(
  { automatic, unsubscribe = null, letter }: Around,
  { answers }: SendOrder,
): Readonly<Record<string, string>> {
  // Whoever never wrote did not ask for it. A link that others get too would end what they do not get.
  const isAlone = (letter?.cc.length ?? 0) + (letter?.bcc.length ?? 0) === 0;
  const isUnasked = answers === null && unsubscribe !== null && isAlone;
  return {
    ...(automatic === true && automaticHeaders),
    ...(isUnasked && {
      'List-Unsubscribe': `<${unsubscribe}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    }),
  };
}

const messageId = /^<[^<>\s]{1,900}>$/;

/** RFC 5322, section 3.6.4. */
function answering(answers: SendOrder['answers']): Pick<Letter, 'inReplyTo' | 'references'> {
  if (answers === null || !messageId.test(answers.externalId)) return {};
  const earlier = (answers.token ?? '').split(' ').filter((id) => messageId.test(id));
  return {
    inReplyTo: answers.externalId,
    references: [...earlier.filter((id) => id !== answers.externalId), answers.externalId],
  };
}

function written(
  { parts, author }: SendOrder,
  around: Around,
  signatures: MailSignatures | undefined,
): Pick<Letter, 'subject' | 'text' | 'html'> {
  const { business, language: tag, asked, letter } = around;
  const language = languageOf([tag]);
  const letters = lettersIn(language);
  const agent = author ?? business;
  const words = parts.map((part) => (part.type === 'text' ? part.text : '')).filter(Boolean);
  const answer = words.join('\n');
  const signature = signatureOf(signatures, letter, { agent, business });
  const subject = letter?.subject ? letter.subject : letters.answered(agent);
  const { wrote } = letters.case;
  const quoted = asked.split('\n').map((line) => `> ${line}`);
  const below = asked === '' ? [] : [`${wrote}\n${quoted.join('\n')}`];
  // `-- ` and a line end begin a signature (RFC 3676, section 4.3).
  const signed = signature === '' ? [] : [`-- \n${signature}`];
  return {
    subject,
    text: [...[answer].filter(Boolean), ...below, ...signed, ''].join('\n\n'),
    html: [
      `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
      `<title>${escaped(subject)}</title></head>`,
      '<body style="font:15px/1.5 sans-serif">',
      ...(answer === '' ? [] : [`<p>${lines(answer)}</p>`]),
      ...(signature === '' ? [] : [`<p style="color:#555">${lines(signature)}</p>`]),
      ...(asked === '' ? [] : [quotedHtml(wrote, asked)]),
      '</body></html>',
    ].join('\n'),
  };
}

/** Other mail programs, and ours, fold what has this class. */
function quotedHtml(wrote: string, asked: string): string {
  return [
    `<div class="gmail_quote"><p>${escaped(wrote)}</p>`,
    '<blockquote type="cite" style="margin:0;padding-left:12px;border-left:3px solid #ccc">',
    `${lines(asked)}</blockquote></div>`,
  ].join('\n');
}

/** That of the agent, else of the skill, else of everybody; else the names. */
export function signatureOf(
  signatures: MailSignatures | undefined,
  letter: Pick<AroundLetter, 'agent' | 'skill'> | undefined,
  names: { readonly agent: string; readonly business: string },
): string {
  const { agent = null, skill = null } = letter ?? {};
  const own = agent === null ? undefined : signatures?.agents?.[agent];
  const ofSkill = skill === null ? undefined : signatures?.skills?.[skill];
  const usual = names.agent === names.business ? '{business}' : '{agent}, {business}';
  const text = own ?? ofSkill ?? signatures?.default ?? usual;
  // In one go: a name may have braces.
  return text
    .replace(/\{(agent|business)\}/g, (_, name: 'agent' | 'business') => names[name])
    .trim();
}

function lines(text: string): string {
  return escaped(text).replaceAll('\n', '<br>');
}
