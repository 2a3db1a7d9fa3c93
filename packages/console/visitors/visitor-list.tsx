// The live list: only the rows in sight are drawn; each changes by itself. Arrows move in it, Enter
// opens; nothing moves under the pointer.
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useState, type KeyboardEvent } from 'react';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import { connection } from '../api/socket.ts';
import {
  ArmMark,
  Bones,
  Button,
  Chip,
  Empty,
  Icon,
  Menu,
  MenuItem,
  t,
  useStore,
} from '../ui/index.ts';
import { listSettings, searchText, setSorting, showAll, toggleFilter } from './list-settings.ts';
import { liveVisitors } from './live-visitors.ts';
import { useHeldOrder, type OrderedRow } from './use-held-order.ts';
import { VisitorLine } from './visitor-line.tsx';
import { v } from './visitor-words.ts';
import { filters, sortings } from './wanted-order.ts';

interface Props {
  readonly selected: string | undefined;
  readonly onOpen: (visitor: VisitorId | undefined) => void;
  readonly sites: readonly { readonly origins: readonly string[] }[] | undefined;
}

const heads = ['visitor', 'page', 'time', 'cart', 'device', 'thought', 'campaign', 'arm'] as const;
/** Rows with two lines are 40 px, cards of a phone 64. */
const rowHeight = (): number => (window.matchMedia('(max-width: 760px)').matches ? 64 : 40);

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
    const to = {
      ArrowDown: at + 1,
      ArrowUp: Math.max(0, at - 1),
      Home: 0,
      End: order.shown.length - 1,
      PageDown: at + 10,
      PageUp: Math.max(0, at - 10),
    }[event.key];
    if (event.key === 'Enter' && active !== null) onOpen(active);
    if (event.key === 'Escape') onOpen(undefined);
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.min(to, order.shown.length - 1);
    setActive(order.shown[next] ?? null);
    show(scroller, next);
  };

  return (
    <section className="list" aria-label={v('visitors.list')}>
      <ListBar waiting={order.waiting.length} onShowNew={showNew} />
      {order.shown.length === 0 ? (
        <div className="grid-place">
          <div className="line head" aria-hidden="true">
            {heads.map((head) => (
              <span key={head} className={`c-${head}`}>
                {v(`visitors.column.${head}`)}
              </span>
            ))}
          </div>
          <Nothing loaded={live.loaded} any={live.rows.size > 0} sites={sites} />
        </div>
      ) : (
        <div
          className="grid-place"
          role="grid"
          aria-label={v('visitors.list')}
          aria-rowcount={order.shown.length + 1}
          aria-activedescendant={active === null ? undefined : `visitor-${active}`}
          tabIndex={0}
          onKeyDown={move}
          onBlur={() => setActive(null)}
        >
          <div className="line head" role="row" aria-rowindex={1}>
            {heads.map((head) => (
              <span key={head} role="columnheader" className={`c-${head}`}>
                {v(`visitors.column.${head}`)}
              </span>
            ))}
          </div>
          <div
            className="scroller"
            ref={setScroller}
            role="presentation"
            onPointerEnter={() => setPointed(true)}
            onPointerLeave={() => setPointed(false)}
            onScroll={(event) => setScrolled(event.currentTarget.scrollTop > 4)}
          >
            <Rows
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
      <footer className="foot">
        <span className="num">
          {v('visitors.count', { shown: order.shown.length, total: live.total })}
        </span>
        <span className="foot-held" data-held={pointed || undefined}>
          {v('visitors.held')}
        </span>
        <span className="grow" />
        <span className="row foot-arms">
          <ArmMark arm="treatment" />
          <ArmMark arm="control" label={t('arm.control.legend')} />
        </span>
      </footer>
    </section>
  );
}

interface RowsProps {
  readonly order: readonly VisitorId[];
  readonly rowOf: (id: VisitorId) => OrderedRow | undefined;
  readonly scroller: HTMLDivElement | null;
  readonly selected: string | undefined;
  readonly active: VisitorId | null;
  readonly onOpen: (visitor: VisitorId) => void;
}

/** The rows in sight. Scrolling draws only this again. */
function Rows({ order, rowOf, scroller, selected, active, onOpen }: RowsProps) {
  // oxlint-disable-next-line react/incompatible-library -- nothing of it is passed to a memoised child
  const virtual = useVirtualizer({
    count: order.length,
    getScrollElement: () => scroller,
    estimateSize: rowHeight,
    overscan: 6,
    // Drawing within the scroll event would make a fast scroll wait for every row.
    useFlushSync: false,
  });
  return (
    <div style={{ height: virtual.getTotalSize(), position: 'relative' }} role="presentation">
      {virtual.getVirtualItems().map(({ index, start }) => {
        const id = order[index];
        const found = id === undefined ? undefined : rowOf(id);
        if (id === undefined || found === undefined) return null;
        return (
          <VisitorLine
            key={id}
            row={found.row}
            left={found.left}
            at={index}
            top={start}
            selected={id === selected}
            active={id === active}
            onOpen={onOpen}
          />
        );
      })}
    </div>
  );
}

/** Scrolls no further than needed to have a row in sight. */
function show(scroller: HTMLElement | null, index: number): void {
  if (scroller === null) return;
  const height = rowHeight();
  const top = index * height;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + height > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTop = top + height - scroller.clientHeight;
}

function ListBar({ waiting, onShowNew }: { waiting: number; onShowNew: () => void }) {
  const settings = useStore(listSettings, (value) => value);
  return (
    <div className="bar">
      <Menu target={<Button icon="filter">{v('visitors.filter')}</Button>}>
        {filters.map((filter) => (
          <MenuItem
            key={filter}
            checked={settings.filters.includes(filter)}
            keepOpen
            onClick={() => toggleFilter(filter)}
          >
            {v(`filter.${filter}`)}
          </MenuItem>
        ))}
      </Menu>
      <Menu
        target={
          <button
            type="button"
            className="chip"
            aria-label={`${v('visitors.sort')}: ${v(`visitors.sort.${settings.sorting}`)}`}
          >
            {v(`visitors.sort.${settings.sorting}`)}
            <Icon name="down" size={12} />
          </button>
        }
      >
        {sortings.map((sorting) => (
          <MenuItem
            key={sorting}
            checked={sorting === settings.sorting}
            onClick={() => setSorting(sorting)}
          >
            {v(`visitors.sort.${sorting}`)}
          </MenuItem>
        ))}
      </Menu>
      {settings.filters.map((filter) => (
        <Chip
          key={filter}
          onRemove={() => toggleFilter(filter)}
          removeLabel={v('filter.remove', { name: v(`filter.${filter}`) })}
        >
          {v(`filter.${filter}`)}
        </Chip>
      ))}
      <span className="grow" />
      <span aria-live="polite">
        {waiting > 0 && (
          <button type="button" className="tag accent num new-rows" onClick={onShowNew}>
            {v('visitors.new', { n: waiting })}
          </button>
        )}
      </span>
    </div>
  );
}

function Nothing({ loaded, any, sites }: { loaded: boolean; any: boolean; sites: Props['sites'] }) {
  const { status } = useStore(connection, (value) => value);
  const search = useStore(searchText, (value) => value);
  const { filters: chosen } = useStore(listSettings, (value) => value);
  if (!loaded) return status === 'lost' ? null : <Bones rows={14} columns={6} />;
  if (any && (search !== '' || chosen.length > 0)) {
    return (
      <Empty title={v('visitors.none.title')} text={v('visitors.none.text')}>
        <Button onClick={showAll}>{v('visitors.none.clear')}</Button>
      </Empty>
    );
  }
  if (sites !== undefined && sites.length === 0) {
    return (
      <Empty title={v('visitors.noSite.title')} text={v('visitors.noSite.text')}>
        <Link to="/settings/{-$page}/{-$item}" className="btn plain">
          {v('visitors.noSite.action')}
        </Link>
      </Empty>
    );
  }
  const origin = sites?.[0]?.origins[0];
  return (
    <Empty title={v('visitors.empty.title')} text={v('visitors.empty.text')}>
      {origin !== undefined && origin.startsWith('http') && (
        <a className="btn plain" href={origin} target="_blank" rel="noreferrer">
          <Icon name="external" />
          {v('visitors.empty.open')}
        </a>
      )}
    </Empty>
  );
}
