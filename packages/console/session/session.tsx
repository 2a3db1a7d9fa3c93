// Who is signed in: read once, kept by a cookie that scripts cannot see. Everything below the gate
// may rely on a session; when it ends, the sign-in page comes up and leads back.
import { useQuery } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { Session, User } from '@opportune/protocol/rest/account.ts';
import { Empty as EmptyAnswer } from '@opportune/protocol/rest/common.ts';
import type { Language } from '@opportune/words/language.ts';
import { api, ApiProblem, onSignedOut } from '../api/client.ts';
import { writeFor } from '../words/format.ts';
import { chooseLanguage, followLanguage } from '../words/language.ts';
import { ErrorState } from '../ui/states.tsx';
import { queryClient } from '../ui/data/use-api.ts';
import { linkCode } from './link-code.ts';
import { ChooseName } from './choose-name.tsx';
import { ChoosePassword } from './choose-password.tsx';
import { SignInPage } from './sign-in-page.tsx';

const key = ['session'];
const Current = createContext<Session | null>(null);

/** The session; only below the gate. */
export function useSession(): Session {
  const session = useContext(Current);
  if (session === null) throw new Error('useSession is for pages below the gate');
  return session;
}

/** Puts the answer of signing in where everyone reads it. */
export function setSession(session: Session | null): void {
  queryClient.setQueryData(key, session);
}

/** Whoever has come in is spoken to in their language, before anything of theirs is drawn. */
async function signedIn(session: Session): Promise<void> {
  await followLanguage(session.user.language);
  setSession(session);
}

/** Says the language of the person from now on, here and on every device of theirs. */
export async function speakWith(language: Language): Promise<void> {
  await chooseLanguage(language);
  await api.put('/my-language', { language }, User);
}

/** Ends the session on the server, then here, with everything that was read in it. */
export async function signOut(): Promise<void> {
  await api.delete('/session', EmptyAnswer).catch(() => undefined);
  // The gate follows the session's own entry: it is changed, not removed.
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

/** Shows its children to whoever is signed in, and the way in to everybody else. */
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
        // Only somebody who was in can be signed out; a first visit is no loss.
        if (queryClient.getQueryData(key) != null) setOver(true);
        setSession(null);
      }),
    [],
  );

  if (session === undefined)
    return error === null ? null : <ErrorState error={error} onRetry={() => void refetch()} />;
  // A link in the hand counts more than the session that is there: it may be another user's.
  const byLink =
    window.location.pathname.startsWith('/sign-in') && linkCode(window.location.hash) !== null;
  if (session === null || byLink)
    return <SignInPage over={over} onSignedIn={(session) => void signedIn(session)} />;
  if (session.mustSetPassword) return <ChoosePassword session={session} onDone={setSession} />;
  if (!session.user.named) return <ChooseName session={session} onDone={setSession} />;
  writeFor(session.account.settings);
  return <Current.Provider value={session}>{children}</Current.Provider>;
}
