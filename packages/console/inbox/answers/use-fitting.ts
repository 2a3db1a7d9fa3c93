// The answers that fit the need of a conversation's visitor: the likely need, or the one an agent named.
// The list that is known at opening stays until it closes, so no row moves under the pointer.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { AnswersByNeed } from '@opportune/protocol/rest/conversation/answers.ts';
import { ConversationNeed, RevisedNeedList } from '@opportune/protocol/rest/conversation/needs.ts';
import { invalidate, readOf, useApiQuery } from '../../ui/index.ts';

export interface Fitting {
  /** The name of the need; null if unknown. */
  readonly need: string | null;
  /** Ids of answers, likeliest first. */
  readonly answers: readonly string[];
}

/** Cached this long, because every conversation reads it and it is learnt over weeks. */
const staleMs = 60_000;

const byNeed = '/answers/by-need';
const nothing: Fitting = { need: null, answers: [] };

export function useFitting(conversation: Conversation, open: boolean): Fitting {
  const known = useKnown(conversation);
  const [held, setHeld] = useState<{ open: boolean; shown: Fitting }>({ open, shown: known });
  // Set during rendering, at the moment of opening; React renders again at once.
  if (held.open !== open) setHeld({ open, shown: known });
  return open && held.open ? held.shown : known;
}

function useKnown(conversation: Conversation): Fitting {
  const listed = useApiQuery('/needs', RevisedNeedList).data?.needs ?? [];
  const fits = useQuery({
    ...readOf(byNeed, AnswersByNeed),
    enabled: listed.length > 0,
    staleTime: staleMs,
  });
  const path = `/conversations/${encodeURIComponent(conversation.id)}/need`;
  const need = useApiQuery(path, ConversationNeed, { enabled: listed.length > 0 }).data;
  useAgain(path, conversation.lastSequence);
  const found = listed.find(({ id }) => id === (need?.named ?? need?.seems?.need));
  const answers = fits.data?.needs.find((each) => each.need === found?.id)?.answers;
  return found === undefined || answers === undefined ? nothing : { need: found.name, answers };
}

/** Reads the need again after each new message. */
function useAgain(path: string, sequence: number): void {
  const read = useRef({ path, sequence });
  useEffect(() => {
    const before = read.current;
    read.current = { path, sequence };
    if (before.path === path && before.sequence !== sequence) invalidate(path);
  }, [path, sequence]);
}
