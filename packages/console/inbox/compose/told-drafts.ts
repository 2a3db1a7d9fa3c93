// Sends drafts to the server, a moment after the last keystroke, and receives those of this agent's other
// devices. A draft that could not be sent stays in the browser and is sent after the reconnect. Of several
// devices, the last to arrive wins.
import type { Problem } from '@opportune/protocol/errors.ts';
import { ConversationId } from '@opportune/protocol/ids.ts';
import { newId } from '../../api/new-id.ts';
import { onFrame, sendFrame } from '../../api/socket.ts';
import type { Store } from '../../ui/store.ts';
import {
  isToBring,
  withAllTold,
  withoutDraft,
  withTold,
  type Draft,
  type Drafts,
} from './drafts.ts';

const afterLetterMs = 400;
/** A draft without an answer after this time is sent again. */
const answeredWithinMs = 10_000;

export interface ToldDrafts {
  /** Reports a changed draft; the server hears of it soon. */
  readonly changed: (conversation: string) => void;
  readonly stop: () => void;
}

export function tellDrafts(drafts: Store<Drafts>): ToldDrafts {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** The draft that was sent for each conversation, until it is answered. */
  const sent = new Map<string, { readonly request: string; readonly draft: Draft }>();
  const bringSoon = (conversation: string, afterMs: number): void => {
    clearTimeout(timers.get(conversation));
    timers.set(
      conversation,
      setTimeout(() => bring(conversation), afterMs),
    );
  };
  const bring = (conversation: string): void => {
    clearTimeout(timers.get(conversation));
    timers.delete(conversation);
    const draft = drafts.get()[conversation];
    if (draft === undefined || !isToBring(draft)) return;
    const request = newId();
    const { text, note } = draft;
    const id = ConversationId.parse(conversation);
    if (!sendFrame({ type: 'draft.keep', request, conversation: id, text, note })) return;
    sent.set(conversation, { request, draft });
    bringSoon(conversation, answeredWithinMs);
  };
  const bringAll = (): void => {
    for (const conversation of Object.keys(drafts.get())) bring(conversation);
  };
  const bringWaiting = (): void => {
    for (const conversation of [...timers.keys()]) bring(conversation);
  };
  const forget = (conversation: string): void => {
    clearTimeout(timers.get(conversation));
    timers.delete(conversation);
    sent.delete(conversation);
    drafts.update((all) => withoutDraft(all, conversation));
  };
  /** Drops the draft if its conversation no longer exists. After any other refusal it stays here. */
  const refused = (conversation: string, { code, retry }: Problem): void => {
    if (code === 'request.not_found') forget(conversation);
    else if (!retry) clearTimeout(timers.get(conversation));
  };
  const stopHearing = onFrame((frame) => {
    switch (frame.type) {
      case 'drafts.all':
        drafts.update((all) => withAllTold(all, frame.drafts));
        return bringAll();
      case 'draft': {
        const asked = sent.get(frame.conversation);
        const mine =
          asked?.request === frame.request && asked.draft === drafts.get()[frame.conversation];
        drafts.update((all) => withTold(all, frame, mine));
        if (asked?.request === frame.request) sent.delete(frame.conversation);
        return;
      }
      case 'problem':
        for (const [conversation, { request }] of sent)
          if (request === frame.request) refused(conversation, frame.problem);
        return;
      case 'conversation.changed':
        if (frame.conversation.status === 'ended') forget(frame.conversation.id);
        return;
      default:
        return;
    }
  });
  window.addEventListener('pagehide', bringWaiting);
  return {
    changed: (conversation) => bringSoon(conversation, afterLetterMs),
    stop() {
      stopHearing();
      window.removeEventListener('pagehide', bringWaiting);
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
