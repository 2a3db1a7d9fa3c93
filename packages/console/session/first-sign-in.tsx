// What a person without a name is asked at the first sign-in. The first administrator of an account
// is also asked about the business; everybody else says only their name.
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import type { Session } from '@opportune/protocol/rest/account.ts';
import { Setup } from '@opportune/protocol/rest/setup.ts';
import { forManagers } from '../words/language.ts';
import { ErrorState } from '../ui/states.tsx';
import { readOf } from '../ui/data/use-api.ts';
import { ChooseName } from './choose-name.tsx';

const FirstHour = lazy(async () => {
  const page = await forManagers(import('../home/first/first-hour.tsx'));
  return { default: page.FirstHour };
});

interface FirstSignInProps {
  readonly session: Session;
  readonly onDone: (session: Session) => void;
}

export function FirstSignIn(props: FirstSignInProps) {
  const isAdministrator = props.session.user.role === 'administrator';
  return isAdministrator ? <OfAdministrator {...props} /> : <ChooseName {...props} />;
}

function OfAdministrator(props: FirstSignInProps) {
  const { data, error, refetch } = useQuery(readOf('/setup', Setup));
  if (data === undefined)
    return error === null ? null : <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data.wants !== null) return <ChooseName {...props} />;
  return (
    <Suspense fallback={null}>
      <FirstHour {...props} hasSite={data.sites.length > 0} />
    </Suspense>
  );
}
