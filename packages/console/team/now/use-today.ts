// For managers: today's figures for the team page. They come from the history's own route, so that
// both pages agree. They are loaded again every half minute, and soon after conversations change.
import { useEffect, useRef } from 'react';
import { History, type HistoryBy } from '@opportune/protocol/rest/team/history.ts';
import { inbox } from '../../inbox/inbox-store.ts';
import { useSession } from '../../session/session.tsx';
import { invalidate, useApiQuery } from '../../ui/index.ts';

const soonMs = 3_000;

export function useIsManager(): boolean {
  return useSession().user.role !== 'agent';
}

export function useToday(by: HistoryBy): History | undefined {
  const isManager = useIsManager();
  return useApiQuery('/history', History, { query: { by }, enabled: isManager, refetchMs: 30_000 })
    .data;
}

/** Reloads the figures while conversations change, at most once every few seconds. */
export function useFreshToday(): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    let last = inbox.get().conversations;
    const stop = inbox.subscribe(() => {
      const next = inbox.get().conversations;
      if (next === last || timer.current !== undefined) return;
      last = next;
      timer.current = setTimeout(() => {
        timer.current = undefined;
        invalidate('/history');
      }, soonMs);
    });
    return () => {
      stop();
      clearTimeout(timer.current);
      timer.current = undefined;
    };
  }, []);
}
