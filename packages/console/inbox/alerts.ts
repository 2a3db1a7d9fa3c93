// What makes itself heard: a conversation that comes to wait, and one that is given to this person.
import type { Conversation } from '@opportune/protocol/conversation.ts';
import { chime, notifyDesktop } from '../shell/notify.ts';
import { announce, say } from '../ui/toast.tsx';
import { h } from './hands-words.ts';
import { i, nameOf } from './inbox-words.ts';
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
    chime();
    tell(i('alert.new', { name }), conversation);
    return;
  }
  const lost =
    before?.agent?.user === me &&
    conversation.agent !== null &&
    conversation.agent.user !== me &&
    conversation.status === 'active';
  if (lost) say(r('alert.takenOver', { agent: conversation.agent?.name ?? '', name }));
  const came = conversation.joined.find(
    ({ user }) => !(before?.joined ?? []).some((each) => each.user === user),
  );
  if (came !== undefined && before !== undefined && conversation.agent?.user === me)
    say(h('alert.joined', { agent: came.name, name }));
  const takesPart =
    conversation.agent?.user === me || conversation.joined.some(({ user }) => user === me);
  const wrote =
    before !== undefined &&
    takesPart &&
    conversation.lastSequence > before.lastSequence &&
    conversation.lastText !== before.lastText;
  if (wrote)
    notifyDesktop(i('alert.message', { name }), conversation.lastText, () => open(conversation));
}

/** It rings here. */
export function alertRing(text: string, conversation: Conversation | undefined): void {
  if (conversation !== undefined) tell(text, conversation);
}

/** In the inbox it is seen by itself and only said; elsewhere a line leads to it. */
function tell(text: string, conversation: Conversation): void {
  notifyDesktop(text, conversation.lastText, () => open(conversation));
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
