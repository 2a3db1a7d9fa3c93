// Whether the tag may store and send. The script's attributes decide at once. The site's settings
// in the welcome can only make it stricter. The page passes the visitor's choice with `consent`.
import type { Welcome } from '../wire.ts';
import type { Store } from './store.ts';

export interface Privacy {
  /** Nothing is stored, sent or loaded while this is false. */
  allowed(): boolean;
  /** The visitor consented, through the page. */
  saidYes(): boolean;
  choose(granted: boolean): void;
  /** The site requires consent, or honours privacy signals, although the script did not say so. */
  tighten(settings: Welcome['settings']): void;
}

export function createPrivacy(store: Store, asks: boolean, honours: boolean): Privacy {
  // Read each time: it may have been changed in another tab.
  const said = (choice: string): boolean => store.get('c') === choice;
  const signalled = (): boolean =>
    Reflect.get(navigator, 'globalPrivacyControl') === true || navigator.doNotTrack === '1';
  return {
    allowed: () => !(honours && signalled()) && (asks ? said('1') : !said('0')),
    saidYes: () => said('1'),
    choose(granted) {
      // A refusal is stored only if silence would mean consent. Otherwise nothing at all is stored.
      store.set('c', granted ? '1' : asks ? null : '0');
    },
    tighten({ consent, honourPrivacySignals }) {
      asks ||= consent === 'wait';
      honours ||= !!honourPrivacySignals;
    },
  };
}
