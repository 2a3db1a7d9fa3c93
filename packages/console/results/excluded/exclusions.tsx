// Whom managers excluded from the figures beside the results, with who, when and why; an exclusion that
// was taken back stays in sight.
import { Exclusion, type Excluded } from '@opportune/protocol/rest/report/sensitivity.ts';
import { api } from '../../api/client.ts';
import { conditionWords } from '../../campaigns/editor/chips/speak.ts';
import { Button, FormError, useApiMutation, useFormat, type Format, t } from '../../ui/index.ts';

interface ExclusionsProps {
  readonly id: string;
  readonly exclusions: readonly Exclusion[];
}

export function Exclusions(props: ExclusionsProps) {
  const { id, exclusions } = props;
  const format = useFormat();
  const path = `/campaigns/${id}`;
  const takeBack = useApiMutation(
    (of: Exclusion) => api.delete(`${path}/exclusions/${of.id}`, Exclusion),
    { invalidates: [`${path}/sensitivity`] },
  );
  if (exclusions.length === 0) return null;
  return (
    <>
      <h3 className="excluded-title">{t('results.excluded.title')}</h3>
      <ul className="excluded">
        {exclusions.map((each) => (
          <li key={each.id} className={each.removed === null ? '' : 't3'}>
            <span className="grow">
              <span className={each.removed === null ? 'medium' : 'medium taken-back'}>
                {excludedWords(each.excluded, format)}
              </span>
              {each.note !== '' && <span className="t2"> {each.note}</span>}
              <span className="small t3 excluded-by">
                {t('results.excluded.by', {
                  name: each.made.by,
                  date: format.dateTime(each.made.at),
                })}
                {each.period === null && ` ${t('results.excluded.always')}`}
                {each.removed !== null &&
                  ` ${t('results.excluded.removed', { name: each.removed.by, date: format.dateTime(each.removed.at) })}`}
              </span>
            </span>
            {each.removed === null && (
              <Button
                size="small"
                disabled={takeBack.isPending}
                onClick={() => takeBack.mutate(each)}
              >
                {t('results.excluded.takeBack')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <FormError error={takeBack.error} />
    </>
  );
}

function excludedWords(excluded: Excluded, format: Format): string {
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
    : t('results.excluded.rule', { rule: conditionWords(condition, format) });
}
