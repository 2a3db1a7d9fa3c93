// Alerts an agent to news of the inbox: a conversation starts to wait, is given to them or rings
// here; their visitor writes; a colleague takes over or joins what they have.
import type { Conversation, Message } from '@opportune/protocol/conversation/conversation.ts';
import { alertOf } from '../../alerts/alert.ts';
import type { Happening } from '../../alerts/alert-rules.ts';
import { announce, say } from '../../ui/toast.tsx';
import { nameOf } from '../inbox-words.ts';
import { newsOf, type Reader } from './news.ts';
import { hasJoined, isMine } from '../transcript/reading.ts';
import { t } from '../../words/words.ts';

/**
 * Compares a conversation with its earlier state, and alerts if the change is news for the reader.
 */
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

/** Alerts this person to a visitor's message, if they take part in the conversation. */
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

/** Alerts this person to a ring at them. A call has a sound of its own. */
export function alertRing(
  text: string,
  conversation: Conversation | undefined,
  isCall: boolean,
): void {
  if (conversation !== undefined) tell('ring', text, conversation, isCall);
}

/**
 * In the inbox the conversation is visible, so the text is only announced to screen readers.
 * Elsewhere a toast leads to it.
 */
function tell(
  happening: Happening,
  text: string,
  conversation: Conversation,
  isCall = false,
): void {
  alertOf({
    ...{ happening, isCall },
    title: text,
    text: conversation.lastText,
    about: conversation.id,
    onClick: () => open(conversation),
  });
  if (window.location.pathname.startsWith('/inbox')) announce(text);
  else say(text, { label: t('inbox.alert.open'), act: () => open(conversation) });
}

let navigate: (conversation: string) => void = () => undefined;

/** Sets where a click on a notification leads, because only the shell knows the router. */
export function onAlertClick(go: (conversation: string) => void): void {
  navigate = go;
}

function open({ id }: Conversation): void {
  navigate(id);
}
