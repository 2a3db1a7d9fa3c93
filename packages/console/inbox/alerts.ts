// What makes itself heard: a conversation that comes to wait, and one that is given to this person.
import type { Conversation } from '@opportune/protocol/conversation.ts';
import { chime, notifyDesktop } from '../shell/notify.ts';
import { i, nameOf } from './inbox-words.ts';

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
  if (waits || mine) {
    chime();
    notifyDesktop(i('alert.new', { name: nameOf(conversation) }), conversation.lastText, () =>
      open(conversation),
    );
    return;
  }
  const wrote =
    before !== undefined &&
    conversation.agent?.user === me &&
    conversation.lastSequence > before.lastSequence &&
    conversation.lastText !== before.lastText;
  if (wrote)
    notifyDesktop(i('alert.message', { name: nameOf(conversation) }), conversation.lastText, () =>
      open(conversation),
    );
}

let navigate: (conversation: string) => void = () => undefined;

/** Where a click on a notification leads; the inbox's page knows the router. */
export function onAlertClick(go: (conversation: string) => void): void {
  navigate = go;
}

function open({ id }: Conversation): void {
  navigate(id);
}
