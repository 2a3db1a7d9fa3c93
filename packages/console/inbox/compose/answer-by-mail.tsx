// The answer to a message that was left with an address.
import { useRef } from 'react';
import { gapIn } from '@opportune/core/conversation/answer-text.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { Empty as EmptyAnswer } from '@opportune/protocol/rest/common.ts';
import { api } from '../../api/client.ts';
import { newId } from '../../api/new-id.ts';
import {
  Button,
  explainError,
  say,
  useApiMutation,
  useStore,
  t,
  submitting,
} from '../../ui/index.ts';
import { AnswerButton, AnswerField, GapHint } from '../answers/answer-field.tsx';
import { begunIn } from './drafts.ts';
import { drafts, keepDraft } from './sending.ts';

interface AnswerByMailProps {
  readonly conversation: Conversation;
  readonly address: string;
}

export function AnswerByMail({ conversation, address }: AnswerByMailProps) {
  const draft = useStore(drafts, (all) => begunIn(all, conversation.id));
  const text = draft?.text ?? '';
  const tried = useRef({ id: '', text: '' });
  const area = useRef<HTMLTextAreaElement>(null);
  const ready = text.trim() !== '' && gapIn(text) === null;
  const write = (value: string): void => keepDraft(conversation.id, value, false);
  const answer = useApiMutation(
    () => {
      const said = text.trim();
      // The same text keeps its id, so a retry sends one answer; a corrected text is a new answer.
      if (tried.current.text !== said) tried.current = { id: newId(), text: said };
      return api.post(
        `/conversations/${encodeURIComponent(conversation.id)}/answer`,
        tried.current,
        EmptyAnswer,
      );
    },
    {
      invalidates: ['/conversations'],
      onDone: () => {
        tried.current = { id: '', text: '' };
        keepDraft(conversation.id, '', false);
        say(t('inbox.answer.sent'));
      },
    },
  );
  return (
    <form
      className="compose"
      onSubmit={submitting(() => {
        if (ready) answer.mutate(undefined);
      })}
    >
      <div className="kinds">
        <span className="on">{t('inbox.answer.label', { address })}</span>
      </div>
      <AnswerField
        conversation={conversation}
        area={area}
        label={t('inbox.answer.label', { address })}
        placeholder={t('inbox.answer.placeholder')}
        value={text}
        onChange={write}
        onSend={() => ready && answer.mutate(undefined)}
        onBlur={() => undefined}
      />
      {answer.error !== null && (
        <p className="small bad compose-problem" role="alert">
          {explainError(answer.error).text}
        </p>
      )}
      <div className="tools">
        <AnswerButton area={area} value={text} onChange={write} />
        <GapHint text={text} />
        <span className="grow" />
        <Button type="submit" variant="primary" icon="mail" disabled={!ready || answer.isPending}>
          {t('inbox.answer.send')}
        </Button>
      </div>
    </form>
  );
}
