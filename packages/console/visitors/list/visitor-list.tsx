// The live list. It draws only the visible rows, and each updates by itself. Arrow keys move
// through it and Enter opens a visitor. No row moves under the pointer.
import { useState, type KeyboardEvent } from 'react';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import { ArmMark, t, useStore } from '../../ui/index.ts';
import { ListBar } from './list-bar.tsx';
import { liveVisitors } from './live-visitors.ts';
import { Nobody } from './nobody.tsx';
import { useHeldOrder } from './use-held-order.ts';
import { showRow, VisitorRows } from './visitor-rows.tsx';

interface Props {
  readonly selected: string | undefined;
  readonly onOpen: (visitor: VisitorId | undefined) => void;
  readonly sites: readonly { readonly origins: readonly string[] }[] | undefined;
}

const heads = ['visitor', 'page', 'time', 'cart', 'device', 'intent', 'campaign', 'arm'] as const;

export function VisitorList({ selected, onOpen, sites }: Props) {
  const live = useStore(liveVisitors, (value) => value);
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [pointed, setPointed] = useState(false);
  const [scrolled, setScrolled] = useState(false);
  const [active, setActive] = useState<VisitorId | null>(null);
  const held = pointed || scrolled || active !== null;
  const { order, rowOf, release } = useHeldOrder(held);

  const showNew = (): void => {
    release();
    scroller?.scrollTo({ top: 0 });
  };
  const move = (event: KeyboardEvent): void => {
    const at = active === null ? -1 : order.shown.indexOf(active);
    const to = stepTo(event.key, at, order.shown.length);
    if (event.key === 'Enter' && active !== null) onOpen(active);
    if (event.key === 'Escape') onOpen(undefined);
    if (to === undefined) return;
    event.preventDefault();
    setActive(order.shown[to] ?? null);
    showRow(scroller, to);
  };

  return (
    <section className="list" aria-label={t('visitors.visitors.list')}>
      <ListBar
        waiting={order.waiting.length}
        withoutCountries={order.shown.some((id) => live.rows.get(id)?.place === null)}
        onShowNew={showNew}
      />
      {order.shown.length === 0 ? (
        <div className="grid-place">
          <div className="line head" aria-hidden="true">
            <Heads />
          </div>
          <Nobody loaded={live.loaded} any={live.rows.size > 0} sites={sites} />
        </div>
      ) : (
        <div
          className="grid-place"
          role="grid"
          aria-label={t('visitors.visitors.list')}
          aria-rowcount={order.shown.length + 1}
          aria-activedescendant={active === null ? undefined : `visitor-${active}`}
          tabIndex={0}
          onKeyDown={move}
          onBlur={() => setActive(null)}
        >
          <div className="line head" role="row" aria-rowindex={1}>
            <Heads role="columnheader" />
          </div>
          <div
            className="scroller"
            ref={setScroller}
            role="presentation"
            onPointerEnter={() => setPointed(true)}
            onPointerLeave={() => setPointed(false)}
            onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 4)}
          >
            <VisitorRows
              order={order.shown}
              rowOf={rowOf}
              scroller={scroller}
              selected={selected}
              active={active}
              onOpen={onOpen}
            />
          </div>
        </div>
      )}
      <Foot shown={order.shown.filter((id) => live.rows.has(id)).length} isHeld={pointed} />
    </section>
  );
}

/** The row that a key leads to from row `at`; undefined if the key does not move. */
function stepTo(key: string, at: number, count: number): number | undefined {
  const last = count - 1;
  const to = {
    ArrowDown: at + 1,
    ArrowUp: Math.max(0, at - 1),
    Home: 0,
    End: last,
    PageDown: at + 10,
    PageUp: Math.max(0, at - 10),
  }[key];
  return to === undefined ? undefined : Math.min(to, last);
}

function Heads({ role }: { role?: 'columnheader' }) {
  return heads.map((head) => (
    <span key={head} role={role} className={`c-${head}`}>
      {t(`visitors.visitors.column.${head}`)}
    </span>
  ));
}

function Foot({ shown, isHeld }: { shown: number; isHeld: boolean }) {
  const { total } = useStore(liveVisitors, (value) => value);
  return (
    <footer className="foot">
      <span className="num">{t('visitors.visitors.count', { shown, total })}</span>
      <span className="foot-held" data-held={isHeld || undefined}>
        {t('visitors.visitors.held')}
      </span>
      <span className="grow" />
      <span className="row foot-arms">
        <ArmMark arm="treatment" label={t('console.arm.treatment.legend')} />
        <ArmMark arm="optimise" />
        <ArmMark arm="control" label={t('console.arm.control.legend')} />
      </span>
    </footer>
  );
}
