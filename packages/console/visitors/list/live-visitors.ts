// The live rows from the socket: the whole list once, then changes. After a lost connection it
// subscribes again and gets the whole list. Until then it keeps the old rows.
import type { VisitorId } from '@opportune/protocol/ids.ts';
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { onFrame, sendFrame } from '../../api/socket.ts';
import { createStore } from '../../ui/store.ts';

export interface LiveVisitors {
  readonly rows: ReadonlyMap<VisitorId, VisitorRow>;
  readonly total: number;
  /** The whole list has arrived at least once. */
  readonly loaded: boolean;
}

const nothing: LiveVisitors = { rows: new Map(), total: 0, loaded: false };
export const liveVisitors = createStore<LiveVisitors>(nothing);

/** Watches the visitors of one site, or of all sites, until the returned function is called. */
export function watchVisitors(site: string | undefined): () => void {
  const watch = (): void => {
    sendFrame({ type: 'visitors.watch', ...(site === undefined ? {} : { site }) });
  };
  const stop = onFrame((frame) => {
    if (frame.type === 'ready') watch();
    if (frame.type === 'visitors.all')
      liveVisitors.set({ rows: keyed(frame.rows), total: frame.total, loaded: true });
    if (frame.type === 'visitors.changed')
      liveVisitors.update((now) => changed(now, frame.rows, frame.gone, frame.total));
  });
  watch();
  return () => {
    stop();
    sendFrame({ type: 'visitors.unwatch' });
    liveVisitors.set(nothing);
  };
}

function keyed(rows: readonly VisitorRow[]): ReadonlyMap<VisitorId, VisitorRow> {
  return new Map(rows.map((row) => [row.visitor, row]));
}

function changed(
  now: LiveVisitors,
  rows: readonly VisitorRow[],
  gone: readonly VisitorId[],
  total: number,
): LiveVisitors {
  const next = new Map(now.rows);
  for (const row of rows) next.set(row.visitor, row);
  for (const visitor of gone) next.delete(visitor);
  return { rows: next, total, loaded: now.loaded };
}
