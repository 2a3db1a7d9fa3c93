// The console's first page. Everybody sees what needs them, who is on the site and who is there to
// answer. Managers also see what the last days brought. An agent's page has no money in it.
import { lazy, Suspense, useEffect } from 'react';
import { useSession } from '../session/session.tsx';
import { Bones } from '../ui/index.ts';
import { watchVisitors } from '../visitors/list/live-visitors.ts';
import { forManagers } from '../words/language.ts';
import { AgentHome } from './agent-home.tsx';
import './home.css';

const ManagerHome = lazy(async () => {
  const page = await forManagers(import('./manager-home.tsx'));
  return { default: page.ManagerHome };
});

export function HomePage() {
  const { user } = useSession();
  useEffect(() => watchVisitors(undefined), []);
  if (user.role === 'agent') return <AgentHome />;
  return (
    <Suspense fallback={<Bones rows={8} columns={3} />}>
      <ManagerHome />
    </Suspense>
  );
}
