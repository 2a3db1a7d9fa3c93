// The answers that fit what the visitor of a conversation seems to want, or wanted as an agent named
// it. What is known when the list opens stays until it is closed, so that no row moves under a hand.
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { AnswersByNeed } from '@opportune/protocol/rest/conversation/answers.ts';
import { ConversationNeed, RevisedNeedList } from '@opportune/protocol/rest/conversation/needs.ts';
import { invalidate, readOf, useApiQuery } from '../../ui/index.ts';

export interface Fitting {
  /** The name of the need; null where none is known. */
  readonly need: string | null;
  /** Ids of answers, the likeliest first. */
  readonly answers: readonly string[];
}

/** What fits is learnt over weeks, and asked for at every conversation. */
const staleMs = 60_000;

const byNeed = '/answers/by-need';
const nothing: Fitting = { need: null, answers: [] };

export function useFitting(conversation: Conversation, open: boolean): Fitting {
  const known = useKnown(conversation);
  const [held, setHeld] = useState<{ open: boolean; shown: Fitting }>({ open, shown: known });
  // Kept from the opening on; React draws again at once where it is set while drawing.
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

/** Reads the need again when something was said. */
function useAgain(path: string, sequence: number): void {
  const read = useRef({ path, sequence });
  useEffect(() => {
    const before = read.current;
    read.current = { path, sequence };
    if (before.path === path && before.sequence !== sequence) invalidate(path);
  }, [path, sequence]);
}
