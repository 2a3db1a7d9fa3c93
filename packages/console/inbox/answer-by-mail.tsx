// The answer to a message that was left with an address.
import { useRef } from 'react';
import type { Conversation } from '@opportune/protocol/conversation.ts';
import { Empty as EmptyAnswer } from '@opportune/protocol/rest/common.ts';
import { api } from '../api/client.ts';
import { newId } from '../api/new-id.ts';
import { Button, explainError, say, useApiMutation, useStore } from '../ui/index.ts';
import { GrowingText } from './growing-text.tsx';
import { drafts, keepDraft } from './inbox-store.ts';
import { i } from './inbox-words.ts';

export function AnswerByMail({
  conversation,
  address,
}: {
  conversation: Conversation;
  address: string;
}) {
  const draft = useStore(drafts, (all) => all[conversation.id]);
  const text = draft?.text ?? '';
  const key = useRef(newId());
  const answer = useApiMutation(
    () =>
      api.post(
        `/conversations/${encodeURIComponent(conversation.id)}/answer`,
        { id: key.current, text: text.trim() },
        EmptyAnswer,
      ),
    {
      invalidates: ['/conversations'],
      onDone: () => {
        key.current = newId();
        keepDraft(conversation.id, '', false);
        say(i('answer.sent'));
      },
    },
  );
  return (
    <form
      className="compose"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') answer.mutate(undefined);
      }}
    >
      <div className="kinds">
        <span className="on">{i('answer.label', { address })}</span>
      </div>
      <GrowingText
        label={i('answer.label', { address })}
        placeholder={i('answer.placeholder')}
        value={text}
        onChange={(value) => keepDraft(conversation.id, value, false)}
        onSend={() => text.trim() !== '' && answer.mutate(undefined)}
        onBlur={() => undefined}
      />
      {answer.error !== null && (
        <p className="small bad compose-problem" role="alert">
          {explainError(answer.error).text}
        </p>
      )}
      <div className="tools">
        <span className="grow" />
        <Button
          type="submit"
          variant="primary"
          icon="mail"
          disabled={text.trim() === '' || answer.isPending}
        >
          {i('answer.send')}
        </Button>
      </div>
    </form>
  );
}
