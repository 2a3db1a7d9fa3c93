// Reports which predefined answers are sent. An inserted answer counts when sending empties the box, not
// when the agent does. The server learns from it which answers suit a need. A failed report has no other
// effect.
import { useEffect, useRef } from 'react';
import type { AnswerId, ConversationId } from '@opportune/protocol/ids.ts';
import { Empty as EmptyAnswer } from '@opportune/protocol/rest/common.ts';
import { api } from '../../api/client.ts';

export interface SentAnswers {
  readonly inserted: (answer: AnswerId) => void;
  /** Takes the typed text; an empty box discards what was inserted. */
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
