// What a page shows if it is empty, still loading, broken or failed. Each state says what to do
// next.
import { Component, useEffect, useState, type ReactNode } from 'react';
import { ApiProblem, Unreachable } from '../api/client.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';
import { refusalWords } from '../words/refusal-words.ts';
import { t } from '../words/words.ts';

/** An empty state: what will appear here, and the next step. */
export function Empty(props: { title: string; text?: ReactNode; children?: ReactNode }) {
  return (
    <div className="mid">
      <div>
        <h2 className="mid-title">{props.title}</h2>
        {props.text !== undefined && <p className="t2 mid-text">{props.text}</p>}
        {props.children !== undefined && <div className="row mid-acts">{props.children}</div>}
      </div>
    </div>
  );
}

/** True after `ms`, so that whatever loads faster shows no loading shape. */
export function useLater(ms = 200): boolean {
  const [later, setLater] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLater(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return later;
}

/** The shape of rows that are loading, without motion. */
export function Bones({ rows = 8, columns = 5 }: { rows?: number; columns?: number }) {
  const later = useLater();
  const width = (row: number, column: number): string => `${88 - ((row * 17 + column * 23) % 38)}%`;
  return (
    <div role="status" aria-label={t('console.state.loading')} className="bones">
      {later &&
        Array.from({ length: rows }, (_, row) => (
          <div
            key={row}
            className="bone-row"
            style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}
          >
            {Array.from({ length: columns }, (__, column) => (
              <i key={column} className="bone" style={{ width: width(row, column) }} />
            ))}
          </div>
        ))}
    </div>
  );
}

/** An error in words, with its stable code if it has one. */
export function explainError(error: unknown): { title: string; text: string; code: string | null } {
  if (error instanceof ApiProblem)
    return {
      title: t('console.state.failed'),
      text: refusalWords(error.problem),
      code: error.problem.code,
    };
  if (error instanceof Unreachable)
    return {
      title: t('console.state.unreachable'),
      text: t('console.state.unreachable.text'),
      code: null,
    };
  return {
    title: t('console.state.unreadable'),
    text: t('console.state.unreadable.text'),
    code: null,
  };
}

export function ErrorState(props: { error: unknown; title?: string; onRetry?: () => void }) {
  const { title, text, code } = explainError(props.error);
  return (
    <div className="mid" role="alert">
      <div>
        <span className="bad mid-icon">
          <Icon name="alert" size={20} />
        </span>
        <h2 className="mid-title">{props.title ?? title}</h2>
        <p className="t2 mid-text">{text}</p>
        <div className="row mid-acts">
          {props.onRetry !== undefined && (
            <Button variant="primary" icon="refresh" onClick={props.onRetry}>
              {t('console.state.retry')}
            </Button>
          )}
          {code !== null && (
            <CopyButton text={code} label={t('console.state.copyCode')} shown={code} />
          )}
        </div>
      </div>
    </div>
  );
}

/**
 * Takes the place of an answer from the API: a loading shape until it arrives, or why it failed.
 */
export function NotYet(props: {
  error: unknown;
  /** What could not be loaded, if that must be said. */
  title?: string;
  rows: number;
  columns: number;
  onRetry: () => unknown;
}) {
  const { rows, columns, onRetry, ...failed } = props;
  if (failed.error === null) return <Bones rows={rows} columns={columns} />;
  return <ErrorState {...failed} onRetry={() => void onRetry()} />;
}

/** Copies `text` and confirms it for two seconds. */
export function CopyButton(props: { text: string; label: string; shown?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = (): void =>
    void navigator.clipboard.writeText(props.text).then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <Button icon={copied ? 'check' : 'copy'} onClick={copy}>
      <span aria-live="polite">{copied ? t('console.state.copied') : props.label}</span>
      {props.shown !== undefined && <span className="code t2">{props.shown}</span>}
    </Button>
  );
}

/** A strip across the page for a warning about all of it. */
export function Strip(props: {
  tone: 'warn' | 'bad';
  icon: IconName;
  children: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={`strip ${props.tone}`} role="status">
      <Icon name={props.icon} size={14} />
      <span className="grow">{props.children}</span>
      {props.action}
    </div>
  );
}

/** Keeps an error in one area from breaking the whole console. */
export class Boundary extends Component<{ children: ReactNode }, { error: unknown }> {
  override state: { error: unknown } = { error: null };
  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }
  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return <Crashed />;
  }
}

/** What the router shows if a page throws. */
export function Crashed() {
  return (
    <Empty title={t('console.state.crashed')} text={t('console.state.crashed.text')}>
      <Button variant="primary" icon="refresh" onClick={() => window.location.reload()}>
        {t('console.state.reload')}
      </Button>
    </Empty>
  );
}
