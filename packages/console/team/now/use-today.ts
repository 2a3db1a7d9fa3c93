// Today's figures for the team's page: the history's, of the same route, so that both say the same. They
// are read again half a minute later, and soon after conversations have moved. Managers only.
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

/** Has the figures read again at most every few seconds while conversations change. */
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
