// The latest events of a site, each with its verdict. New events appear at the top. While somebody
// points at the list, they wait behind a count, so that no row jumps.
import { useState } from 'react';
import type { DebugEntry, DebugList } from '@opportune/protocol/rest/site.ts';
import type { z } from 'zod';
import {
  format,
  Button,
  Empty,
  Icon,
  IconButton,
  LiveMark,
  NotYet,
  SearchField,
  Segmented,
  Tag,
  t,
} from '../../ui/index.ts';
import { entryKey, fitsEntry, foldRepeats, heldEntries, type DebugFilter } from './debug-list.ts';
import { refusalWords } from '../../words/refusal-words.ts';

type List = z.infer<typeof DebugList>;
const filters: readonly DebugFilter[] = ['all', 'accepted', 'refused'];

interface DebuggerPaneProps {
  readonly list: List | undefined;
  readonly error: unknown;
  readonly paused: boolean;
  readonly onPaused: (paused: boolean) => void;
  readonly onRetry: () => void;
}

export function DebuggerPane({ list, error, paused, onPaused, onRetry }: DebuggerPaneProps) {
  const [filter, setFilter] = useState<DebugFilter>('all');
  const [search, setSearch] = useState('');
  const label = (each: DebugFilter): string =>
    each === 'all' || list === undefined
      ? t('settings.debug.all')
      : t(`settings.debug.${each}`, { n: list[each] });
  return (
    <aside className="debugger" aria-label={t('settings.debug.title')}>
      <div className="row debugger-top">
        <h2 className="section-title">{t('settings.debug.title')}</h2>
        {paused ? (
          <Tag tone="warn">{t('settings.debug.paused')}</Tag>
        ) : (
          <LiveMark>{t('settings.debug.live')}</LiveMark>
        )}
        <span className="grow" />
        <Segmented
          label={t('settings.debug.filter')}
          value={filter}
          onChange={setFilter}
          choices={filters.map((value) => ({ value, label: label(value) }))}
        />
        <IconButton
          icon={paused ? 'play' : 'pause'}
          label={t(paused ? 'settings.debug.go' : 'settings.debug.pause')}
          aria-pressed={paused}
          onClick={() => onPaused(!paused)}
        />
      </div>
      <div className="debugger-search">
        <SearchField label={t('settings.debug.search')} value={search} onChange={setSearch} />
      </div>
      {list === undefined ? (
        <NotYet error={error} rows={8} columns={3} onRetry={onRetry} />
      ) : list.entries.length === 0 ? (
        <Empty title={t('settings.debug.empty.title')} text={t('settings.debug.empty.text')} />
      ) : (
        <Entries entries={list.entries.filter((entry) => fitsEntry(entry, filter, search))} />
      )}
      <p className="small t3 debugger-foot">{t('settings.debug.foot')}</p>
    </aside>
  );
}

function Entries({ entries }: { entries: readonly DebugEntry[] }) {
  const [held, setHeld] = useState<readonly DebugEntry[] | null>(null);
  const [open, setOpen] = useState<string | null>(null);
  const folded = foldRepeats(entries);
  const firsts = folded.map(({ entry }) => entry);
  const repeats = new Map(folded.map((each) => [entryKey(each.entry), each.repeats]));
  const { shown, waiting } = heldEntries(firsts, held);
  if (entries.length === 0) return <p className="t3 debugger-none">{t('settings.debug.none')}</p>;
  return (
    <div
      className="debugger-list"
      tabIndex={0}
      role="region"
      aria-label={t('settings.debug.list')}
      onPointerEnter={() => setHeld(firsts)}
      onPointerLeave={() => setHeld(null)}
    >
      {waiting > 0 && (
        <div className="debugger-new">
          <Button onClick={() => setHeld(firsts)}>{t('settings.debug.new', { n: waiting })}</Button>
        </div>
      )}
      <ul>
        {shown.slice(0, 300).map((entry) => (
          <Entry
            key={entryKey(entry)}
            entry={entry}
            repeats={repeats.get(entryKey(entry)) ?? 0}
            open={open === entryKey(entry)}
            onOpen={(is) => setOpen(is ? entryKey(entry) : null)}
          />
        ))}
      </ul>
    </div>
  );
}

const marks = {
  accepted: ['check', 'ok'],
  told: ['minus', 't3'],
  refused: ['close', 'bad'],
} as const;

interface EntryProps {
  readonly entry: DebugEntry;
  readonly repeats: number;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

function Entry({ entry, repeats, open, onOpen }: EntryProps) {
  const [icon, tone] = entry.code?.startsWith('goal.')
    ? (['alert', 'warn'] as const)
    : marks[entry.verdict];
  const name = entry.name === '' ? t('settings.debug.unnamed') : entry.name;
  return (
    <li className={open ? `entry open ${tone}` : 'entry'}>
      <button
        type="button"
        className="entry-line"
        aria-expanded={open}
        onClick={() => onOpen(!open)}
      >
        <span className="at num">{format.clockSeconds(entry.at)}</span>
        <span className={tone}>
          <Icon name={icon} size={14} />
          <span className="aside-voice">{t(`settings.debug.verdict.${entry.verdict}`)}</span>
        </span>
        <span className="clip">
          <b className="medium">{name}</b>{' '}
          <span className="t3">
            {entry.visitor === null
              ? t('settings.debug.unknown')
              : t('settings.debug.visitor', { end: entry.visitor.slice(-4) })}
          </span>
        </span>
        <EntryMarks entry={entry} repeats={repeats} tone={tone} />
      </button>
      {open && <EntryDetail entry={entry} repeats={repeats} />}
    </li>
  );
}

interface EntryMarksProps {
  readonly entry: DebugEntry;
  readonly repeats: number;
  readonly tone: string;
}

function EntryMarks({ entry, repeats, tone }: EntryMarksProps) {
  return (
    <span className="row">
      {repeats > 0 && (
        <span className="small t3 num">{t('settings.debug.repeats', { n: repeats + 1 })}</span>
      )}
      {entry.code === null ? (
        <Tag tone="line">{t(`settings.trust.${entry.trust}`)}</Tag>
      ) : (
        <span className={`code entry-code ${tone}`}>{entry.code}</span>
      )}
    </span>
  );
}

/** Why the event was refused, and which part of it. */
function EntryRefusal({ entry: { code, message, path } }: { entry: DebugEntry }) {
  if (message === null) return null;
  return (
    <p>
      {refusalWords({ code, message })}
      {path !== null && (
        <>
          {' '}
          <span className="code">{t('settings.debug.path', { path })}</span>
        </>
      )}
    </p>
  );
}

function EntryDetail({ entry, repeats }: { entry: DebugEntry; repeats: number }) {
  return (
    <div className="entry-detail">
      {repeats > 0 && <p>{t('settings.debug.repeats.text', { n: repeats + 1 })}</p>}
      <EntryRefusal entry={entry} />
      <p className="label">{t('settings.debug.received')}</p>
      <pre className="code" tabIndex={0}>
        {pretty(entry.received)}
      </pre>
    </div>
  );
}

/** Indents valid JSON. Text that was cut off stays as it came. */
function pretty(received: string): string {
  try {
    return JSON.stringify(JSON.parse(received), null, 2);
  } catch {
    return received;
  }
}
