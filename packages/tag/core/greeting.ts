// Who sends: what the tag says of its browser and visitor when a connection opens, and in a beacon.
// It stores nothing but the code of a trial, for as long as the tab lives.
import type { PageView } from '../capture/page-view.ts';
import type { Hello } from '../wire.ts';
import { attempt } from './attempt.ts';
import type { Identity } from './identity.ts';
import type { Privacy } from './privacy.ts';

export type Sender = Omit<Hello, 'type' | 'version' | 'pageView' | 'page' | 'sections' | 'trial'>;

let timeZone = '';

/**
 * Asked for beforehand, so that no greeting waits for it. `Intl` takes tens of milliseconds when first
 * asked; `Temporal`, where there is one, takes none.
 */
export function learnTimeZone(): void {
  timeZone =
    Reflect.get(window, 'Temporal')?.Now.timeZoneId() ??
    Intl.DateTimeFormat().resolvedOptions().timeZone ??
    '';
}

/** Who sends, in the greeting of a connection and in a beacon alike. */
export function sender(key: string, identity: Identity, privacy: Privacy): Sender {
  return {
    key,
    visitor: identity.id(),
    fresh: identity.takeFresh(),
    language: navigator.language || 'en',
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
    trial: trialCode() || undefined,
  };
}

/** Of the address or, later, of the tab: asked for at once, for a tab may leave before it greets. */
export function trialCode(): string | null | undefined {
  const name = 'opportune_trial';
  return attempt(() => {
    const code = new URLSearchParams(location.search).get(name) ?? sessionStorage.getItem(name);
    if (code) sessionStorage.setItem(name, code);
    return code?.slice(0, 128);
  });
}
