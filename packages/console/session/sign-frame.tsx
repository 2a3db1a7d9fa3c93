// The plain page around every sign-in form.
import type { ReactNode } from 'react';
import { submitting } from '../ui/form/submitting.ts';
import { Mark } from '../ui/icon.tsx';
import './sign.css';
import { t } from '../words/words.ts';

interface SignFrameProps {
  readonly title: string;
  readonly foot?: ReactNode;
  readonly onSubmit?: () => void;
  readonly children: ReactNode;
}

export function SignFrame({ title, foot, onSubmit, children }: SignFrameProps) {
  const submit = submitting(() => onSubmit?.());
  return (
    <main className="sign">
      <div className="sign-box">
        <Brand />
        <form className="sign-card" onSubmit={submit} noValidate aria-label={title}>
          <h1 className={title === t('console.sign.title') ? 'aside-voice' : 'sign-title'}>
            {title}
          </h1>
          {children}
        </form>
        {foot !== undefined && <p className="small t3 sign-foot">{foot}</p>}
      </div>
      <div className="small t3 sign-host">{window.location.host}</div>
    </main>
  );
}

function Brand() {
  return (
    <div className="sign-name">
      <Mark size={28} />
      <span>{t('console.app.name')}</span>
    </div>
  );
}
