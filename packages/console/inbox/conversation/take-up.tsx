// Takes up a conversation again. If the visitor is in control, it first says what that does to the proof.
// The question is drawn above the pages, because an agent may take it up from a toast and have moved on.
import { blurredBy } from '@opportune/core/decision/view/blurred-by.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { sayError } from '../../ui/toast.tsx';
import { createStore, useStore } from '../../ui/store.ts';
import { Blurs, isOfControl } from '../../visitors/blurs.tsx';
import { useVisitorDetail } from '../customer/use-visitor-detail.ts';
import { nameOf } from '../inbox-words.ts';
import { ask } from '../requests.ts';
import { t } from '../../words/words.ts';

const asked = createStore<Conversation | null>(null);

/** Rejects as `ask` does, unless the server asks this agent a question, whose answer is not awaited. */
export async function takeUp(conversation: Conversation): Promise<void> {
  try {
    await reopen(conversation, false);
  } catch (error) {
    if (!isOfControl(error)) throw error;
    asked.set(conversation);
  }
}

/** The question, if there is one. */
export function TakeUpQuestion() {
  const conversation = useStore(asked, (value) => value);
  return conversation === null ? null : <Question conversation={conversation} />;
}

function Question({ conversation }: { conversation: Conversation }) {
  const { data, isPending } = useVisitorDetail(conversation);
  const close = (): void => asked.set(null);
  // If the names cannot be read, the question names no campaign.
  if (isPending) return null;
  return (
    <Blurs
      name={nameOf(conversation)}
      blurred={blurredBy(data?.why ?? [], data?.row?.holdout ?? false)}
      action={t('byHand.blurs.reopen')}
      onGo={() => {
        close();
        void reopen(conversation, true).catch(sayError);
      }}
      onClose={close}
    />
  );
}

function reopen({ id }: Conversation, confirmed: boolean): Promise<void> {
  return ask({ type: 'conversation.reopen', conversation: id, confirmed });
}
