// The visitor's side: start, post, leave a message, read, end. A visitor reaches only their own
// conversations of their own site; anything else is answered as if it did not exist.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { NewMessage } from '@opportune/core/ports/conversation-store.ts';
import type { Message } from '@opportune/protocol/conversation/conversation.ts';
import type { RateName } from '@opportune/protocol/budgets.ts';
import { type ErrorCode, type Problem, problem } from '@opportune/protocol/errors.ts';
import type { ChatFrame, VisitorConversation } from '@opportune/protocol/frames-visitor.ts';
import type { ConversationId, MessageId } from '@opportune/protocol/ids.ts';
import { conversationLimits } from '@opportune/protocol/limits.ts';
import { problemFor } from '../../http/problem/answer-errors.ts';
import type { AccountDesk } from '../../desk/account-desk.ts';
import { enter, type Entry, type Refused } from './admission/admission.ts';
import { createProofs } from './admission/proofs.ts';
import { type AfterChatFrame, heardAfter } from '../../followup/followup.ts';
import type { Audience } from '../../desk/audience/audience.ts';
import { askBefore } from './form-before-chat.ts';
import { maskedChat } from '../../writing/masking/masked-frames.ts';
import { answerTo, attachmentBody, type TextBody, textIn } from '../../desk/message-bodies.ts';
import { Rate } from './message-rates.ts';
import { resumePage } from '../../desk/audience/resume-page.ts';
import type { ChatLink, ConverseDependencies } from '../../desk/seams.ts';
import { isWritable } from './visitor-repeat.ts';
import { beginConversation, leaveMessage } from './visitor-start.ts';
import { forVisitor } from '../../desk/audience/views.ts';

export interface VisitorChat {
  /** The visitor's conversations that are not over, newest first, for the welcome. */
  opening(link: ChatLink, mayBeStored?: boolean): Promise<readonly VisitorConversation[]>;
  /** A browser came; the returned function says that it went. `told`: what it knows from another process. */
  attach(link: ChatLink, told?: { readonly agentsOnline: boolean }): () => void;
  /** Never rejects: what cannot be done is answered with `chat.refused`. */
  receive(link: ChatLink, frame: ChatFrame): Promise<void>;
}

type Of<Type extends ChatFrame['type']> = Extract<ChatFrame, { type: Type }>;

/** What is there for each account. */
export interface Places {
  /** Rejects while the store is away. */
  deskOf(account: ChatLink['account']): Promise<AccountDesk>;
  /** There at once, and the same when a desk is made anew. */
  audienceOf(account: ChatLink['account']): Audience;
}

/** Of frames that begin nothing. */
const noEntry: Entry = { begun() {}, close() {} };

/** Conversations named in a welcome: those not over, and messages left lately. */
const openingCount = 10;

export function createVisitorChat(
  use: ConverseDependencies,
  { deskOf, audienceOf }: Places,
): VisitorChat {
  const messages = new Rate(conversationLimits.messagesPerTenSeconds, 10_000);
  const { budgets, clock } = use;
  const admission = { budgets, clock, proofs: createProofs(use.proofSecret) };
  const frames = new Rate(conversationLimits.framesPerTenSeconds, 10_000);

  /** What costs least is asked first: rates, then who may begin, then what masks and stores. */
  async function act(link: ChatLink, given: ChatFrame): Promise<ErrorCode | Refused | null> {
    const refused = admit(link, given);
    if (refused !== null) return refused;
    const desk = await deskOf(link.account);
    if (given.type !== 'chat.start' && given.type !== 'chat.leave')
      return perform(desk, link, given);
    const entry = enter(admission, desk, link, given);
    if ('code' in entry) return entry;
    try {
      return await perform(desk, link, given, entry);
    } finally {
      entry.close();
    }
  }

  async function perform(
    desk: AccountDesk,
    link: ChatLink,
    given: ChatFrame,
    entry: Entry = noEntry,
  ): Promise<ErrorCode | Refused | null> {
    const masked = await maskedChat(use, link.account, given);
    if ('refused' in masked) return masked.refused;
    const { frame } = masked;
    switch (frame.type) {
      case 'chat.start':
        return beginConversation(use, desk, link, frame, entry);
      case 'chat.before':
        return askBefore(use, link, frame);
      case 'chat.leave':
        return leaveMessage(use, desk, link, frame, entry);
      case 'chat.post':
        return post(desk, link, frame);
      case 'chat.attach':
        return attach(desk, link, frame);
      case 'chat.resume':
        return resume(desk, link, frame);
      case 'chat.typing':
        return type(desk, link, frame);
      case 'chat.received':
      case 'chat.read':
        return mark(desk, link, frame);
      case 'chat.give':
        return desk.privates.give(link, frame);
      case 'chat.end':
        return end(desk, link, frame);
      case 'chat.after':
      case 'chat.rate':
      case 'chat.transcript':
        return after(desk, link, frame);
    }
  }

  /** Every frame counts a little, those that write count as messages too. */
  function admit(link: ChatLink, frame: ChatFrame): ErrorCode | null {
    const key = `${link.account} ${link.visitor}`;
    const now = use.clock.now();
    if (!frames.pass(key, now)) return 'rate.messages';
    if (frame.type === 'chat.transcript')
      return chargeAddress(link, 'transcripts.address') ? null : 'rate.transcripts';
    if (!writes(frame)) return null;
    if (textOf(frame)?.trim() === '') return 'message.empty';
    const passes = messages.pass(key, now) && chargeAddress(link, 'messages.address');
    return passes ? null : 'rate.messages';
  }

  /** What everybody at an address does together in the account. */
  function chargeAddress({ account, payer }: ChatLink, budget: RateName): boolean {
    if (payer === null) return true;
    return use.budgets.charge([{ budget, payer: `${account} ${payer}`, amount: 1 }]) === 0;
  }

  async function post(
    desk: AccountDesk,
    link: ChatLink,
    frame: Of<'chat.post'>,
  ): Promise<ErrorCode | null> {
    const record = await own(desk, link, frame.conversation);
    if (record === null) return 'request.not_found';
    const body = await bodyOf(link, frame);
    if (body === 'attachment.missing') return answerRepeat(desk, link, frame, body);
    if (typeof body === 'string') return body;
    const message = messageOf(frame.id, body);
    if (!isWritable(desk, record)) return answerRepeat(desk, link, frame);
    // Blocking ends what goes on; a message that was left stays.
    if (record.status === 'message' && (await use.store.isBlocked(link.account, link.visitor)))
      return answerRepeat(desk, link, frame, 'visitor.blocked');
    const written = await desk.writes.decide(record.id, (now) => {
      // A message that was left was closed meanwhile.
      if (record.status === 'message' && now.status === 'ended') return null;
      // They say more: somebody is to answer again.
      const change = now.caseState === 'answered' ? ({ caseState: 'open' } as const) : {};
      return { messages: [message], change };
    });
    const stored = written?.messages[0]?.message;
    if (stored === undefined) return answerRepeat(desk, link, frame);
    // Another tab was first: what this one said is not what is stored.
    if (frame.response !== undefined && textIn(stored.body) !== body.text)
      return 'message.answered';
    link.send({
      type: 'chat.posted',
      conversation: record.id,
      id: stored.id,
      sequence: stored.sequence,
      at: stored.at,
    });
    return null;
  }

  /** The frame's text, or what a tap or a filled form comes to; else the code of a refusal. */
  async function bodyOf(link: ChatLink, frame: Of<'chat.post'>): Promise<TextBody | ErrorCode> {
    const { response, conversation } = frame;
    if (frame.attachment === true) {
      const file = { account: link.account, conversation, message: frame.id };
      const carried = await use.attachments?.carried(file, { visitor: link.visitor });
      if (carried === undefined) return 'attachment.missing';
      return typeof carried === 'string' ? carried : attachmentBody(carried);
    }
    if (response === undefined) return { type: 'text', text: frame.text };
    return answerTo(
      await use.store.find(link.account, conversation, response.to),
      frame.id,
      response,
    );
  }

  /**
   * What was stored before the conversation ended is acknowledged again, not refused: in its write queue, after all
   * that came before it was told, because their window asks only for what follows it.
   */
  async function answerRepeat(
    desk: AccountDesk,
    link: ChatLink,
    { conversation, id }: Of<'chat.post'>,
    otherwise: ErrorCode = 'conversation.ended',
  ): Promise<ErrorCode | null> {
    return desk.writes.queue.run(conversation, async () => {
      const stored = await use.store.find(link.account, conversation, id);
      if (stored === null || stored.author.type !== 'visitor') return otherwise;
      const { sequence, at } = stored;
      link.send({ type: 'chat.posted', conversation, id, sequence, at });
      return null;
    });
  }

  /** Says where the file is to be sent that a message of this id is then to carry. */
  async function attach(
    desk: AccountDesk,
    link: ChatLink,
    { conversation, id, name, sizeBytes }: Of<'chat.attach'>,
  ): Promise<ErrorCode | null> {
    const record = await own(desk, link, conversation);
    if (record === null) return 'request.not_found';
    if (use.attachments === undefined) return 'attachment.off';
    if (!isWritable(desk, record)) return 'conversation.ended';
    const file = { account: link.account, conversation, message: id };
    const sender = { visitor: link.visitor };
    const refused = await use.attachments.begin(file, { sender, name, sizeBytes });
    if (refused !== null) return refused;
    const address = use.attachments.addressToSend(file);
    link.send({ type: 'chat.attached', conversation, id, address });
    return null;
  }

  /** In the conversation's write queue, so that what is published meanwhile comes after the page. */
  async function resume(
    desk: AccountDesk,
    link: ChatLink,
    frame: Of<'chat.resume'>,
  ): Promise<ErrorCode | null> {
    return desk.writes.queue.run(frame.conversation, async () => {
      const record = await own(desk, link, frame.conversation);
      if (record === null) return 'request.not_found';
      const { after } = frame;
      const page = await resumePage(use.store, link.account, record.id, { after, notes: false });
      link.send({ type: 'chat.state', conversation: forVisitor(record, desk.place(record.id)) });
      const addressed = (message: Message) =>
        use.attachments?.forVisitor(link.account, message) ?? message;
      link.send({ type: 'chat.messages', ...page, messages: page.messages.map(addressed) });
      desk.privates.show(link, record.id);
      return null;
    });
  }

  async function type(desk: AccountDesk, link: ChatLink, frame: Of<'chat.typing'>): Promise<null> {
    const record = desk.record(frame.conversation);
    if (record === undefined || !isOwn(record, link)) return null;
    const shown = await use.typingPreview(link.account);
    const text = shown ? [...frame.text].slice(0, conversationLimits.previewLength).join('') : '';
    desk.writes.publish({ type: 'visitor-typing', record, typing: frame.text !== '', text });
    return null;
  }

  async function mark(
    desk: AccountDesk,
    link: ChatLink,
    frame: Of<'chat.received' | 'chat.read'>,
  ): Promise<null> {
    const record = await own(desk, link, frame.conversation);
    if (record === null || frame.through < 1) return null;
    const { through } = frame;
    const raised =
      frame.type === 'chat.received'
        ? { visitorDelivered: through }
        : { visitorDelivered: through, visitorRead: through };
    const rises =
      through > (frame.type === 'chat.received' ? record.visitorDelivered : record.visitorRead);
    if (rises) desk.writes.mark(record, raised);
    return null;
  }

  async function end(
    desk: AccountDesk,
    link: ChatLink,
    frame: Of<'chat.end'>,
  ): Promise<ErrorCode | null> {
    const record = await own(desk, link, frame.conversation);
    if (record === null) return 'request.not_found';
    if (!desk.desk.conversations.has(record.id)) return null;
    const { refused, stored } = desk.apply({
      type: 'conversation.end',
      id: record.id,
      by: 'visitor',
    });
    await stored;
    return refused;
  }

  async function after(
    desk: AccountDesk,
    link: ChatLink,
    frame: AfterChatFrame,
  ): Promise<ErrorCode | null> {
    const record = await own(desk, link, frame.conversation);
    if (record === null || use.after === undefined) return 'request.not_found';
    const going = (await lately(desk, link)).filter(({ id }) => id !== record.id);
    const busy = going.some(({ status }) => status === 'waiting' || status === 'active');
    const silent = busy || (await use.store.isBlocked(link.account, link.visitor));
    return heardAfter(use.after, { link, record, silent, now: use.clock.now() }, frame);
  }

  /** The visitor's newest conversations on the site; not `mayBeStored`: those that are under way. */
  async function lately(
    desk: AccountDesk,
    link: ChatLink,
    mayBeStored = true,
  ): Promise<readonly Conversation[]> {
    const listing = { visitor: link.visitor, before: null, limit: openingCount };
    const listed = mayBeStored ? await use.store.list(link.account, listing) : [];
    const ids = new Set(listed.map(({ id }) => id));
    // What began while that was read was told to whoever was there already, and to nobody who just comes.
    const begun = desk.writes.records
      .of(link.visitor)
      .flatMap((id) => (ids.has(id) ? [] : (desk.record(id) ?? [])));
    return [...begun, ...listed.map((record) => desk.record(record.id) ?? record)].filter(
      (record) => isOwn(record, link),
    );
  }

  async function own(
    desk: AccountDesk,
    link: ChatLink,
    id: ConversationId,
  ): Promise<Conversation | null> {
    const record = desk.record(id) ?? (await use.store.load(link.account, id));
    return record !== null && isOwn(record, link) ? record : null;
  }

  function messageOf(id: MessageId, body: TextBody): NewMessage {
    return { id, author: { type: 'visitor' }, body, at: use.clock.now() };
  }

  return {
    async opening(link, mayBeStored = true) {
      const desk = await deskOf(link.account);
      const found = await lately(desk, link, mayBeStored);
      const told = await Promise.all(found.map((record) => isToldOf(use, link, record)));
      return found
        .filter((_, at) => told[at] === true)
        .map((record) => forVisitor(record, desk.place(record.id)));
    },
    attach(link, told) {
      const audience = audienceOf(link.account);
      if (told !== undefined) audience.knows(told.agentsOnline);
      const leave = audience.addLink(link);
      // Where the store is away just then the next who needs the desk opens it: the link is there already.
      deskOf(link.account).catch(() => {});
      return leave;
    },
    async receive(link, frame) {
      const refused = await act(link, frame).then(
        (why) => (why === null ? null : refusalOf(frame, why)),
        (error: unknown) => refusal(frame, failed(use, error)),
      );
      if (refused !== null) link.send(refused);
    },
  };
}

/** What goes on, messages that were left, and a case that was closed with an answer they have not seen. */
async function isToldOf(
  { store, clock }: ConverseDependencies,
  { account }: ChatLink,
  { id, status, caseState, visitorRead, lastSequence, lastAt }: Conversation,
): Promise<boolean> {
  if (status !== 'ended' && status !== 'wrap-up') return true;
  const isLate = clock.now() - lastAt >= toldMs;
  if (caseState !== 'closed' || visitorRead >= lastSequence || isLate) return false;
  // What agents noted is nothing that they could see.
  const unseen = await store.after(account, id, { after: visitorRead, limit: 1, notes: false });
  return unseen.length > 0;
}
const toldMs = 30 * 24 * 3_600_000;

export function isOwn(record: Conversation, link: ChatLink): boolean {
  return record.visitor === link.visitor && record.site === link.site;
}

function failed(use: ConverseDependencies, error: unknown): Problem {
  const found = problemFor(error);
  use.log.error('a chat frame failed', { code: found.code, reason: String(error) });
  return found;
}

function writes({ type }: ChatFrame): boolean {
  return type === 'chat.start' || type === 'chat.leave' || type === 'chat.post';
}

function textOf(frame: ChatFrame): string | null {
  if (frame.type === 'chat.post') return frame.text;
  if (frame.type === 'chat.start' || frame.type === 'chat.leave')
    return frame.message?.text ?? null;
  return null;
}

function refusalOf(frame: ChatFrame, why: ErrorCode | Refused) {
  if (typeof why === 'string') return refusal(frame, problem(why));
  const { code, proof, ...at } = why;
  return { ...refusal(frame, problem(code, at)), ...(proof && { proof }) };
}

function refusal(frame: ChatFrame, refused: Problem) {
  const asks = frame.type === 'chat.before';
  const started = frame.type === 'chat.start' || frame.type === 'chat.leave';
  const about = frame.type === 'chat.post' || frame.type === 'chat.attach' ? frame.id : null;
  const id = started ? (frame.message?.id ?? null) : about;
  return {
    type: 'chat.refused',
    conversation: started || asks ? null : frame.conversation,
    id,
    problem: refused,
    ...(started || asks ? { request: frame.request } : {}),
  } as const;
}
