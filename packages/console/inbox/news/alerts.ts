// What makes itself heard in the inbox: a conversation that comes to wait, one that is given to this person
// or rings here, what a visitor of theirs says, and what colleagues do to what they have.
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import { alertOf } from '../../alerts/alert.ts';
import type { Happening } from '../../alerts/alert-rules.ts';
import { announce, say } from '../../ui/toast.tsx';
import { nameOf } from '../inbox-words.ts';
import { newsOf, type Reader } from './news.ts';
import { hasJoined, isMine } from '../transcript/reading.ts';
import { t } from '../../words/words.ts';

/** Compares a conversation with what was known of it, and rings where it is news for the reader. */
export function alertNew(
  conversation: Conversation,
  before: Conversation | undefined,
  reader: Reader,
): void {
  const news = newsOf(conversation, before, reader);
  const name = nameOf(conversation);
  switch (news?.type) {
    case 'waits':
    case 'given':
      return tell(news.type, t('inbox.alert.new', { name }), conversation);
    case 'taken-over':
      return byColleague(t('routing.alert.takenOver', { agent: news.by, name }), conversation);
    case 'joined':
      return byColleague(t('hands.alert.joined', { agent: news.by, name }), conversation);
    default:
  }
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
    title: t('inbox.alert.message', { name: nameOf(conversation) }),
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
  else say(text, { label: t('inbox.alert.open'), act: () => open(conversation) });
}

let navigate: (conversation: string) => void = () => undefined;

/** Where a click on a notification leads; the shell knows the router. */
export function onAlertClick(go: (conversation: string) => void): void {
  navigate = go;
}

function open({ id }: Conversation): void {
  navigate(id);
}
