// Masks what an e-mail has beside its text. If its HTML shows something that is masked, the HTML is not
// kept: a number may be divided by its elements.
import type { Mask } from '@opportune/core/masking/mask.ts';
import type { IncomingLetter } from '@opportune/core/ports/channel.ts';
import type { LetterHead, MailPerson, ShownKind } from '@opportune/protocol/channel/letter.ts';
import { shownLetterLimits as limits } from '@opportune/protocol/limits/mail.ts';

export function maskLetter(letter: IncomingLetter, mask: Mask): IncomingLetter {
  const isShown = letter.html !== null && !isMasked(letter.html, mask);
  const head = maskHead(letter.head, mask);
  const wasMasked = letter.html !== null && !isShown;
  return {
    ...letter,
    head: {
      ...head,
      html: isShown,
      unread: wasMasked
        ? [...head.unread, { what: 'masked' as const, name: '' }].slice(-limits.unread)
        : head.unread,
    },
    folded: letter.folded.map((piece) => ({ ...piece, text: mask.text(piece.text) })),
    // Numbers may still be in its attributes.
    html: isShown ? mask.numbers(letter.html ?? '') : null,
    remoteImages: isShown && letter.remoteImages,
  };
}

function isMasked(html: string, mask: Mask): boolean {
  const words = wordsOfHtml(html);
  return mask.text(words) !== words;
}

/** Its words with the elements between them taken out, so that nothing is divided by one. */
export function wordsOfHtml(html: string): string {
  return html
    .replace(/<\/?(?:p|div|td|th|tr|li|br|hr|h[1-6]|table|blockquote|pre)\b[^>]*>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

function maskHead(head: LetterHead, mask: Mask): LetterHead {
  const cut = (text: string, most: number): string => mask.text(text).slice(0, most);
  const person = ({ name, address }: MailPerson): MailPerson => ({
    name: cut(name, limits.nameLength),
    address,
  });
  return {
    ...head,
    subject: cut(head.subject, limits.subjectLength),
    from: head.from === null ? null : person(head.from),
    to: head.to.map(person),
    cc: head.cc.map(person),
    kind: maskKind(head.kind, cut),
    unread: head.unread.map(({ what, name }) => ({ what, name: cut(name, limits.nameLength) })),
  };
}

function maskKind(kind: ShownKind, cut: (text: string, most: number) => string): ShownKind {
  if (kind.type === 'bounce')
    return {
      ...kind,
      reports: kind.reports.map((report) => ({
        ...report,
        diagnostic: cut(report.diagnostic, limits.diagnosticLength),
      })),
    };
  if (kind.type !== 'calendar') return kind;
  const { calendar } = kind;
  return {
    ...kind,
    calendar: {
      ...calendar,
      summary: cut(calendar.summary, limits.eventLength),
      location: cut(calendar.location, limits.eventLength),
    },
  };
}
