// Starts the console: appearance first, then whoever is signed in, then the page.
import '@fontsource-variable/inter/opsz.css';
import '@mantine/core/styles/default-css-variables.css';
import '@mantine/core/styles/UnstyledButton.css';
import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Popover.css';
import '@mantine/core/styles/Menu.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import './theme/tokens.css';
import './theme/base.css';
import './ui/ui.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { unread } from './inbox/inbox-store.ts';
import { router } from './router.tsx';
import { SessionGate } from './session/session.tsx';
import { Look } from './theme/look.tsx';
import { startAppearance } from './theme/appearance.ts';
import { startTitle } from './ui/title.ts';
import { queryClient } from './ui/use-api.ts';

startAppearance();
startTitle(unread);
const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root');

createRoot(place).render(
  <StrictMode>
    <Look>
      <QueryClientProvider client={queryClient}>
        <SessionGate>
          <RouterProvider router={router} />
        </SessionGate>
      </QueryClientProvider>
    </Look>
  </StrictMode>,
);
