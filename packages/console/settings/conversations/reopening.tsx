// How long after its end a conversation can be reopened, by agents and by the visitor.
import { RevisedReopening } from '@opportune/protocol/rest/conversation/reopening.ts';
import { SelectField, t } from '../../ui/index.ts';
import { useSavedAtOnce } from '../form/use-saved-at-once.ts';

const usual = [1, 8, 24, 72, 168, 720];

export function ReopeningRules() {
  const { data, isPending, save } = useSavedAtOnce('/reopening', RevisedReopening);
  if (data === undefined) return null;
  return (
    <section>
      <h3>{t('archive.reopening.title')}</h3>
      <p>{t('archive.reopening.text')}</p>
      <div className="two reopening">
        <SelectField
          label={t('archive.reopening.agent')}
          value={data.agentH === null ? '' : String(data.agentH)}
          disabled={isPending}
          choices={[
            { value: '', label: t('archive.reopening.any') },
            ...choicesWith(data.agentH ?? 0),
          ]}
          onChange={({ currentTarget: { value } }) =>
            save({ agentH: value === '' ? null : Number(value) })
          }
        />
        <SelectField
          label={t('archive.reopening.visitor')}
          hint={t('archive.reopening.visitor.hint')}
          value={String(data.visitorH)}
          disabled={isPending}
          choices={choicesWith(data.visitorH)}
          onChange={({ currentTarget: { value } }) => save({ visitorH: Number(value) })}
        />
      </div>
    </section>
  );
}

/** The usual times, and the current one if it is not among them. */
function choicesWith(now: number) {
  const hours = [...new Set([0, now, ...usual])].sort((one, other) => one - other);
  return hours.map((h) => ({ value: String(h), label: wordsOf(h) }));
}

function wordsOf(h: number): string {
  if (h === 0) return t('archive.reopening.never');
  return h % 24 === 0
    ? t('archive.reopening.days', { n: h / 24 })
    : t('archive.reopening.hours', { n: h });
}
