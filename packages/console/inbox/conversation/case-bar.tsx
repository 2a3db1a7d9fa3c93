// A message that was left, as a case: its state, its agent, and closing or reopening it. The answer is
// written below it.
import { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { UserId } from '@opportune/protocol/ids.ts';
import type { CaseChange } from '@opportune/protocol/rest/conversation/cases.ts';
import { api } from '../../api/client.ts';
import { Button, explainError, SelectField, useApiMutation, useStore, t } from '../../ui/index.ts';
import { CallbackMark } from '../callback/callback-mark.tsx';
import { usePromised } from '../callback/use-promised.ts';
import { agents } from '../inbox-store.ts';
import '../list/waiting.css';

export function CaseBar({ conversation }: { conversation: Conversation }) {
  const { id, caseState, agent } = conversation;
  const people = useStore(agents, (list) => list);
  const change = useApiMutation((part: CaseChange) =>
    api.put(`/conversations/${encodeURIComponent(id)}/case`, part, Conversation),
  );
  const busy = change.isPending;
  const closed = caseState === 'closed';
  // The assigned agent is listed even if they are absent.
  const absent = agent !== null && !people.some(({ user }) => user === agent.user);
  const choices = [...people.map(({ user, name }) => ({ value: user, label: name }))].sort((a, b) =>
    a.label.localeCompare(b.label),
  );
  return (
    <div className="case-bar" role="group" aria-label={t('before.case.label')}>
      <span className={`tag ${caseState === 'open' ? 'warn' : ''}`}>
        {t(`before.case.${caseState ?? 'open'}`)}
      </span>
      <SelectField
        label={t('before.case.agent')}
        value={agent?.user ?? ''}
        disabled={busy}
        choices={[
          { value: '', label: t('before.case.nobody') },
          ...(absent ? [{ value: agent.user, label: agent.name }] : []),
          ...choices,
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget;
          change.mutate({ agent: value === '' ? null : UserId.parse(value) });
        }}
      />
      <span className="grow" />
      <Button
        icon={closed ? 'refresh' : 'check'}
        disabled={busy}
        onClick={() => change.mutate({ state: closed ? 'open' : 'closed' })}
      >
        {t(closed ? 'before.case.reopen' : 'before.case.close')}
      </Button>
      {change.error !== null && (
        <p className="small bad" role="alert">
          {explainError(change.error).text}
        </p>
      )}
    </div>
  );
}

/** The mark beside its row: when they are called back, answered, or the assigned agent. */
export function CaseMark({ conversation }: { conversation: Conversation }) {
  const { caseState, agent } = conversation;
  const promise = usePromised(conversation);
  if (promise !== undefined) return <CallbackMark promise={promise} />;
  if (caseState === 'answered')
    return <span className="small t3">{t('before.case.answered')}</span>;
  return agent === null ? <span /> : <span className="small t3 clip">{agent.name}</span>;
}
