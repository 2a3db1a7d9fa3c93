// The session of whoever is signed in. It is read once; a cookie that scripts cannot read keeps it.
// Pages below the gate can rely on a session. When it ends, the sign-in page opens and leads back.
import { useQuery } from '@tanstack/react-query';
import {
  createContext,
  lazy,
  Suspense,
  useContext,
  useEffect,
  useState,
  type ReactNode,
} from 'react';
import { Session, User } from '@opportune/protocol/rest/account.ts';
import { Empty as EmptyAnswer } from '@opportune/protocol/rest/common.ts';
import type { Language } from '@opportune/words/language.ts';
import { api, ApiProblem, onSignedOut } from '../api/client.ts';
import { writeFor } from '../words/format.ts';
import { chooseLanguage, followLanguage } from '../words/language.ts';
import { ErrorState } from '../ui/states.tsx';
import { queryClient } from '../ui/data/use-api.ts';
import { linkCode } from './link-code.ts';
import { ChoosePassword } from './choose-password.tsx';
import { SignInPage } from './sign-in-page.tsx';

/** Nobody needs it twice. */
const FirstSignIn = lazy(async () => {
  const page = await import('./first-sign-in.tsx');
  return { default: page.FirstSignIn };
});
const key = ['session'];
const Current = createContext<Session | null>(null);

/** The session. Throws outside the gate. */
export function useSession(): Session {
  const session = useContext(Current);
  if (session === null) throw new Error('useSession is for pages below the gate');
  return session;
}

/** Stores the session where all pages read it. Null signs out here. */
export function setSession(session: Session | null): void {
  queryClient.setQueryData(key, session);
}

/** Switches to the language of the person before anything of theirs is drawn. */
async function signedIn(session: Session): Promise<void> {
  await followLanguage(session.user.language);
  setSession(session);
}

/** Stores the person's language and switches to it, here and on all their devices. */
export async function speakWith(language: Language): Promise<void> {
  await chooseLanguage(language);
  await api.put('/my-language', { language }, User);
}

/** Ends the session on the server, then here, and drops everything that was read in it. */
export async function signOut(): Promise<void> {
  await api.delete('/session', EmptyAnswer).catch(() => undefined);
  // The gate watches the session's own query, so that entry is changed and not removed.
  queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== key[0] });
  setSession(null);
}

async function readSession(): Promise<Session | null> {
  try {
    const session = await api.get('/session', Session);
    await followLanguage(session.user.language);
    return session;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}

/** Shows its children to whoever is signed in, and the sign-in page to everybody else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const {
    data: session,
    error,
    refetch,
  } = useQuery({ queryKey: key, queryFn: readSession, staleTime: Infinity });
  const [over, setOver] = useState(false);
  useEffect(
    () =>
      onSignedOut(() => {
        // Only a session that existed can end; on a first visit nothing is lost.
        if (queryClient.getQueryData(key) != null) setOver(true);
        setSession(null);
      }),
    [],
  );

  if (session === undefined)
    return error === null ? null : <ErrorState error={error} onRetry={() => void refetch()} />;
  // A one-time link takes precedence over the current session, which may be another user's.
  const byLink =
    window.location.pathname.startsWith('/sign-in') && linkCode(window.location.hash) !== null;
  if (session === null || byLink)
    return <SignInPage over={over} onSignedIn={(session) => void signedIn(session)} />;
  if (session.mustSetPassword) return <ChoosePassword session={session} onDone={setSession} />;
  if (!session.user.named)
    return (
      <Suspense fallback={null}>
        <FirstSignIn session={session} onDone={setSession} />
      </Suspense>
    );
  writeFor(session.account.settings);
  return <Current.Provider value={session}>{children}</Current.Provider>;
}
