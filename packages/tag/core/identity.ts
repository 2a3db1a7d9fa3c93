// The visitor's first-party id and the server's token that proves this browser owns it. Minted at
// first use, read afresh at each, so that all tabs agree. Forgotten on request.
import { newId } from './id.ts';
import type { Store } from './store.ts';

export interface Identity {
  id(): string;
  /** True once: when another tab has let go of the visitor that this one sent as. */
  left(): boolean;
  token(): string | null;
  /** True once: when a just minted id is sent for the first time. */
  takeFresh(): boolean;
  welcomed(id: string, token: string): void;
  forget(): void;
}

export function createIdentity(store: Store): Identity {
  let minted = '';
  let former = '';
  return {
    id() {
      let id = store.get('v');
      if (!id) store.set('v', (id = minted = newId()));
      return id;
    },
    left() {
      const last = former;
      former = store.get('v') || last;
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
      if (id === store.get('v') && token !== store.get('t')) store.set('t', token);
    },
    forget() {
      store.set('v', null);
      store.set('t', null);
      minted = former = '';
    },
  };
}
