// The visitor's first-party id and the server's token that proves this browser owns it. Minted at
// first use, read afresh at each, so that all tabs agree. Where the server takes the token no longer,
// the same person goes on under another id; their first is kept beside it, for tabs to know them by.
import { newId } from './id.ts';
import type { Store, Values } from './store.ts';

export interface Identity {
  id(): string;
  person(): string;
  /** True once: when another tab has let go of the person that this one acted for. */
  left(): boolean;
  token(): string | null;
  /** True once: when a just minted id is sent for the first time. */
  takeFresh(): boolean;
  welcomed(id: string, token: string): void;
  /** Takes another id for the same person, whose token the server refused. */
  renew(): void;
  /** What is stored was erased. */
  forget(): void;
}

/** Who uses the browser: the same under every id until `reset`. Null where nobody has an id yet. */
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
    // Kept from the first: a name that is not in storage is looked for in the page's cookies, each time.
    store.set('p', first);
    return first;
  };
  return {
    id: () => store.get('v') || mint(),
    person,
    left() {
      const last = former;
      former = personIn(store) || last;
      // Of two tabs that mint at the same instant one id stands, and neither is anybody's yet.
      return !minted && last !== '' && last !== former;
    },
    token: () => store.get('t'),
    takeFresh() {
      const fresh = !!minted;
      minted = '';
      return fresh;
    },
    welcomed(id, token) {
      // One that was on its way when another tab let go of its visitor is nobody's any more.
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
