// The order that the list draws. It follows the wanted order at most once a second. It pauses while
// somebody points at the list, moves through it by keyboard or has scrolled away from the top.
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { useStore } from '../../ui/store.ts';
import { holdOrder, type HeldOrder } from './hold-order.ts';
import { listSettings, searchText } from './list-settings.ts';
import { liveVisitors } from './live-visitors.ts';
import { visitorName } from '../visitor-words.ts';
import { wantedOrder } from './wanted-order.ts';

const settleMs = 1000;
const empty: HeldOrder<VisitorId> = { shown: [], waiting: [] };

export interface OrderedRow {
  readonly row: VisitorRow;
  /** Whether the visitor left the site while the order was held. */
  readonly left: boolean;
}

export interface HeldList {
  readonly order: HeldOrder<VisitorId>;
  readonly rowOf: (id: VisitorId) => OrderedRow | undefined;
  /** Takes the wanted order at once, even if the order is held. */
  readonly release: () => void;
}

export function useHeldOrder(held: boolean): HeldList {
  const { rows } = useStore(liveVisitors, (live) => live);
  const search = useStore(searchText, (value) => value);
  const settings = useStore(listSettings, (value) => value);
  const wanted = useMemo(
    () => () => wantedOrder(rows.values(), { ...settings, search }, visitorName),
    [rows, settings, search],
  );
  const [order, setOrder] = useState(empty);
  const last = useRef<ReadonlyMap<VisitorId, VisitorRow>>(rows);
  const went = useRef(new Map<VisitorId, VisitorRow>());
  const asked = useRef({ settings, search });
  const latest = useRef({ wanted, held });
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  // Runs before painting. Otherwise rows that have arrived but have no order yet would look like an
  // empty list.
  useLayoutEffect(() => {
    // The agent's own choice applies at once. Changes among the visitors wait up to a second.
    const chosen = asked.current.settings !== settings || asked.current.search !== search;
    asked.current = { settings, search };
    latest.current = { wanted, held };
    if (chosen || order.shown.length === 0) {
      setOrder((before) => holdOrder(before, wanted(), held && !chosen));
      return;
    }
    // A running timer is kept. If every change restarted it, several changes a second would keep it
    // from ever firing.
    timer.current ??= setTimeout(
      () => {
        timer.current = null;
        const now = latest.current;
        setOrder((before) => holdOrder(before, now.wanted(), now.held));
      },
      held ? 200 : settleMs - (Date.now() % settleMs),
    );
  }, [wanted, held, settings, search, order.shown.length]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );

  useEffect(() => {
    // A shown visitor who has left keeps the last row until the order settles again.
    for (const id of order.shown) {
      const row = rows.has(id) ? undefined : last.current.get(id);
      if (row !== undefined) went.current.set(id, row);
    }
    if (order.waiting.length === 0 && !held) went.current.clear();
    last.current = rows;
  }, [rows, order, held]);

  const rowOf = useCallback(
    (id: VisitorId): OrderedRow | undefined => {
      const row = rows.get(id) ?? went.current.get(id) ?? last.current.get(id);
      return row === undefined ? undefined : { row, left: !rows.has(id) };
    },
    [rows],
  );
  const release = useCallback(
    () => setOrder((before) => holdOrder(before, wanted(), false)),
    [wanted],
  );
  return { order, rowOf, release };
}
