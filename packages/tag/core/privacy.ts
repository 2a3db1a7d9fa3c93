// Whether the tag may store and send. The script's attributes decide at once; the site's settings in
// the welcome can only make it stricter; the page tells the visitor's choice with `consent`.
import type { Store } from './store.ts';

export interface Privacy {
  /** Nothing is stored, sent or loaded while this is false. */
  allowed(): boolean;
  /** The visitor said yes, through the page. */
  readonly saidYes: boolean;
  choose(granted: boolean): void;
  /** The site asks for consent, or honours privacy signals, though the script did not say so. */
  tighten(asks: boolean, honours: boolean): void;
}

function signalled(): boolean {
  return Reflect.get(navigator, 'globalPrivacyControl') === true || navigator.doNotTrack === '1';
}

export function createPrivacy(store: Store, asks: boolean, honours: boolean): Privacy {
  let choice = store.get('c');
  return {
    allowed: () => !(honours && signalled()) && (asks ? choice === '1' : choice !== '0'),
    get saidYes() {
      return choice === '1';
    },
    choose(granted) {
      choice = granted ? '1' : '0';
      // A refusal is kept only where silence would mean yes; else nothing at all is stored.
      store.set('c', granted || !asks ? choice : null);
    },
    tighten(nowAsks, nowHonours) {
      asks ||= nowAsks;
      honours ||= nowHonours;
    },
  };
}
