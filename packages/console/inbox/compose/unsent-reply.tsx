// A reply that was not sent when its conversation ended or went to a colleague. It is shown as unsent,
// apart from any note. It becomes the draft again once the agent may reply.
import type { WrittenLetter } from '@opportune/protocol/channel/letter.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { Button, useStore, t } from '../../ui/index.ts';
import { createStore } from '../../ui/store.ts';
import { begunIn } from './drafts.ts';
import { drafts, keepDraft, post } from './sending.ts';

/** Notes that are begun beside an unsent reply, by conversation. A reload drops them. */
const notesBeside = createStore<Readonly<Record<string, string>>>({});

export interface Begun {
  readonly text: string;
  /** Undefined if nothing was begun and the agent still chooses. */
  readonly note: boolean | undefined;
  /** The unsent reply, kept apart from the note. */
  readonly unsent: string | null;
  readonly keep: (text: string, note: boolean) => void;
  readonly send: (text: string, note: boolean, letter?: WrittenLetter) => void;
}

/** The draft of a conversation in which only notes, or both notes and replies, may be written. */
export function useBegun(id: ConversationId, notesOnly: boolean): Begun {
  const draft = useStore(drafts, (all) => begunIn(all, id));
  const beside = useStore(notesBeside, (all) => all[id] ?? '');
  if (draft === undefined || draft.note || !notesOnly)
    return {
      text: draft?.text ?? '',
      note: draft?.note,
      unsent: null,
      keep: (text, note) => keepDraft(id, text, note),
      send: (text, note, letter) => post(id, text, note, { letter }),
    };
  const keep = (text: string): void => notesBeside.update((all) => ({ ...all, [id]: text }));
  return {
    text: beside,
    note: true,
    unsent: draft.text,
    keep,
    send: (text) => {
      post(id, text, true);
      // Sending clears the draft, but the reply was not sent.
      keepDraft(id, draft.text, false);
      keep('');
    },
  };
}

export function UnsentReply({ id, text }: { readonly id: ConversationId; readonly text: string }) {
  return (
    <div className="compose-hint small row">
      <span className="grow t2">{t('inbox.compose.unsent', { text })}</span>
      <Button size="small" onClick={() => keepDraft(id, '', false)}>
        {t('inbox.compose.discard')}
      </Button>
    </div>
  );
}
