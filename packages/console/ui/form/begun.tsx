// A form for a document that others may change too. It keeps the version that it began with, so
// that its save names the revision that the user saw. Later reads never change it: only the user
// loads the other version or chooses to replace it.
import { createContext, Fragment, useState, type ReactNode } from 'react';
import { ApiProblem } from '../../api/client.ts';

/** What the user can do if somebody else saved in the meantime. */
export interface Stale {
  /** Loads what they saved. */
  readonly theirs: () => void;
  /**
   * Keeps the user's input, so that the next save replaces theirs. `taking`: their revision is
   * still being read. `stays`: nothing to decide, because the input is kept anyway, as for a new
   * entry of a list. `gone`: the document no longer exists, so that nothing can be replaced.
   */
  readonly mine: (() => void) | 'taking' | 'stays' | 'gone';
}
/** Null if the form has nothing to load again. */
export const StaleWays = createContext<Stale | null>(null);

/** Whether a save was refused because somebody else saved in the meantime. */
export function isStale(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false;
  const { code, path } = error.problem;
  return code === 'request.conflict' && path === 'revision';
}

interface BegunProps<Document> {
  /** The document as last read; undefined if it no longer exists. */
  readonly now: Document | undefined;
  readonly reread: () => unknown;
  /** `saved` continues from the answer to a save without rendering the form again. */
  readonly children: (begun: Document, saved: (answer: Document) => void) => ReactNode;
}

export function Begun<Document extends { readonly revision?: string | undefined }>({
  now,
  reread,
  children,
}: BegunProps<Document>) {
  const [{ document, turn }, setBegun] = useState({ document: now, turn: 0 });
  const [wanted, setWanted] = useState<'theirs' | 'mine' | null>(null);
  const [gone, setGone] = useState(false);
  if (wanted !== null && now?.revision !== document?.revision) {
    setWanted(null);
    if (wanted === 'mine' && now === undefined) setGone(true);
    // Fields keep the user's input until a new turn renders them again.
    else setBegun({ document: now, turn: wanted === 'mine' ? turn : turn + 1 });
  }
  if (document === undefined) return null;
  const choose = (which: 'theirs' | 'mine') => (): void => {
    setWanted(which);
    void reread();
  };
  const saved = (answer: Document): void => {
    setWanted(null);
    setBegun({ document: answer, turn });
  };
  const mine = gone ? 'gone' : wanted === 'mine' ? 'taking' : choose('mine');
  return (
    <StaleWays value={{ theirs: choose('theirs'), mine }}>
      <Fragment key={turn}>{children(document, saved)}</Fragment>
    </StaleWays>
  );
}
