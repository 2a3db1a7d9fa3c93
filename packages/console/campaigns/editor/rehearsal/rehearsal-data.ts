// Rehearses the draft a moment after each save and asks until there is an answer. Until then the
// previous answer stays and is marked as outdated.
import { useCallback, useEffect, useState } from 'react';
import { Rehearsal, type RehearsalAnswer } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import { api } from '../../../api/client.ts';
import { invalidate } from '../../../ui/index.ts';

export interface Rehearsing {
  readonly state: Rehearsal['state'];
  readonly progress: number;
  readonly answer: RehearsalAnswer | null;
  /** The draft has changed since this answer. */
  readonly stale: boolean;
  readonly error: unknown;
  readonly again: () => void;
  readonly stop: () => void;
}

const settleMs = 600;
const askMs = 500;

interface Known {
  readonly now: Rehearsal | null;
  readonly answer: RehearsalAnswer | null;
  readonly error: unknown;
}

export function useRehearsal(id: string, revision: number): Rehearsing {
  const address = `/campaigns/${id}/rehearsal`;
  const [known, setKnown] = useState<Known>({ now: null, answer: null, error: null });
  const [turn, setTurn] = useState(0);
  const hear = useCallback((now: Rehearsal): void => {
    setKnown((before) => ({ now, answer: now.answer ?? before.answer, error: null }));
  }, []);
  const fail = useCallback((error: unknown): void => {
    setKnown((before) => ({ ...before, now: null, error }));
  }, []);

  useEffect(() => {
    const timer = setTimeout(
      () => void api.post(address, undefined, Rehearsal).then(hear, fail),
      settleMs,
    );
    return () => clearTimeout(timer);
  }, [address, revision, turn, hear, fail]);

  const { now, answer, error } = known;
  const under = now?.state === 'waiting' || now?.state === 'running';
  useEffect(() => {
    if (!under) return;
    const timer = setTimeout(() => void api.get(address, Rehearsal).then(hear, fail), askMs);
    return () => clearTimeout(timer);
  }, [address, under, now, hear, fail]);

  const answeredAt = now?.answeredAt ?? null;
  useEffect(() => {
    if (answeredAt !== null) invalidate(`/campaigns/${id}/plan`);
  }, [id, answeredAt]);

  return {
    state: now?.state ?? (error === null ? 'waiting' : 'failed'),
    progress: now?.progress ?? 0,
    answer,
    stale: answer !== null && (now === null || now.answer === null || now.revision !== revision),
    error,
    again: () => setTurn((before) => before + 1),
    stop: () => void api.delete(address, Rehearsal).then(hear, fail),
  };
}
