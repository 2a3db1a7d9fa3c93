// What makes itself heard in the inbox: a conversation that comes to wait, one that is given to this person
// or rings here, what a visitor of theirs says, and what colleagues do to what they have.
import type { Conversation, Message } from '@opportune/protocol/conversation.ts';
import { alertOf } from '../alerts/alert.ts';
import type { Happening } from '../alerts/alert-rules.ts';
import { announce, say } from '../ui/toast.tsx';
import { h } from './hands-words.ts';
import { i, nameOf } from './inbox-words.ts';
import { hasJoined, isMine } from './reading.ts';
import { r } from './routing-words.ts';

/** Compares a conversation with what was known of it, and rings where it is news for `me`. */
export function alertNew(
  conversation: Conversation,
  before: Conversation | undefined,
  me: string,
): void {
  const waits = conversation.status === 'waiting' && before?.status !== 'waiting';
  const mine =
    conversation.status === 'active' &&
    conversation.agent?.user === me &&
    before?.agent?.user !== me &&
    before?.status !== 'waiting';
  const name = nameOf(conversation);
  if (waits || mine) {
    tell(waits ? 'waits' : 'given', i('alert.new', { name }), conversation);
    return;
  }
  const lost =
    before?.agent?.user === me &&
    conversation.agent !== null &&
    conversation.agent.user !== me &&
    conversation.status === 'active';
  if (lost)
    byColleague(
      r('alert.takenOver', { agent: conversation.agent?.name ?? '', name }),
      conversation,
    );
  const came = conversation.joined.find(
    ({ user }) => !(before?.joined ?? []).some((each) => each.user === user),
  );
  if (came !== undefined && before !== undefined && conversation.agent?.user === me)
    byColleague(h('alert.joined', { agent: came.name, name }), conversation);
}

/** A visitor has just said something in a conversation that this person takes part in. */
export function alertMessage(
  { author, body }: Message,
  conversation: Conversation,
  me: string,
): void {
  const takesPart = isMine(conversation, me) || hasJoined(conversation, me);
  if (!takesPart || author.type !== 'visitor' || body.type !== 'text') return;
  alertOf({
    happening: 'message',
    title: i('alert.message', { name: nameOf(conversation) }),
    text: body.text,
    about: conversation.id,
    onClick: () => open(conversation),
  });
}

function byColleague(title: string, conversation: Conversation): void {
  say(title);
  alertOf({
    happening: 'colleague',
    title,
    text: conversation.lastText,
    about: conversation.id,
    onClick: () => open(conversation),
  });
}

/** It rings here. */
export function alertRing(text: string, conversation: Conversation | undefined): void {
  if (conversation !== undefined) tell('ring', text, conversation);
}

/** In the inbox it is seen by itself and only said; elsewhere a line leads to it. */
function tell(happening: Happening, text: string, conversation: Conversation): void {
  alertOf({
    happening,
    title: text,
    text: conversation.lastText,
    about: conversation.id,
    onClick: () => open(conversation),
  });
  if (window.location.pathname.startsWith('/inbox')) announce(text);
  else say(text, { label: i('alert.open'), act: () => open(conversation) });
}

let navigate: (conversation: string) => void = () => undefined;

/** Where a click on a notification leads; the shell knows the router. */
export function onAlertClick(go: (conversation: string) => void): void {
  navigate = go;
}

function open({ id }: Conversation): void {
  navigate(id);
}
