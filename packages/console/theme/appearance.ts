// The appearance: light, dark or the system's. This browser keeps the choice, and the root element
// gets it before the first drawing. The colours themselves are in tokens.css.
import { createStore } from '../ui/store.ts';
import { readSetting, writeSetting } from '../ui/setting.ts';

export type Appearance = 'system' | 'light' | 'dark';
const key = 'opportune.appearance';
const dark = window.matchMedia('(prefers-color-scheme: dark)');

function parse(stored: string | null): Appearance {
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export const appearance = createStore<Appearance>(parse(readSetting(key)));

/** The theme that is shown, with `system` resolved. */
export function shownTheme(): 'light' | 'dark' {
  const chosen = appearance.get();
  if (chosen !== 'system') return chosen;
  return dark.matches ? 'dark' : 'light';
}

/**
 * Applies the theme now and at each change of the choice or the system. Charts listen to
 * `onThemeChange`.
 */
export function startAppearance(): void {
  apply();
  dark.addEventListener('change', apply);
  appearance.subscribe(() => {
    writeSetting(key, appearance.get());
    apply();
  });
}

const listeners = new Set<() => void>();

/** Calls back after the shown theme has changed, until the returned function is called. */
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
