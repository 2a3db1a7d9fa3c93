// Starts the console: first appearance and language, then the session, then the page. Another
// language draws the page anew, while the socket and the drafts stay.
import './theme/styles.ts';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startTabBadge } from './alerts/tab-badge.ts';
import { unread } from './inbox/news/tell-news.ts';
import { router } from './router.tsx';
import { SessionGate } from './session/session.tsx';
import { Look } from './theme/look.tsx';
import { startAppearance } from './theme/appearance.ts';
import { speech, startLanguage } from './words/language.ts';
import { useStore } from './ui/store.ts';
import { startTitle } from './ui/title.ts';
import { queryClient } from './ui/data/use-api.ts';

startAppearance();
const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no #root');

function Console() {
  const language = useStore(speech, (spoken) => spoken.language);
  return (
    <Look>
      <QueryClientProvider client={queryClient}>
        <SessionGate key={language}>
          <RouterProvider router={router} />
        </SessionGate>
      </QueryClientProvider>
    </Look>
  );
}

const root = createRoot(place);
void startLanguage().then(() => {
  startTitle(unread);
  startTabBadge(unread);
  root.render(
    <StrictMode>
      <Console />
    </StrictMode>,
  );
});
