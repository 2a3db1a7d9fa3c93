// The visitors whom managers excluded from the sensitivity analysis, with who did it, when and why.
// An exclusion that was taken back stays in the list.
import { Exclusion, type Excluded } from '@opportune/protocol/rest/report/sensitivity.ts';
import { api } from '../../api/client.ts';
import { conditionWords } from '../../campaigns/editor/chips/speak.ts';
import { format, Button, FormError, useApiMutation, t } from '../../ui/index.ts';

interface ExclusionsProps {
  readonly id: string;
  readonly exclusions: readonly Exclusion[];
}

export function Exclusions({ id, exclusions }: ExclusionsProps) {
  const takeBack = useTakingBack(`/campaigns/${id}`);
  if (exclusions.length === 0) return null;
  return (
    <>
      <h3 className="excluded-title">{t('results.excluded.title')}</h3>
      <ul className="excluded">
        {exclusions.map((each) => (
          <Line
            key={each.id}
            exclusion={each}
            busy={takeBack.isPending}
            onTakeBack={takeBack.mutate}
          />
        ))}
      </ul>
      <FormError error={takeBack.error} />
    </>
  );
}

function useTakingBack(path: string) {
  return useApiMutation((of: Exclusion) => api.delete(`${path}/exclusions/${of.id}`, Exclusion), {
    invalidates: [`${path}/sensitivity`],
  });
}

interface LineProps {
  readonly exclusion: Exclusion;
  readonly busy: boolean;
  readonly onTakeBack: (exclusion: Exclusion) => void;
}

function Line({ exclusion, busy, onTakeBack }: LineProps) {
  const { removed, excluded, note } = exclusion;
  return (
    <li className={removed === null ? '' : 't3'}>
      <span className="grow">
        <span className={removed === null ? 'medium' : 'medium taken-back'}>
          {excludedWords(excluded)}
        </span>
        {note !== '' && <span className="t2"> {note}</span>}
        <span className="small t3 excluded-by">{byWords(exclusion)}</span>
      </span>
      {removed === null && (
        <Button size="small" disabled={busy} onClick={() => onTakeBack(exclusion)}>
          {t('results.excluded.takeBack')}
        </Button>
      )}
    </li>
  );
}

function byWords({ made, period, removed }: Exclusion): string {
  const by = t('results.excluded.by', { name: made.by, date: format.dateTime(made.at) });
  const always = period === null ? ` ${t('results.excluded.always')}` : '';
  if (removed === null) return by + always;
  const date = format.dateTime(removed.at);
  return `${by}${always} ${t('results.excluded.removed', { name: removed.by, date })}`;
}

function excludedWords(excluded: Excluded): string {
  if (excluded.type === 'span') {
    const { from, until } = excluded;
    return t('results.excluded.span', {
      from: format.dateTime(from),
      until: format.dateTime(until),
    });
  }
  const { condition } = excluded;
  const isBurst =
    'fact' in condition &&
    condition.fact === 'visitor.burst' &&
    (condition.op === 'eq') === (condition.value === true);
  return isBurst
    ? t('results.excluded.burst')
    : t('results.excluded.rule', { rule: conditionWords(condition) });
}
