// The visitor's first-party id and the server's token that proves this browser owns it. Minted at
// first use, read afresh at each, so that all tabs agree. Forgotten on request.
import { newId } from './id.ts';
import type { Store } from './store.ts';

export interface Identity {
  id(): string;
  token(): string | null;
  /** True once: when a just minted id is sent for the first time. */
  takeFresh(): boolean;
  welcomed(id: string, token: string): void;
  forget(): void;
}

export function createIdentity(store: Store): Identity {
  let minted = '';
  return {
    id() {
      let id = store.get('v');
      if (!id) store.set('v', (id = minted = newId()));
      return id;
    },
    token: () => store.get('t'),
    takeFresh() {
      const fresh = minted !== '';
      minted = '';
      return fresh;
    },
    welcomed(id, token) {
      if (id !== store.get('v')) store.set('v', id);
      if (token !== store.get('t')) store.set('t', token);
    },
    forget() {
      store.set('v', null);
      store.set('t', null);
      minted = '';
    },
  };
}
