// Excludes visitors from the sensitivity analysis: those of bursts, those of a time span, or those
// for whom one fact held when their visit began. Longer conditions are possible only over the API.
import { useState } from 'react';
import type { Condition } from '@opportune/protocol/campaign/condition.ts';
import { excludingFacts } from '@opportune/protocol/campaign/excluding-facts.ts';
import { Exclusion, type Excluded } from '@opportune/protocol/rest/report/sensitivity.ts';
import { api } from '../../api/client.ts';
import { conditionWord, upperFirst } from '../../campaigns/editor/chips/speak.ts';
import { instantOf } from '../../campaigns/editor/zoned-time.ts';
import {
  format,
  Button,
  Dialog,
  FormError,
  Segmented,
  SelectField,
  TextField,
  useApiMutation,
  t,
  choicesOf,
  submitting,
} from '../../ui/index.ts';

const kinds = ['burst', 'span', 'rule'] as const;
type Kind = (typeof kinds)[number];
const facts = excludingFacts.filter((fact) => fact !== 'visitor.burst');
const operators = ['eq', 'ne', 'contains', 'startsWith', 'endsWith'] as const;

interface Draft {
  readonly kind: Kind;
  readonly from: string;
  readonly until: string;
  readonly fact: (typeof facts)[number];
  readonly op: (typeof operators)[number];
  readonly value: string;
  readonly note: string;
}

interface ExcludeDialogProps {
  readonly id: string;
  readonly period: number;
  readonly hasBursts: boolean;
  readonly onClose: () => void;
}

export function ExcludeDialog({ id, period, hasBursts, onClose }: ExcludeDialogProps) {
  const [draft, setDraft] = useState<Draft>({
    ...{ kind: hasBursts ? 'burst' : 'span', from: '', until: '' },
    ...{ fact: 'device.browser', op: 'eq', value: '', note: '' },
  });
  const path = `/campaigns/${id}`;
  const save = useApiMutation(
    (excluded: Excluded) =>
      api.post(`${path}/exclusions`, { excluded, period, note: draft.note }, Exclusion),
    { invalidates: [`${path}/sensitivity`], onDone: onClose },
  );
  const excluded = excludedOf(draft);
  const change = (next: Partial<Draft>): void => setDraft({ ...draft, ...next });
  return (
    <Dialog title={t('results.exclude.title')} open onClose={onClose} width={480}>
      <form
        className="exclude-form"
        onSubmit={submitting(() => {
          if (excluded !== null) save.mutate(excluded);
        })}
      >
        <p className="t2">{t('results.exclude.note')}</p>
        <Segmented
          label={t('results.exclude.whom')}
          value={draft.kind}
          onChange={(kind) => change({ kind })}
          choices={choicesOf(kinds, (kind) => t(`results.exclude.kind.${kind}`))}
        />
        <Fields draft={draft} change={change} />
        <TextField
          label={t('results.exclude.why')}
          value={draft.note}
          maxLength={200}
          onChange={({ currentTarget }) => change({ note: currentTarget.value })}
        />
        <div className="row dialog-acts">
          <FormError error={save.error} />
          <Button
            type="submit"
            variant="primary"
            size="medium"
            disabled={excluded === null || save.isPending}
          >
            {t('results.exclude.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Fields({ draft, change }: { draft: Draft; change: (next: Partial<Draft>) => void }) {
  switch (draft.kind) {
    case 'burst':
      return <p className="small t3">{t('results.exclude.burst.note')}</p>;
    case 'span':
      return (
        <>
          {(['from', 'until'] as const).map((end) => (
            <TextField
              key={end}
              type="datetime-local"
              label={t(`results.exclude.${end}`)}
              value={draft[end]}
              hint={
                end === 'until' ? t('results.exclude.zone', { zone: format.timeZone }) : undefined
              }
              onChange={({ currentTarget }) => change({ [end]: currentTarget.value })}
            />
          ))}
        </>
      );
    case 'rule':
      return (
        <>
          <SelectField
            label={t('results.exclude.fact')}
            value={draft.fact}
            choices={facts.map((fact) => ({
              value: fact,
              label: upperFirst(conditionWord(`fact.${fact}`)),
            }))}
            onChange={({ currentTarget: { value } }) => {
              const fact = facts.find((each) => each === value);
              if (fact !== undefined) change({ fact });
            }}
          />
          <SelectField
            label={t('results.exclude.op')}
            value={draft.op}
            choices={operators.map((op) => ({ value: op, label: conditionWord(`op.${op}`) }))}
            onChange={({ currentTarget: { value } }) => {
              const op = operators.find((each) => each === value);
              if (op !== undefined) change({ op });
            }}
          />
          <TextField
            label={t('results.exclude.value')}
            value={draft.value}
            hint={t('results.exclude.rule.note')}
            onChange={({ currentTarget }) => change({ value: currentTarget.value })}
          />
        </>
      );
    default:
      return draft.kind satisfies never;
  }
}

/** Null while the input is incomplete or the span is empty. */
function excludedOf(draft: Draft): Excluded | null {
  if (draft.kind === 'burst') return ruleOf({ fact: 'visitor.burst', op: 'eq', value: true });
  if (draft.kind === 'rule') {
    const value = draft.value.trim();
    return value === '' ? null : ruleOf({ fact: draft.fact, op: draft.op, value });
  }
  const from = instantOf(draft.from, format.timeZone);
  const until = instantOf(draft.until, format.timeZone);
  if (from === null || until === null || from >= until) return null;
  return { type: 'span', from, until };
}

function ruleOf(condition: Condition): Excluded {
  return { type: 'rule', condition };
}
