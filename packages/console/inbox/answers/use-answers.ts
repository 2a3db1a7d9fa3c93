// The predefined answers that a conversation may use, and what their variables stand for in it.
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

/** Kept while somebody works: a change by a colleague is seen when the list is opened again. */
const staleMs = 60_000;
const nobodys: readonly string[] = [];

export interface Answers {
  /** Those that fit, best first; none while `query` is null. */
  readonly found: readonly PredefinedAnswer[];
  /** The need that an answer stands first for; null where it stands for none. */
  readonly fits: (answer: PredefinedAnswer) => string | null;
  /** There is no answer at all. */
  readonly none: boolean;
  /** Values of the variables; where they cannot be had, none, so that each becomes a gap. */
  readonly values: () => Promise<AnswerValues>;
}

export function useAnswers(conversation: Conversation, query: string | null): Answers {
  const { user } = useSession();
  const { data } = useApiQuery('/answers', AnswerList);
  const skills = useStore(
    agents,
    (all) => all.find((agent) => agent.user === user.id)?.skills ?? nobodys,
  );
  // The panel beside the conversation reads it too; here it is only looked at.
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
