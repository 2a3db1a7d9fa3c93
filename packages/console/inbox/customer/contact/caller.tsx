// Who calls by telephone: that the number is no proof, how the caller proves who they are, and a field for the
// code that they say.
import { useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { CallerCode, CallerCodeResult } from '@opportune/protocol/rest/contact/verifications.ts';
import { api } from '../../../api/client.ts';
import {
  Button,
  Icon,
  sayError,
  t,
  TextField,
  useApiMutation,
  useNarrow,
  submitting,
} from '../../../ui/index.ts';

interface CallerProps {
  readonly conversation: Conversation;
}

interface ProvedProps extends CallerProps {
  readonly isProved: boolean;
}

export function Caller({ conversation, isProved }: ProvedProps) {
  const narrow = useNarrow();
  const { status } = conversation;
  return (
    <section className="block" aria-label={t('verify.caller.title')}>
      <h3 aria-level={narrow ? 2 : 3}>
        <span className="grow">{t('verify.caller.title')}</span>
      </h3>
      {!isProved ? (
        <>
          <p className="t2">{t('verify.caller.number')}</p>
          {status === 'active' && <Say conversation={conversation} />}
        </>
      ) : (
        <Proved />
      )}
    </section>
  );
}

function Proved() {
  return (
    <div className="cust-line" role="status">
      <Icon name="check" size={14} />
      <span className="grow ok">{t('verify.caller.proved')}</span>
    </div>
  );
}

function Say({ conversation: { id } }: CallerProps) {
  const [code, setCode] = useState('');
  const enter = useApiMutation(
    (said: string) =>
      api.post(
        `/conversations/${encodeURIComponent(id)}/caller-code`,
        { code: said },
        CallerCodeResult,
      ),
    { onDone: () => setCode('') },
  );
  const result = enter.data?.result;
  const isWhole = CallerCode.safeParse({ code }).success;
  return (
    <>
      <p className="small t3">{t('verify.caller.how')}</p>
      <form
        className="row verify-acts caller-code"
        onSubmit={submitting(() => {
          if (isWhole) enter.mutate(code, { onError: sayError });
        })}
      >
        <TextField
          label={t('verify.caller.code')}
          inputMode="numeric"
          autoComplete="off"
          maxLength={20}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        <Button type="submit" disabled={!isWhole || enter.isPending}>
          {t('verify.caller.enter')}
        </Button>
      </form>
      {(result === 'wrong' || result === 'spent') && (
        <p className="small" role="status">
          {t(`verify.caller.${result}`)}
        </p>
      )}
    </>
  );
}
