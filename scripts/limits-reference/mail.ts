// E-mail, in words: the sentences of docs/reference/limits.md.
import { letterLimits, mailboxLimits, shownLetterLimits } from '@opportune/protocol/limits/mail.ts';
import { section, type Sentences } from './section.ts';

const mailboxes: Sentences<typeof mailboxLimits> = {
  hostLength: 'Characters of the name of a mail server.',
  userLength: 'Characters of a user name at a mail server.',
  passwordLength: 'Characters of a password.',
  nameLength: 'Characters of a sender’s name.',
  folders: 'Folders of one mailbox that are watched. Beyond: `request.invalid`.',
  folderLength: 'Characters of a folder’s name.',
  signatureLength: 'Characters of a signature. Beyond: `request.invalid`.',
  signatures: 'Signatures of skills, and of agents, each. Beyond: `request.invalid`.',
  watched: 'Mailboxes that one process watches. The rest wait for another process.',
  fetchingBytes: 'E-mails of all mailboxes that are being fetched. Beyond: they wait.',
  leaseMs: 'After how long another process may watch a mailbox whose process died.',
  lookMs: 'How often a process looks for mailboxes that nobody watches.',
  longestRestMs: 'The longest wait before a mailbox is connected to again.',
  lookAgainMs: 'How often a folder is looked at whose server announces nothing.',
  postedBytes: 'One e-mail that a system posts. Beyond: HTTP 413 `request.too_large`.',
  goesOnMs:
    'How long after its end a conversation by e-mail continues with a reply. Later another one begins.',
  closesAfterH: 'Hours of silence that end a conversation by e-mail, if its channel sets none.',
  copies: 'Recipients that an agent may name in CC, and in BCC. Beyond: `request.invalid`.',
  subjectLength: 'Characters of a subject that an agent writes. Beyond: `request.invalid`.',
};

const letters: Sentences<typeof letterLimits> = {
  letterBytes: 'One e-mail. The rest is not read.',
  quickMs: 'How long an e-mail is read at first. Beyond: by the process for those that take long.',
  readingMs:
    'How long an e-mail may be read. Beyond: it is read once more, and then kept as a file.',
  readingBytes:
    'The memory of each of two processes that read e-mails. Beyond: as with one that takes too long.',
  waitingBytes:
    'E-mails that wait for each process; of one account as much as is free. Beyond: they are fetched or posted again later.',
  parts: 'Parts of an e-mail. The rest is not read.',
  depth: 'How deep its parts may be nested. Beyond: they are read as one text.',
  headerLength: 'Characters of the header of a part. The rest is text.',
  fields: 'Fields of a header. The rest is not read.',
  fieldLength: 'Characters of one field. The rest is cut.',
  addresses: 'Addresses in one field. The rest is not read.',
  references: 'Message-IDs that a field refers to. Beyond: the last ones count.',
  subjectLength: 'Characters of a subject. The rest is cut.',
  textLength: 'Characters of the text. The rest is cut.',
  htmlLength: 'Characters of the HTML. Beyond: it is not shown, and the plain text counts.',
  htmlNodes: 'Elements and texts of the HTML. Beyond: as for its length.',
  htmlDepth: 'How deep they may be nested. Beyond: as for its length.',
  files: 'Files of an e-mail. The rest is not kept.',
  nameLength: 'Characters of a file’s name. The rest is cut.',
  diagnosticLength: 'Characters of a mail server’s reason that are shown. The rest is cut.',
  hops: 'Servers that an e-mail may have passed. Beyond, it counts as a loop.',
};

const shownLetters: Sentences<typeof shownLetterLimits> = {
  subjectLength: 'Characters of a subject that a message shows.',
  nameLength: 'Characters of a name beside an address.',
  addressLength: 'Characters of an address.',
  people: 'Recipients and recipients of copies that a message shows, each.',
  reports: 'Recipients of a delivery report that a message shows.',
  diagnosticLength: 'Characters of a mail server’s reason.',
  eventLength: 'Characters of the subject, place and organiser of an invitation, each.',
  wordLength: 'Characters of a status, a time or a zone.',
  unread: 'Parts that could not be shown and that a message names.',
  pictures: 'Inline pictures of an e-mail that its HTML shows.',
};

/** The sections, line by line. */
export const mailLines: readonly string[] = [
  ...section('Mailboxes', mailboxLimits, mailboxes),
  ...section('E-mails that are read', letterLimits, letters),
  ...section('E-mails as they are shown', shownLetterLimits, shownLetters),
];
