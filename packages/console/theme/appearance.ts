// Light, dark or as the system says: kept in this browser, applied to the root element before the
// first drawing. Colours themselves are in tokens.css.
import { createStore } from '../ui/store.ts';
import { readSetting, writeSetting } from '../ui/setting.ts';

export type Appearance = 'system' | 'light' | 'dark';
const key = 'opportune.appearance';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

function parse(stored: string | null): Appearance {
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export const appearance = createStore<Appearance>(parse(readSetting(key)));

/** The theme that is shown: `system` resolved. */
export function shownTheme(): 'light' | 'dark' {
  const chosen = appearance.get();
  if (chosen !== 'system') return chosen;
  return dark.matches ? 'dark' : 'light';
}

/** Follows the choice and the system from now on. Charts listen to `onThemeChange`. */
export function startAppearance(): void {
  apply();
  dark.addEventListener('change', apply);
  appearance.subscribe(() => {
    writeSetting(key, appearance.get());
    apply();
  });
}

const listeners = new Set<() => void>();

/** Calls back after the shown theme has changed; returns how to stop. */
export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function apply(): void {
  const theme = shownTheme();
  const root = document.documentElement;
  root.dataset['theme'] = theme;
  root.setAttribute('data-mantine-color-scheme', theme);
  for (const listener of listeners) listener();
}
