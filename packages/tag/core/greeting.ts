// The sender: what the tag says of its browser and visitor when a connection opens, and in a
// beacon. It stores only the code of a trial, for as long as the tab lives.
import type { PageView } from '../capture/page-view.ts';
import type { Hello } from '../wire.ts';
import { attempt } from './attempt.ts';
import type { Identity } from './identity.ts';
import type { Privacy } from './privacy.ts';

export type Sender = Omit<Hello, 'type' | 'version' | 'pageView' | 'page' | 'sections' | 'trial'>;

let timeZone = '';

/**
 * Read in advance, so that no greeting waits for it. The first use of `Intl` takes tens of
 * milliseconds; `Temporal`, if available, takes none.
 */
export function learnTimeZone(): void {
  timeZone =
    Reflect.get(window, 'Temporal')?.Now.timeZoneId() ??
    Intl.DateTimeFormat().resolvedOptions().timeZone ??
    '';
}

/** The sender, the same in the greeting of a connection and in a beacon. */
export function sender(key: string, identity: Identity, privacy: Privacy): Sender {
  return {
    key,
    visitor: identity.id(),
    fresh: identity.takeFresh(),
    language: navigator.language,
    timeZone,
    viewportWidth: innerWidth,
    automated: !!navigator.webdriver,
    token: identity.token() || undefined,
    consented: privacy.saidYes() || undefined,
  };
}

/** The greeting of a connection. */
export function greet(from: Sender, view: PageView): Hello {
  return {
    type: 'hello',
    version: 1,
    ...from,
    pageView: view.id,
    page: view.page,
    sections: view.sections,
    reads: document.documentElement.lang,
    trial: trialCode() || undefined,
  };
}

/**
 * From the address or, later, from the tab. Read at once, because a tab may leave before it greets.
 */
export function trialCode(): string | null | undefined {
  const name = 'opportune_trial';
  return attempt(() => {
    const code = new URLSearchParams(location.search).get(name) ?? sessionStorage.getItem(name);
    if (code) sessionStorage.setItem(name, code);
    return code;
  });
}
