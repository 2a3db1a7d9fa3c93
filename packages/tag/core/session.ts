// Whether this page acts for its visitor: from their consent until they refuse, or another tab lets
// go of them. Consent and person are read each time, since any tab may change them.
import type { Identity } from './identity.ts';
import type { Privacy } from './privacy.ts';
import type { Store } from './store.ts';

export interface Session {
  /** Nothing is stored or sent while this is false. */
  runs(): boolean;
  begin(): void;
  choose(granted: boolean): void;
  /** Ends everything and erases the storage, except for a refusal. */
  stop(): void;
  /** Whether a change in another tab ends this one's line: no consent, or another person. */
  left(): boolean;
}

interface SessionActs {
  begun(): void;
  /** Ends what this page has of its visitor. */
  end(): void;
  /** The line of another person begins. */
  another(): void;
}

export function createSession(
  store: Store,
  privacy: Privacy,
  identity: Identity,
  { begun, end, another }: SessionActs,
): Session {
  let running = false;
  const stop = (): void => {
    running = false;
    end();
    for (const name of store.names('')) if (name !== 'c') store.set(name, null);
    identity.forget();
  };
  const left = (): boolean => {
    if (!running) return false;
    if (!privacy.allowed()) stop();
    else if (identity.left()) {
      end();
      another();
    } else return false;
    return true;
  };
  const begin = (): void => {
    if (running || !privacy.allowed()) return;
    running = true;
    begun();
  };
  return {
    runs: () => (left(), running),
    begin,
    choose(granted) {
      privacy.choose(granted);
      if (granted) begin();
      else stop();
    },
    stop,
    left,
  };
}
