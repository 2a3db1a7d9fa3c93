// The predefined answers that a conversation may use, and the values of their variables in it.
import { useMemo } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import {
  AnswerList,
  AnswerValues as ValuesAnswer,
  type AnswerValues,
  type PredefinedAnswer,
} from '@opportune/protocol/rest/conversation/answers.ts';
import { useSession } from '../../session/session.tsx';
import { queryClient, readOf, useApiQuery, useStore } from '../../ui/index.ts';
import { isFitting, rankAnswers } from './answer-rank.ts';
import { agents } from '../inbox-store.ts';
import { useVisitorDetail } from '../customer/use-visitor-detail.ts';
import { useFitting } from './use-fitting.ts';

/** How long the values of variables are cached, in milliseconds. */
const staleMs = 60_000;
const nobodys: readonly string[] = [];

export interface Answers {
  /** The answers that fit, best first; empty while `query` is null. */
  readonly found: readonly PredefinedAnswer[];
  /** The need for which an answer is listed first; null if there is none. */
  readonly fits: (answer: PredefinedAnswer) => string | null;
  /** True if the account has no answers at all. */
  readonly none: boolean;
  /** Values of the variables. If they cannot be read there are none, and each variable becomes a gap. */
  readonly values: () => Promise<AnswerValues>;
}

export function useAnswers(conversation: Conversation, query: string | null): Answers {
  const { user } = useSession();
  const { data } = useApiQuery('/answers', AnswerList);
  const skills = useStore(
    agents,
    (all) => all.find((agent) => agent.user === user.id)?.skills ?? nobodys,
  );
  // The panel beside the conversation reads this too; here it is read only while the list is open.
  const visitor = useVisitorDetail(conversation, { enabled: query !== null }).data;
  const language = visitor?.row?.device.language || null;
  const answers = data?.answers;
  const { need, answers: fitting } = useFitting(conversation, query !== null);
  const { skill } = conversation;
  const found = useMemo(
    () =>
      query === null || answers === undefined
        ? []
        : rankAnswers(answers, { query, language, skill, skills, fitting }),
    [answers, query, language, skill, skills, fitting],
  );
  const path = `/conversations/${encodeURIComponent(conversation.id)}/answer-values`;
  return {
    found,
    fits: (answer) =>
      isFitting(answer, { query: '', language, skill, skills, fitting }) ? need : null,
    none: answers?.length === 0,
    values: () =>
      queryClient
        .fetchQuery({
          ...readOf(path, ValuesAnswer),
          staleTime: staleMs,
          retry: false,
        })
        .then(
          ({ values }) => values,
          () => ({}),
        ),
  };
}
