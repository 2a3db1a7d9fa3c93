// The visitor's first-party id and the server's token that proves this browser owns it. Created at
// first use, and read again at each use, so that all tabs agree. If the server no longer accepts
// the token, the same person continues under another id; the first id is kept beside it, so that
// tabs recognise the person.
import { newId } from './id.ts';
import type { Store, Values } from './store.ts';

export interface Identity {
  id(): string;
  person(): string;
  /** True once: when another tab has let go of the person that this one acted for. */
  left(): boolean;
  token(): string | null;
  /** True once: when a just created id is sent for the first time. */
  takeFresh(): boolean;
  welcomed(id: string, token: string): void;
  /** Takes another id for the same person, whose token the server refused. */
  renew(): void;
  /** The stored values were erased. */
  forget(): void;
}

/**
 * The person who uses the browser: the same under every id until `reset`. Null if there is no id
 * yet.
 */
export function personIn(store: Values): string | null {
  return store.get('p') || store.get('v');
}

export function createIdentity(store: Store): Identity {
  let minted = '';
  let former = '';
  const mint = (): string => {
    store.set('v', (minted = newId()));
    return minted;
  };
  const person = (): string => {
    const first = personIn(store) || mint();
    // Stored from the start: a name missing in storage is searched in the page's cookies each time.
    store.set('p', first);
    return first;
  };
  return {
    id: () => store.get('v') || mint(),
    person,
    left() {
      const last = former;
      former = personIn(store) || last;
      // If two tabs create ids at the same instant, one id remains, and neither has a person yet.
      return !minted && last !== '' && last !== former;
    },
    token: () => store.get('t'),
    takeFresh() {
      const fresh = !!minted;
      minted = '';
      return fresh;
    },
    welcomed(id, token) {
      // A token that was on its way when another tab let go of its visitor is dropped.
      if (id === store.get('v')) store.set('t', token);
    },
    renew() {
      person();
      store.set('t', null);
      mint();
    },
    forget() {
      minted = former = '';
    },
  };
}
