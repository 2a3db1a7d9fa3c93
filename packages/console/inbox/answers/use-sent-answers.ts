// Which predefined answers go out: what was inserted counts once the box is emptied by sending, not by
// hand. It is told so that answers are learnt by need; where that fails, nothing else does.
import { useEffect, useRef } from 'react';
import type { AnswerId, ConversationId } from '@opportune/protocol/ids.ts';
import { Empty as EmptyAnswer } from '@opportune/protocol/rest/common.ts';
import { api } from '../../api/client.ts';

export interface SentAnswers {
  readonly inserted: (answer: AnswerId) => void;
  /** What somebody typed; an empty box takes back what was inserted. */
  readonly typed: (text: string) => void;
}

export function useSentAnswers(conversation: ConversationId, text: string): SentAnswers {
  const pending = useRef(new Set<AnswerId>());
  useEffect(() => {
    const of = pending.current;
    return () => of.clear();
  }, [conversation]);
  useEffect(() => {
    if (text !== '') return;
    for (const answer of pending.current) void tell(answer, conversation);
    pending.current.clear();
  }, [text, conversation]);
  return {
    inserted: (answer) => void pending.current.add(answer),
    typed: (now) => {
      if (now === '') pending.current.clear();
    },
  };
}

async function tell(answer: AnswerId, conversation: ConversationId): Promise<void> {
  const path = `/answers/${encodeURIComponent(answer)}/uses`;
  await api.post(path, { conversation }, EmptyAnswer).catch(() => undefined);
}
