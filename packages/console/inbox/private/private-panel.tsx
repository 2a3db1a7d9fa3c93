// The private questions of a conversation, above the composer. A value that was given is hidden
// until the agent looks, and shows how long it is still kept.
import { useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { PrivateValueFrame } from '@opportune/protocol/conversation/private.ts';
import { Button, duration, Icon, say, sayError, useNow, useStore, t } from '../../ui/index.ts';
import { askPrivately } from './private-ask.tsx';
import { dismiss, privateValues, privateValuesOf } from './private-values.ts';
import { ask } from '../requests.ts';
import './private.css';

export function PrivatePanel({ conversation }: { conversation: Conversation }) {
  const all = useStore(privateValues, (values) => values);
  const values = privateValuesOf(all, conversation.id);
  if (values.length === 0) return null;
  return (
    <section className="privates" aria-label={t('masking.value.title')} aria-live="polite">
      {values.map((value) => (
        <Row key={value.ask} value={value} />
      ))}
    </section>
  );
}

function Row({ value }: { value: PrivateValueFrame }) {
  const { label, status } = value;
  return (
    <div className="private">
      <Icon name="lock" size={14} />
      <div className="grow">
        <div className="medium clip">{label}</div>
        <State value={value} />
      </div>
      <Acts value={value} key={status} />
    </div>
  );
}

function State({ value: { status, until } }: { value: PrivateValueFrame }) {
  const time = duration(Math.max(0, until - useNow()));
  return (
    <div className="small t3">
      {t(`masking.value.${status}`)}
      {status === 'given' && <span className="num"> · {t('masking.value.left', { time })}</span>}
    </div>
  );
}

function Acts({ value }: { value: PrivateValueFrame }) {
  const { ask: id, conversation, label, kind, status } = value;
  const close = (): void =>
    void ask({ type: 'private.close', conversation, ask: id }).then(() => dismiss(id), sayError);
  switch (status) {
    case 'asked':
      return <Button onClick={close}>{t('masking.value.withdraw')}</Button>;
    case 'given':
      return <Given value={value.value ?? ''} onDelete={close} />;
    case 'declined':
      return <Button onClick={close}>{t('masking.value.dismiss')}</Button>;
    case 'over':
      return (
        <>
          <Button
            onClick={() =>
              void askPrivately(conversation, label, kind).then(() => dismiss(id), sayError)
            }
          >
            {t('masking.value.again')}
          </Button>
          <Button onClick={() => dismiss(id)}>{t('masking.value.dismiss')}</Button>
        </>
      );
  }
}

function Given({ value, onDelete }: { value: string; onDelete: () => void }) {
  const [shown, setShown] = useState(false);
  const copy = (): void =>
    void navigator.clipboard.writeText(value).then(() => say(t('masking.value.copied')), sayError);
  return (
    <>
      {shown && <output className="private-value">{value}</output>}
      <Button icon="eye" aria-pressed={shown} onClick={() => setShown((is) => !is)}>
        {t(shown ? 'masking.value.hide' : 'masking.value.show')}
      </Button>
      <Button icon="copy" onClick={copy}>
        {t('masking.value.copy')}
      </Button>
      <Button icon="trash" onClick={onDelete}>
        {t('masking.value.delete')}
      </Button>
    </>
  );
}
