// What needs this person's attention: it alerts them to news and counts what waits for them. It
// hears each frame before the inbox takes it in, and changes nothing there.
import type { SkillPlan } from '@opportune/core/conversation/routing/skill-plan.ts';
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import type { ConsoleServerFrame } from '@opportune/protocol/frames-console.ts';
import { UserId, type ConversationId } from '@opportune/protocol/ids.ts';
import { onFrame } from '../../api/socket.ts';
import { serverNow } from '../../ui/now.ts';
import { createStore } from '../../ui/store.ts';
import { followCalls } from '../call/call-store.ts';
import { askedWords } from '../call/state-words.ts';
import { alertMessage, alertNew, alertRing } from './alerts.ts';
import { mayBeGiven } from '../list/for-me.ts';
import { inbox, isOpen, unreadOf } from '../inbox-store.ts';
import { nameOf } from '../inbox-words.ts';
import type { Reader } from './news.ts';
import { takesPart } from '../transcript/reading.ts';
import { hearRing } from './rings.ts';

/** The number of conversations that need this person. */
export const unread = createStore(0);
/** Who may be given waiting conversations. Null until it is read, and then anybody may. */
export const plan = createStore<SkillPlan | null>(null);

/**
 * The start of a fallback changes nothing that the server sends, so it is looked for at this
 * interval.
 */
const lookAgainMs = 5_000;
/** How long a conversation that was taken by hand is no news. */
const tookMs = 10_000;

let me = '';
/** When this person took which conversation by hand, on any of their consoles. */
const took = new Map<ConversationId, number>();

/**
 * Tells a user what is news until the returned function is called. Start it before the inbox, so
 * that it hears each frame first.
 */
export function tellNews(user: string): () => void {
  me = user;
  const known = (id: ConversationId) => inbox.get().conversations.get(id);
  const alert = (text: string, id: ConversationId, isCall: boolean): void =>
    alertRing(text, known(id), isCall);
  const ringing = { me, nameOf: (id: ConversationId) => nameOfKnown(known(id)), alert };
  const stops = [
    onFrame(hear),
    onFrame((frame) => hearRing(frame, ringing)),
    followCalls((call) =>
      alert(askedWords(call, ringing.nameOf(call.conversation)), call.conversation, true),
    ),
    inbox.subscribe(count),
    plan.subscribe(count),
    lookAgain(),
  ];
  return () => stops.forEach((stop) => stop());
}

/**
 * Whether a conversation waits and may be given to this person, or they take part in it and have
 * unread messages.
 */
export function needsMe(id: ConversationId): boolean {
  const each = inbox.get().conversations.get(id);
  if (each === undefined) return false;
  return each.status === 'waiting' ? mayHave(each) : takesPart(each, me) && unreadOf(each) > 0;
}

function hear(frame: ConsoleServerFrame): void {
  switch (frame.type) {
    case 'conversations.all':
      return frame.conversations.forEach(compare);
    case 'conversation.changed':
      return compare(frame.conversation);
    case 'message':
      return alertSaid(frame.message);
    case 'took':
      took.set(frame.conversation, performance.now());
      return;
    default:
      return;
  }
}

/** Compares with what was known until now. Nothing in the first list is news. */
function compare(conversation: Conversation): void {
  const { loaded, conversations } = inbox.get();
  if (loaded) alertNew(conversation, conversations.get(conversation.id), readerOf(conversation.id));
}

/** Stays silent about a message in the open conversation of a visible page. */
function alertSaid(message: Message): void {
  const conversation = inbox.get().conversations.get(message.conversation);
  const seen = isOpen(message.conversation) && document.visibilityState === 'visible';
  if (conversation !== undefined && !seen) alertMessage(message, conversation, me);
}

function readerOf(id: ConversationId): Reader {
  const at = took.get(id) ?? -Infinity;
  const now = performance.now();
  for (const [each, since] of took) if (now - since > tookMs) took.delete(each);
  return { me, byHand: now - at <= tookMs, mayHave };
}

function mayHave(conversation: Conversation, now = serverNow()): boolean {
  const known = plan.get();
  return known === null || mayBeGiven(known, conversation, UserId.parse(me), now);
}

/**
 * Alerts this person to conversations that they may be given only because of how long these have
 * waited.
 */
function lookAgain(): () => void {
  let before = serverNow();
  const timer = setInterval(() => {
    const now = serverNow();
    for (const each of inbox.get().conversations.values())
      if (each.status === 'waiting' && mayHave(each, now) && !mayHave(each, before))
        alertNew(each, undefined, readerOf(each.id));
    before = now;
    count();
  }, lookAgainMs);
  return () => clearInterval(timer);
}

function count(): void {
  let many = 0;
  for (const id of inbox.get().conversations.keys()) if (needsMe(id)) many += 1;
  unread.set(many);
}

function nameOfKnown(conversation: Conversation | undefined): string {
  return conversation === undefined ? '' : nameOf(conversation);
}
