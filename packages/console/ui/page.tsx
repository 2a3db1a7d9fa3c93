// The frame of a page: its header with title and actions, tabs, and lists of names and values.
import { useEffect, useRef, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useNarrow } from './narrow.ts';
import { titleStore } from './title.ts';
import { t } from '../words/words.ts';

/** The header of a page. Its title is also that of the window. */
export function PageHeader(props: { title: string; live?: ReactNode; children?: ReactNode }) {
  const { title, live, children } = props;
  useEffect(() => titleStore.update((now) => ({ ...now, page: title })), [title]);
  return (
    <header className="top">
      <h1>{title}</h1>
      {live}
      <span className="grow" />
      {children}
    </header>
  );
}

export interface TabChoice<Value extends string> {
  readonly value: Value;
  readonly label: ReactNode;
}

/**
 * Keeps the chosen item in view. On a phone the choices stand in one scrolling line, and the chosen
 * one may lie outside.
 */
export function useInSight<Line extends HTMLElement>(shown: string): RefObject<Line | null> {
  const line = useRef<Line>(null);
  const narrow = useNarrow();
  useEffect(() => {
    const on = line.current?.querySelector('[aria-current], [aria-selected=true]');
    on?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [shown, narrow]);
  return line;
}

interface TabsProps<Value extends string> {
  readonly id: string;
  readonly label: string;
  readonly value: Value;
  readonly tabs: readonly TabChoice<Value>[];
  readonly onChange: (value: Value) => void;
}

/**
 * Tabs after the ARIA pattern: arrow keys move between them, and the panel has the id
 * `${id}-panel`.
 */
export function Tabs<Value extends string>({ id, label, value, tabs, onChange }: TabsProps<Value>) {
  const line = useInSight<HTMLDivElement>(value);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(at + step + tabs.length) % tabs.length];
    if (next === undefined) return;
    onChange(next.value);
    document.getElementById(`${id}-${next.value}`)?.focus();
  };
  return (
    <div ref={line} className="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          id={`${id}-${tab.value}`}
          aria-selected={tab.value === value}
          aria-controls={`${id}-panel`}
          tabIndex={tab.value === value ? 0 : -1}
          className={tab.value === value ? 'on' : ''}
          onClick={() => onChange(tab.value)}
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

export function TabPanel(props: {
  id: string;
  value: string;
  className?: string;
  children: ReactNode;
}) {
  const { id, value, className = '', children } = props;
  return (
    <div
      role="tabpanel"
      id={`${id}-panel`}
      aria-labelledby={`${id}-${value}`}
      tabIndex={0}
      className={`tab-panel ${className}`}
    >
      {children}
    </div>
  );
}

/** Names with their values, in two columns. */
export function KeyValues({ entries }: { entries: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="kv">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value ?? t('console.dash')}</dd>
        </div>
      ))}
    </dl>
  );
}
