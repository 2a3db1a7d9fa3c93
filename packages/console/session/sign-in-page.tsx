// The sign-in page: by password, by one-time link (`/sign-in#code=…`; the part after # never
// reaches a log), or by asking for a new password. It never tells whether an address exists.
import { useEffect, useState } from 'react';
import type { Session as SessionShape } from '@opportune/protocol/rest/account.ts';
import { Session } from '@opportune/protocol/rest/account.ts';
import { Empty as EmptyAnswer } from '@opportune/protocol/rest/common.ts';
import { api } from '../api/client.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/form/field.tsx';
import { explainError } from '../ui/states.tsx';
import { useApiMutation } from '../ui/data/use-api.ts';
import { linkCode } from './link-code.ts';
import { PasswordField } from './password-field.tsx';
import { SignFrame } from './sign-frame.tsx';
import { t } from '../words/words.ts';

interface Props {
  /** Whether a session has just ended by itself. */
  readonly over?: boolean;
  readonly onSignedIn: (session: SessionShape) => void;
}

export function SignInPage({ onSignedIn, over = false }: Props) {
  const [way, setWay] = useState<'password' | 'link' | 'forgot'>(startingWay);
  const signedIn = (session: SessionShape): void => {
    if (window.location.pathname.startsWith('/sign-in')) window.history.replaceState(null, '', '/');
    onSignedIn(session);
  };
  if (way === 'link') return <ByLink onSignedIn={signedIn} onBack={() => setWay('password')} />;
  if (way === 'forgot') return <Forgot onBack={() => setWay('password')} />;
  return <ByPassword over={over} onSignedIn={signedIn} onForgot={() => setWay('forgot')} />;
}

/** `/sign-in/link` counts as a link even without a code. */
function startingWay(): 'password' | 'link' {
  const { pathname, hash } = window.location;
  return pathname === '/sign-in/link' || (pathname === '/sign-in' && linkCode(hash) !== null)
    ? 'link'
    : 'password';
}

function ByPassword({ onSignedIn, onForgot, over = false }: Props & { onForgot: () => void }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const signIn = useApiMutation(
    () => api.post('/session', { email: email.trim(), password }, Session),
    { onDone: onSignedIn },
  );
  const submit = (): void => {
    setTried(true);
    if (email.trim() !== '' && password !== '') signIn.mutate(undefined);
  };
  const missing = tried && (email.trim() === '' || password === '');
  return (
    <SignFrame
      title={t('console.sign.title')}
      foot={t('console.sign.firstStart')}
      onSubmit={submit}
    >
      {over && signIn.error === null && (
        <p className="sign-note" role="status">
          {t('console.sign.over')}
        </p>
      )}
      {signIn.error !== null && <Refused error={signIn.error} />}
      {missing && (
        <p className="sign-problem" role="alert">
          {t('console.sign.required')}
        </p>
      )}
      <TextField
        label={t('console.sign.email')}
        type="email"
        name="email"
        autoComplete="username"
        autoFocus
        required
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordField
        label={t('console.sign.password')}
        autoComplete="current-password"
        value={password}
        onChange={setPassword}
        aside={
          <button type="button" className="sign-link" onClick={onForgot}>
            {t('console.sign.forgot')}
          </button>
        }
      />
      <Button type="submit" variant="primary" size="form" disabled={signIn.isPending}>
        {t(signIn.isPending ? 'console.sign.busy' : 'console.sign.in')}
      </Button>
    </SignFrame>
  );
}

function ByLink({ onSignedIn, onBack }: Props & { onBack: () => void }) {
  const [code] = useState(() => linkCode(window.location.hash));
  const [answer, setAnswer] = useState<unknown>(null);
  useEffect(() => {
    if (code === null) return;
    // The code works once, so it leaves the address bar and the history immediately.
    window.history.replaceState(null, '', '/sign-in');
    void redeem(code).then(onSignedIn, setAnswer);
  }, [code, onSignedIn]);
  if (code !== null && answer === null)
    return (
      <SignFrame title={t('console.link.title')}>
        <p className="t2" role="status">
          {t('console.sign.busy')}
        </p>
      </SignFrame>
    );
  return (
    <SignFrame
      title={t(code === null ? 'console.link.title' : 'console.link.used')}
      onSubmit={onBack}
    >
      {code === null ? (
        <p className="t2">{t('console.link.missing')}</p>
      ) : (
        <>
          <Refused error={answer} />
          <p className="t2">{t('console.link.used.text')}</p>
        </>
      )}
      <Button type="submit" variant="primary" size="form">
        {t('console.forgot.back')}
      </Button>
    </SignFrame>
  );
}

const redeemed = new Map<string, Promise<SessionShape>>();

/** Sends one request per code, however often the page is drawn. */
function redeem(code: string): Promise<SessionShape> {
  const known = redeemed.get(code);
  if (known !== undefined) return known;
  const asked = api.post('/session/link', { code }, Session);
  redeemed.set(code, asked);
  return asked;
}

function Forgot({ onBack }: { onBack: () => void }) {
  const [email, setEmail] = useState('');
  const ask = useApiMutation(() =>
    api.post('/password/forgot', { email: email.trim() }, EmptyAnswer),
  );
  if (ask.isSuccess) {
    return (
      <SignFrame title={t('console.forgot.sent.title')} onSubmit={onBack}>
        <p className="t2" role="status">
          {t('console.forgot.sent.text', { email: email.trim() })}
        </p>
        <Button type="submit" size="form">
          {t('console.forgot.back')}
        </Button>
      </SignFrame>
    );
  }
  return (
    <SignFrame
      title={t('console.forgot.title')}
      onSubmit={() => email.trim() !== '' && ask.mutate(undefined)}
      foot={
        <button type="button" className="sign-link" onClick={onBack}>
          {t('console.forgot.back')}
        </button>
      }
    >
      <p className="t2">{t('console.forgot.text')}</p>
      {ask.error !== null && <Refused error={ask.error} />}
      <TextField
        label={t('console.sign.email')}
        type="email"
        autoComplete="username"
        autoFocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Button type="submit" variant="primary" size="form" disabled={ask.isPending}>
        {t('console.forgot.send')}
      </Button>
    </SignFrame>
  );
}

function Refused({ error }: { error: unknown }) {
  const { text } = explainError(error);
  return (
    <p className="sign-problem" role="alert">
      {text}
    </p>
  );
}
