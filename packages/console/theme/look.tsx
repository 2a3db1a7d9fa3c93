// Gives Mantine's menus and dialogs the theme that is shown; their colours and type are ours, by CSS. It
// writes no <style> into the page: the console's Content-Security-Policy refuses one.
import { DirectionProvider, MantineProvider } from '@mantine/core';
import { useSyncExternalStore, type ReactNode } from 'react';
import { onThemeChange, shownTheme } from './appearance.ts';

export function Look({ children }: { children: ReactNode }) {
  const shown = useSyncExternalStore(onThemeChange, shownTheme);
  return (
    <DirectionProvider>
      <MantineProvider forceColorScheme={shown} withCssVariables={false} withGlobalClasses={false}>
        {children}
      </MantineProvider>
    </DirectionProvider>
  );
}
