// Gives Mantine's menus and dialogs the theme that is shown; their colours are ours, by CSS.
import { createTheme, DirectionProvider, MantineProvider } from '@mantine/core';
import { useSyncExternalStore, type ReactNode } from 'react';
import { onThemeChange, shownTheme } from './appearance.ts';

const theme = createTheme({ fontFamily: 'var(--font)' });

export function Look({ children }: { children: ReactNode }) {
  const shown = useSyncExternalStore(onThemeChange, shownTheme);
  return (
    <DirectionProvider>
      <MantineProvider theme={theme} forceColorScheme={shown}>
        {children}
      </MantineProvider>
    </DirectionProvider>
  );
}
