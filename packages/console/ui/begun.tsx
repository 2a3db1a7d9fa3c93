// A form of what others change, too. It goes on from what it began with, whatever is read meanwhile,
// so that its save names the revision that was seen; only whoever fills it in loads the other's.
import { createContext, Fragment, useState, type ReactNode } from 'react';
import { ApiProblem } from '../api/client.ts';

/** Loads what somebody else saved; null where nothing is to be loaded. */
export const Theirs = createContext<(() => void) | null>(null);

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
  const [wanted, setWanted] = useState(false);
  if (wanted && now?.revision !== document?.revision) {
    setWanted(false);
    setBegun({ document: now, turn: turn + 1 });
  }
  if (document === undefined) return null;
  const theirs = (): void => {
    setWanted(true);
    void reread();
  };
  return (
    <Theirs value={theirs}>
      <Fragment key={turn}>
        {children(document, (answer) => setBegun({ document: answer, turn }))}
      </Fragment>
    </Theirs>
  );
}
