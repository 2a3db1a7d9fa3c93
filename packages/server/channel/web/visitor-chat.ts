// The visitor's side of conversations: each frame is admitted, masked and handed to what performs it.
// What cannot be done is refused; an error of one frame ends nothing else.
import type { ChatLink, FollowupFrame, VisitorChat } from '@opportune/core/ports/visitor-chat.ts';
import type { ErrorCode } from '@opportune/protocol/errors.ts';
import type { ChatFrame } from '@opportune/protocol/frames-visitor.ts';
import { theirs } from '../../desk/commands/theirs.ts';
import type { WebChatParts } from './seams.ts';
import { problemFor } from '../../http/problem/answer-errors.ts';
import { maskedChat } from './masked-chat.ts';
import { begins, enter, type Entry, type Refused } from './admission/admission.ts';
import { createProofs } from './admission/proofs.ts';
import { createChatLimits } from './chat-limits.ts';
import { refusalOf, refusalWith } from './chat-refusal.ts';
import { forVisitor, photoIn } from './for-visitor.ts';
import { askBefore } from './form-before-chat.ts';
import { sendHome } from './home/send-home.ts';
import { listenOn } from './listen.ts';
import { type Chat, isToldOf, lately, whoseOf } from './own-conversations.ts';
import { attach, postAsVisitor } from './visitor-post.ts';
import { end, give, read, resume, type } from './visitor-reading.ts';
import { askBack, changeBack, tellDialIn, tellSlots } from './visitor-back.ts';
import { beginConversation } from './visitor-start.ts';

/** Of frames that begin nothing. */
const noEntry: Entry = { begun() {}, close() {} };

export function createVisitorChat(use: WebChatParts): VisitorChat {
  const { budgets, clock, store, desks } = use;
  const admission = { budgets, clock, proofs: createProofs(use.proofSecret) };
  const limits = createChatLimits(budgets, clock);
  /** Links that asked for the home. */
  const looking = new WeakSet<ChatLink>();

  /** What costs least is asked first: rates, then who may begin, then what masks and stores. */
  async function act(link: ChatLink, given: ChatFrame): Promise<ErrorCode | Refused | null> {
    const refused = limits(link, given);
    if (refused !== null) return refused;
    const desk = await desks.of(link.account);
    const chat = { store, desk, link };
    if (given.type === 'chat.home') looking.add(link);
    if (!begins(given)) return perform(use, chat, given);
    const entry = enter(admission, desk, link, given);
    if ('code' in entry) return entry;
    try {
      return await perform(use, chat, given, entry);
    } finally {
      entry.close();
    }
  }

  return {
    async opening(link, mayBeStored = true) {
      const chat = { store, desk: await desks.of(link.account), link };
      const found = await lately(chat, mayBeStored);
      const told = await Promise.all(found.map((each) => isToldOf(chat, each, clock.now())));
      return found
        .filter((_, at) => told[at] === true)
        .map((each) => forVisitor(each, chat.desk.place(each.id), photoIn(use, link, each)));
    },
    attach(link, told) {
      const audience = desks.audienceOf(link.account);
      if (told !== undefined) audience.knows(told.agentsOnline);
      const leave = audience.addListener(listenOn(use, link, () => looking.has(link)));
      // Where the store is away just then the next who needs the desk opens it: the link is there already.
      desks.of(link.account).catch(() => {});
      return leave;
    },
    async receive(link, frame) {
      const refused = await act(link, frame).then(
        (why) => (why === null ? null : refusalOf(frame, why)),
        (error: unknown) => {
          const failed = problemFor(error);
          // Its browser sends it again, to another process.
          if (failed.code !== 'server.stopping')
            use.log.error('a chat frame failed', { code: failed.code, reason: String(error) });
          return refusalWith(frame, failed);
        },
      );
      if (refused !== null) link.send(refused);
    },
  };
}

async function perform(
  use: WebChatParts,
  chat: Chat,
  given: ChatFrame,
  entry: Entry = noEntry,
): Promise<ErrorCode | Refused | null> {
  const { desk, link } = chat;
  const masked = await maskedChat(use.masks, link.account, given);
  if ('refused' in masked) return masked.refused;
  const { frame } = masked;
  switch (frame.type) {
    case 'chat.start':
    case 'chat.leave':
      return beginConversation(use, { desk, link, frame, entry });
    case 'chat.call-back':
      return askBack(use, { desk, link, frame, entry });
    case 'chat.slots':
      return tellSlots(use, chat, frame);
    case 'chat.dial-in':
      return tellDialIn(use, link, frame);
    case 'chat.change-back':
      return changeBack(use, chat, frame);
    case 'chat.before':
      return askBefore(use, link, frame);
    case 'chat.home':
      return sendHome(use, chat);
    case 'chat.post':
      return postAsVisitor(use, chat, frame);
    case 'chat.attach':
      return attach(use, chat, frame);
    case 'chat.resume':
      return resume(use, chat, frame);
    case 'chat.typing':
      return type(use, chat, frame);
    case 'chat.received':
    case 'chat.read':
      return read(chat, frame);
    case 'chat.give':
      return give(chat, frame);
    case 'chat.end':
      return end(chat, frame);
    case 'chat.after':
    case 'chat.rate':
    case 'chat.transcript':
      return after(use, chat, frame);
  }
}

async function after(
  use: WebChatParts,
  chat: Chat,
  frame: FollowupFrame,
): Promise<ErrorCode | null> {
  const { store, desk, link } = chat;
  const record = await theirs(use, desk, whoseOf(link), frame.conversation);
  if (record === null) return 'request.not_found';
  const going = (await lately(chat)).filter(({ id }) => id !== record.id);
  const busy = going.some(({ status }) => status === 'waiting' || status === 'active');
  const silent = busy || (await store.isBlocked(link.account, record));
  const { account, visitor } = link;
  const asked = { account, visitor, record, silent, now: use.clock.now() };
  const answer = await use.followup(asked, frame);
  if (typeof answer === 'string') return answer;
  link.send(answer);
  return null;
}
