// A reply that was begun and not sent when its conversation ended or went to a colleague: it is shown as
// unsent and stays a reply, while a note is written apart from it. Taken up again, it goes on.
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { Button, useStore, t } from '../../ui/index.ts';
import { createStore } from '../../ui/store.ts';
import { begunIn } from './drafts.ts';
import { drafts, keepDraft, post } from './sending.ts';

/** Notes that are begun beside an unsent reply, by conversation, until the page is loaded again. */
const notesBeside = createStore<Readonly<Record<string, string>>>({});

export interface Begun {
  readonly text: string;
  /** Undefined: nothing was begun, and whoever writes chooses. */
  readonly note: boolean | undefined;
  /** The reply that was not sent, and stays apart. */
  readonly unsent: string | null;
  readonly keep: (text: string, note: boolean) => void;
  readonly send: (text: string, note: boolean) => void;
}

/** What is begun in a conversation, where only notes may be written or both. */
export function useBegun(id: ConversationId, notesOnly: boolean): Begun {
  const draft = useStore(drafts, (all) => begunIn(all, id));
  const beside = useStore(notesBeside, (all) => all[id] ?? '');
  if (draft === undefined || draft.note || !notesOnly)
    return {
      text: draft?.text ?? '',
      note: draft?.note,
      unsent: null,
      keep: (text, note) => keepDraft(id, text, note),
      send: (text, note) => post(id, text, note),
    };
  const keep = (text: string): void => notesBeside.update((all) => ({ ...all, [id]: text }));
  return {
    text: beside,
    note: true,
    unsent: draft.text,
    keep,
    send: (text) => {
      post(id, text, true);
      // What is sent ends what was begun; the reply was not.
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
