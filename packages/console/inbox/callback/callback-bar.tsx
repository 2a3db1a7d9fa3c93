// What is promised to the visitor of a message that was left: when and how they are called back. An agent
// calls at once, moves it or cancels it.
import { useState } from 'react';
import { Callback } from '@opportune/protocol/conversation/callback.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { SlotList } from '@opportune/protocol/rest/conversation/callbacks.ts';
import { api } from '../../api/client.ts';
import {
  Button,
  explainError,
  format,
  Icon,
  say,
  SelectField,
  t,
  useApiMutation,
  useApiQuery,
} from '../../ui/index.ts';
import { usePromised, whenOf } from './use-promised.ts';
import './callback.css';

export function CallbackBar({ conversation }: { conversation: Conversation }) {
  const promise = usePromised(conversation);
  return promise === undefined ? null : <Promised promise={promise} />;
}

const invalidates = ['/callbacks', '/callback-slots'];

function Promised({ promise }: { promise: Callback }) {
  const [isMoving, setMoving] = useState(false);
  const path = `/callbacks/${encodeURIComponent(promise.id)}`;
  const call = useApiMutation(() => api.post(`${path}/call`, undefined, Callback), { invalidates });
  const cancel = useApiMutation(() => api.post(`${path}/cancel`, undefined, Callback), {
    invalidates,
    onDone: () => say(t('callbacks.cancelled')),
  });
  const busy = call.isPending || cancel.isPending;
  const mayChange = promise.state === 'promised' || promise.state === 'offered';
  const problem = call.error ?? cancel.error;
  return (
    <div className="case-bar callback-bar" role="group" aria-label={t('callbacks.title')}>
      <Icon name="voice" size={16} />
      <span className="callback-when">
        <b className="num">{whenOf(promise)}</b>
        <span className="small t2">
          {wayOf(promise)} · {t(`callbacks.state.${promise.state}`)}
          {promise.attempts > 0 && ` · ${t('callbacks.tries', { n: promise.attempts })}`}
        </span>
      </span>
      <span className="grow" />
      {mayChange && (
        <>
          {promise.state === 'promised' && (
            <Button icon="voice" disabled={busy} onClick={() => call.mutate(undefined)}>
              {t('callbacks.call')}
            </Button>
          )}
          <Button disabled={busy} onClick={() => setMoving(!isMoving)} aria-expanded={isMoving}>
            {t('callbacks.move')}
          </Button>
          <Button disabled={busy} onClick={() => cancel.mutate(undefined)}>
            {t('callbacks.cancel')}
          </Button>
        </>
      )}
      {isMoving && <Move promise={promise} done={() => setMoving(false)} />}
      {problem !== null && (
        <p className="small bad" role="alert">
          {explainError(problem).text}
        </p>
      )}
    </div>
  );
}

function wayOf({ way }: Callback): string {
  return way.type === 'browser'
    ? t('callbacks.by.browser')
    : t('callbacks.by.telephone', { number: way.number });
}

/** Choosing a time moves it. */
function Move({ promise, done }: { promise: Callback; done: () => void }) {
  const { skill, way } = promise;
  const query = {
    ...(skill === null ? {} : { skill }),
    ...(way.type === 'telephone' ? { number: way.number } : {}),
  };
  const { data } = useApiQuery('/callback-slots', SlotList, { query });
  const move = useApiMutation(
    (from: number) =>
      api.put(`/callbacks/${encodeURIComponent(promise.id)}/slot`, { from }, Callback),
    { invalidates, onDone: done },
  );
  if (data === undefined) return null;
  if (data.items.length === 0) return <p className="small t2">{t('callbacks.noSlots')}</p>;
  return (
    <div className="callback-move">
      <SelectField
        label={t('callbacks.moveTo')}
        value=""
        disabled={move.isPending}
        choices={[
          { value: '', label: '' },
          ...data.items.map(({ from }) => ({
            value: String(from),
            label: `${format.day(from)}, ${format.clock(from)}`,
          })),
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          if (value !== '') move.mutate(Number(value));
        }}
      />
      {move.error !== null && (
        <p className="small bad" role="alert">
          {explainError(move.error).text}
        </p>
      )}
    </div>
  );
}
