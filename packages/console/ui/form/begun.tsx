// A form of what others change, too. It goes on from what it began with, whatever is read meanwhile,
// so that its save names the revision that was seen; only whoever fills it in loads the other's, or
// chooses to replace it.
import { createContext, Fragment, useState, type ReactNode } from 'react';
import { ApiProblem } from '../../api/client.ts';

/** What may be done where somebody else saved meanwhile. */
export interface Stale {
  /** Loads what they saved. */
  readonly theirs: () => void;
  /**
   * Keeps what is typed and has the next save replace theirs; `taking` until their revision is read.
   * `stays`: what is typed stays anyway, as a new entry of a list does; `gone`: there is nothing any
   * more that it could replace.
   */
  readonly mine: (() => void) | 'taking' | 'stays' | 'gone';
}
/** Null where nothing is to be loaded. */
export const StaleWays = createContext<Stale | null>(null);

/** Whether a save was refused because somebody else saved meanwhile. */
export function isStale(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return false;
  const { code, path } = error.problem;
  return code === 'request.conflict' && path === 'revision';
}

interface BegunProps<Document> {
  /** As it was read last; undefined where it is there no more. */
  readonly now: Document | undefined;
  readonly reread: () => unknown;
  /** `saved` goes on from what a save was answered with, without drawing the form anew. */
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
    // Fields hold what is typed until they are drawn anew, in another turn.
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
