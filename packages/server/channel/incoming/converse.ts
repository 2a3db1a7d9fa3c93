// An item of the inbox takes effect in its conversation: a message goes to the desk, which continues the
// contact's conversation or begins one, and its files follow it. Handled again it is the same message.
import { suggestedThread } from '@opportune/core/mail/thread/thread-of.ts';
import { maskOf, type Masks } from '@opportune/core/masking/ways-in.ts';
import type { Incoming, Item, MediaReference } from '@opportune/core/ports/channel.ts';
import type { ConversationStore, NewMessage } from '@opportune/core/ports/conversation-store.ts';
import type { Clock } from '@opportune/core/world/world.ts';
import type { OfferFrom } from '@opportune/protocol/bus/ways.ts';
import type { AddressAt } from '@opportune/protocol/contact/contact.ts';
import type {
  Aside,
  Author,
  ControlAside,
  Conversation,
  Message,
  MessageBody,
} from '@opportune/protocol/conversation/conversation.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type {
  AccountId,
  ChannelId,
  ConversationId,
  MessageId,
  SkillId,
} from '@opportune/protocol/ids.ts';
import { mailboxLimits } from '@opportune/protocol/limits/mail.ts';
import type { Conversed, Handled } from '../inbox/seams.ts';
import type { Came, CameBy } from '../offers/came-by.ts';
import { maskLetter } from '../email/letters/mask-letter.ts';
import { keptLetter, type LetterRows } from '../email/letters/letter-rows.ts';
import type { AutomaticWords } from './automatic-words.ts';
import { changeMessage, type ChangeParts, isChange } from './change-message.ts';
import { fileLine, incomingBody, namesOf } from './incoming-body.ts';
import { announcementOf, messagesOf } from './message-ids.ts';
import { type FilePlace, takeFile, type TakeFileParts } from './take-file.ts';

/** What the desk is told. */
export interface ForDesk extends AddressAt {
  readonly message: NewMessage;
  /** Empty: the channel does not say. */
  readonly name: string;
  readonly skill: SkillId | null;
  /** Refused with `request.conflict` unless this is their open conversation. */
  readonly within?: ConversationId;
  /** Unless another one is open, it continues this conversation, which has ended. */
  readonly goesOn?: ConversationId;
  /** Written by a machine: it wakes no resting conversation. */
  readonly automatic?: true;
  /** They came by the link of an offer. */
  readonly from?: OfferFrom;
  /** What the channel may answer by itself. */
  readonly words?: AutomaticWords;
  /** Another app of the business answers it. */
  readonly standby?: true;
}

/** Which app of the business has a conversation. */
export interface ForControl extends AddressAt {
  readonly id: MessageId;
  readonly aside: ControlAside;
}

type Received =
  | { readonly refused: ErrorCode }
  | { readonly record: Conversation; readonly message: Message };

export interface ConverseParts extends ChangeParts, TakeFileParts {
  readonly clock: Clock;
  readonly conversations: Pick<ConversationStore, 'list' | 'load' | 'after' | 'find'>;
  readonly masks: Masks;
  /** As agents see the channel. */
  readonly nameOf: (account: AccountId, channel: ChannelId) => Promise<string>;
  readonly receive: (account: AccountId, incoming: ForDesk) => Promise<Received>;
  /** False: no conversation is open there. */
  readonly control: (account: AccountId, note: ForControl) => Promise<boolean>;
  /** What an e-mail has beside the text of its message. */
  readonly keepLetter: LetterRows['keep'];
  /** Offers of pages that brought somebody. */
  readonly cameBy: CameBy;
  /** Notes something in a conversation, for agents only. */
  readonly note: (account: AccountId, id: ConversationId, aside: Aside) => Promise<void>;
}

/** Of the contact, or written to them in the provider's own app. */
type Saying = Extract<Item, { type: 'message' | 'echo' }>;
interface Told extends Omit<Handled, 'receivedAt'> {
  /** Of conversations that begin in its channel. */
  readonly skill: SkillId | null;
  /** Whoever wrote may have opened the channel by a link before. */
  readonly refers?: boolean;
  /** Null: its channel answers nothing by itself. */
  readonly words?: AutomaticWords | null;
}

/** How far back a message is looked for that offered a choice. */
const looksBack = 50;
/** Asked again later it may be taken. */
const passing: readonly ErrorCode[] = ['queue.full', 'server.overloaded'];

/** `kept`: it has no place in a conversation. `later`: there is no room for it yet. */
export async function converse(
  parts: ConverseParts,
  account: AccountId,
  handled: Told,
): Promise<Conversed> {
  const { item } = handled;
  if (isChange(item)) return changeMessage(parts, account, item, handled);
  if (item.type === 'control') return controlled(parts, account, item, handled);
  if (item.type === 'referral') {
    await parts.cameBy.opened(account, item.referral, { ...handled, address: item.address });
    return 'handled';
  }
  return item.type === 'message' || item.type === 'echo'
    ? say(parts, account, item, handled)
    : 'kept';
}

async function controlled(
  { control }: Pick<ConverseParts, 'control'>,
  account: AccountId,
  { what, app, address }: Extract<Item, { type: 'control' }>,
  { id, channel }: Pick<Told, 'id' | 'channel'>,
): Promise<Conversed> {
  const aside = { type: 'control', what, app, by: null } as const;
  const [message] = messagesOf(id, 0);
  const isNoted = await control(account, { id: message, channel, address, aside });
  return isNoted ? 'handled' : 'kept';
}

async function say(
  parts: ConverseParts,
  account: AccountId,
  item: Saying,
  handled: Told,
): Promise<Conversed> {
  const { id, channel, chosen } = handled;
  const mask = await maskOf(parts.masks, account);
  const thread = await threadOf(parts, account, channel, item);
  const address = thread?.address ?? item.address;
  const came = await cameOf(parts, account, item, { ...handled, address });
  const { media } = came.content;
  const isPlain = item.type === 'message' && media.length === 0 && !asks(came.content, chosen);
  // Words alone reach the conversation that is open, whichever it is.
  const last = isPlain ? null : await lastOf(parts, account, { channel, address });
  const open = last === null || isOver(last) ? null : last;
  const messages =
    last !== null && asks(came.content, chosen) ? await newestOf(parts, account, last) : [];
  const letter = came.content.letter === undefined ? null : maskLetter(came.content.letter, mask);
  const content = letter === null ? came.content : { ...came.content, letter };
  const said = incomingBody(content, { chosen, messages, mask }) ?? greetingOf(came, item);
  // A file is kept in a conversation, so one that begins it follows a line with its name.
  const names = said === null && open === null ? namesOf(media, mask) : null;
  const name =
    item.type === 'message' ? mask.text(item.from.name ?? '') : (last?.visitorName ?? '');
  const author = await authorOf(parts, account, handled);
  const goesOn = thread === null || !goesOnWith(thread, parts.clock.now()) ? null : thread.id;
  const { from } = came;
  const { skill } = handled;
  const at = { channel, address, name, author, goesOn, from, skill, words: handled.words ?? null };
  const tell = tellerOf(parts, account, item, at);
  const begun = await begin(tell, id, { said, names });
  if (begun !== null && 'refused' in begun) return refusalOf(begun.refused);
  if (from !== null) await parts.cameBy.used(account, id);
  const talk = begun?.record ?? open;
  if (talk === null || (begun === null && media.length === 0)) return 'kept';
  const place = { account, conversation: talk.id, channel, contact: talk.contact, item: id };
  const ids = messagesOf(id, media.length).slice(said === null ? 0 : 1);
  if (letter !== null) {
    const of = { account, conversation: talk.id, message: messagesOf(id, 0)[0] };
    await parts.keepLetter(of, keptLetter(mask.text(content.text), letter, ids));
    const isNew = thread === null && talk.id !== last?.id;
    if (isNew)
      await suggest(parts, account, talk, { last, messages, subject: letter.head.subject });
  }
  const files = media.flatMap((file, at) => {
    const message = ids[at];
    const line = fileLine(file, mask);
    return message === undefined ? [] : [{ place: { ...place, message }, file, line }];
  });
  return sayFiles(parts, tell, files, handled);
}

/** Whether earlier messages say what it is: a choice is of one, and a letter may have the same subject. */
function asks({ choice, letter }: Incoming, chosen: Handled['chosen']): boolean {
  return choice !== null || chosen !== null || letter !== undefined;
}

/** By which offer of a page they came, and what they wrote without its token. */
function cameOf(
  { cameBy }: ConverseParts,
  account: AccountId,
  item: Saying,
  brought: Parameters<CameBy['of']>[2],
): Promise<Came> {
  if (item.type === 'message' && !item.automatic) return cameBy.of(account, item.content, brought);
  return Promise.resolve({ content: cameBy.plain(item.content), from: null });
}

/** Nothing but a token is a greeting. */
function greetingOf({ content }: Came, item: Saying): MessageBody | null {
  return content.text === '' && item.content.text !== '' ? { type: 'text', text: '…' } : null;
}

/** Tells agents of the last conversation with the sender if it had the same subject. */
async function suggest(
  { clock, note }: Pick<ConverseParts, 'clock' | 'note'>,
  account: AccountId,
  talk: Conversation,
  of: {
    readonly last: Conversation | null;
    readonly messages: readonly Message[];
    readonly subject: string;
  },
): Promise<void> {
  const { last, messages, subject } = of;
  if (last === null) return;
  const { address: from } = talk;
  const candidates = messages.flatMap(({ body, at }) =>
    body.type === 'text' && body.letter !== undefined
      ? [{ conversation: last.id, from, subject: body.letter.subject, at }]
      : [],
  );
  const conversation = suggestedThread({ from, subject, at: clock.now() }, candidates);
  if (conversation === null) return;
  await note(account, talk.id, { type: 'same-subject', conversation, startedAt: last.startedAt });
}

/** Null: it has no words, and its conversation goes on. */
async function begin(
  tell: Tell,
  id: string,
  { said, names }: { readonly said: MessageBody | null; readonly names: MessageBody | null },
): Promise<Received | null> {
  if (said !== null) return tell(messagesOf(id, 0)[0], said);
  return names === null ? null : tell(announcementOf(id), names);
}

interface SaidFile {
  readonly place: FilePlace;
  readonly file: MediaReference;
  readonly line: MessageBody;
}

/** Those that are there already are not fetched again. */
async function sayFiles(
  parts: ConverseParts,
  tell: Tell,
  files: readonly SaidFile[],
  handled: Told,
): Promise<Conversed> {
  for (const each of files) {
    const { account, conversation, message } = each.place;
    if ((await parts.conversations.find(account, conversation, message)) !== null) continue;
    const received = await tellFile(parts, tell, each, handled);
    if ('refused' in received) return refusalOf(received.refused);
  }
  return 'handled';
}

/** Its conversation may end while it is fetched. Then it is a line in the next one. */
async function tellFile(
  parts: ConverseParts,
  tell: Tell,
  { place, file, line }: SaidFile,
  handled: Told,
): Promise<Received> {
  const { message, conversation } = place;
  const body = await takeFile(parts, place, file, handled);
  if (body === null) return tell(message, line);
  const received = await tell(message, body, conversation);
  const isOver = 'refused' in received && received.refused === 'request.conflict';
  return isOver ? tell(message, line) : received;
}

type Tell = (id: MessageId, body: MessageBody, within?: ConversationId) => Promise<Received>;

interface TellAt extends AddressAt {
  readonly name: string;
  readonly author: Author;
  readonly goesOn: ConversationId | null;
  readonly from: OfferFrom | null;
  readonly skill: SkillId | null;
  readonly words: AutomaticWords | null;
}

function tellerOf(
  { clock, receive }: ConverseParts,
  account: AccountId,
  item: Saying,
  { goesOn, author, from, words, ...at }: TellAt,
): Tell {
  const isAutomatic = item.type === 'message' && item.automatic;
  const isStandby = item.type === 'message' && item.standby === true;
  return async (id, said, within) => {
    const body = isStandby && said.type === 'text' ? { ...said, standby: true as const } : said;
    return receive(account, {
      ...at,
      message: { id, author, body, at: clock.now() },
      ...(isStandby && { standby: true }),
      ...(within !== undefined && { within }),
      ...(goesOn !== null && { goesOn }),
      ...(isAutomatic && { automatic: true }),
      ...(from !== null && { from }),
      ...(words !== null && { words }),
    });
  };
}

/** Providers do not say who of the business wrote an echo, so it is the channel itself. */
async function authorOf(
  { nameOf }: ConverseParts,
  account: AccountId,
  { item, channel, isAutomatic }: Told,
): Promise<Author> {
  if (item.type !== 'echo') return { type: 'visitor' };
  const name = await nameOf(account, channel);
  return { type: 'channel', name, ...(isAutomatic && { automatic: true }) };
}

/** The conversation that a message certainly belongs to, whoever wrote it. */
async function threadOf(
  { conversations }: ConverseParts,
  account: AccountId,
  channel: ChannelId,
  item: Saying,
): Promise<Conversation | null> {
  const within = item.type === 'message' ? item.within : undefined;
  if (within === undefined) return null;
  const record = await conversations.load(account, within);
  return record?.channel === channel ? record : null;
}

/** One that ended long ago is over: whoever answers it begins another one. */
function goesOnWith({ status, endedAt }: Conversation, now: number): boolean {
  return status === 'ended' && endedAt !== null && now - endedAt <= mailboxLimits.goesOnMs;
}

function refusalOf(refused: ErrorCode): Conversed {
  return passing.includes(refused) ? 'later' : 'kept';
}

async function lastOf(
  { conversations }: ConverseParts,
  account: AccountId,
  at: AddressAt,
): Promise<Conversation | null> {
  const [last] = await conversations.list(account, { ...at, before: null, limit: 1 });
  return last ?? null;
}

function isOver({ status }: Conversation): boolean {
  return status === 'ended' || status === 'message';
}

function newestOf(
  { conversations }: ConverseParts,
  account: AccountId,
  { id, lastSequence }: Conversation,
): Promise<readonly Message[]> {
  const after = Math.max(0, lastSequence - looksBack);
  return conversations.after(account, id, { after, limit: looksBack, notes: false });
}
