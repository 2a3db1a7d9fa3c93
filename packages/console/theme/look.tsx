// Gives Mantine's menus and dialogs the theme that is shown. Our CSS sets their colours and type.
// It writes no <style> into the page, because the console's Content-Security-Policy forbids that.
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
