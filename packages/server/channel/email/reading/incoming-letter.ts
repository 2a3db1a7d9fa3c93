// A letter as an incoming message of its channel: its text, its files, and what is shown beside them.
import type { Incoming, IncomingLetter } from '@opportune/core/ports/channel.ts';
import type {
  FoldedPiece,
  LetterHead,
  MailPerson,
  ShownKind,
} from '@opportune/protocol/channel/letter.ts';
import { conversationLimits } from '@opportune/protocol/limits/conversations.ts';
import { shownLetterLimits as limits } from '@opportune/protocol/limits/mail.ts';
import type { Letter, LetterKind, MailAddress } from './letter.ts';

/** `referenceOf`: how the channel finds a file of the letter again, by its place. */
export function incomingLetter(letter: Letter, referenceOf: (at: number) => string): Incoming {
  return {
    text: letter.text,
    media: letter.files.map(({ name }, at) => ({
      reference: referenceOf(at),
      name: name === '' ? null : name,
    })),
    ...{ choice: null, location: null, unread: null },
    letter: besideText(letter),
  };
}

function besideText(letter: Letter): IncomingLetter {
  const pictures = letter.files.flatMap(({ inline, contentId }, at) =>
    inline && contentId !== null ? [{ contentId, at }] : [],
  );
  return {
    head: letterHead(letter),
    folded: piecesOf(letter),
    html: letter.html,
    remoteImages: letter.remoteImages,
    pictures: pictures.slice(0, limits.pictures),
  };
}

function piecesOf({ folded }: Letter): readonly FoldedPiece[] {
  return folded.flatMap(({ kind, text }) => (kind === 'text' ? [] : [{ kind, text }]));
}

export function letterHead(letter: Letter): LetterHead {
  const pieces = piecesOf(letter);
  return {
    subject: letter.subject.slice(0, limits.subjectLength),
    from: letter.from === null ? null : person(letter.from),
    to: letter.to.slice(0, limits.people).map(person),
    cc: letter.cc.slice(0, limits.people).map(person),
    kind: shownKind(letter.kind),
    isCut: letter.text.length > conversationLimits.messageLength,
    quoted: pieces.some(({ kind }) => kind === 'quoted'),
    signature: pieces.some(({ kind }) => kind === 'signature'),
    html: letter.html !== null,
    authenticated: letter.authenticated.dmarc,
    unread: letter.unread
      .slice(0, limits.unread)
      .map(({ what, name }) => ({ what, name: name.slice(0, limits.nameLength) })),
  };
}

function person({ name, address }: MailAddress): MailPerson {
  return {
    name: name.slice(0, limits.nameLength),
    address: address.slice(0, limits.addressLength),
  };
}

function shownKind(kind: LetterKind): ShownKind {
  switch (kind.type) {
    case 'bounce':
      return {
        type: 'bounce',
        reports: kind.bounce.reports.slice(0, limits.reports).map((report) => ({
          recipient: report.recipient.slice(0, limits.addressLength),
          status: report.status.slice(0, limits.wordLength),
          action: report.action,
          diagnostic: report.diagnostic.slice(0, limits.diagnosticLength),
        })),
      };
    case 'list':
      return { type: 'list', list: kind.list.slice(0, limits.addressLength) };
    case 'calendar': {
      const { method, answer, ...words } = kind.calendar;
      const cut = (text: string, most: number): string => text.slice(0, most);
      return {
        type: 'calendar',
        calendar: {
          ...{ method, answer },
          summary: cut(words.summary, limits.eventLength),
          location: cut(words.location, limits.eventLength),
          organizer: cut(words.organizer, limits.eventLength),
          start: cut(words.start, limits.wordLength),
          end: cut(words.end, limits.wordLength),
          zone: cut(words.zone, limits.wordLength),
        },
      };
    }
    default:
      return { type: kind.type };
  }
}
