// The form of a report by e-mail: how often, when, which figures, and by what the file is parted.
import { useState } from 'react';
import {
  figureIds,
  HistoryBy,
  ReportDraft,
  ScheduledReport,
} from '@opportune/protocol/rest/team/history.ts';
import { api } from '../../api/client.ts';
import { useSession } from '../../session/session.tsx';
import {
  Button,
  Dialog,
  FormError,
  say,
  Segmented,
  SelectField,
  useApiMutation,
  t,
} from '../../ui/index.ts';
import { locale, speech } from '../../words/language.ts';

const fresh: ReportDraft = {
  every: 'day',
  weekday: 1,
  hour: 8,
  figures: ['begun', 'answered', 'abandonment', 'wait-median', 'service-level', 'csat'],
  by: 'hour',
  language: 'en',
};

export function ReportDialog(props: { report: ScheduledReport | null; onClose: () => void }) {
  const { report, onClose } = props;
  const { user } = useSession();
  const [draft, setDraft] = useState<ReportDraft>(() => ReportDraft.parse(report ?? fresh));
  const set = (part: Partial<ReportDraft>): void => setDraft((now) => ({ ...now, ...part }));
  const save = useApiMutation(
    () => {
      // The letter is in the language that whoever orders it speaks here.
      const said = { ...draft, language: speech.get().language };
      return report === null
        ? api.post('/my-reports', said, ScheduledReport)
        : api.put(`/my-reports/${encodeURIComponent(report.id)}`, said, ScheduledReport);
    },
    {
      invalidates: ['/my-reports'],
      onDone: () => {
        say(t('history.reports.saved'));
        onClose();
      },
    },
  );
  return (
    <Dialog
      open
      title={t(report === null ? 'history.reports.new' : 'history.reports.edit')}
      onClose={onClose}
      width={520}
    >
      <form
        className="report-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Segmented
          label={t('history.reports.every')}
          value={draft.every}
          onChange={(every) => set({ every, by: every === 'day' ? 'hour' : 'day' })}
          choices={(['day', 'week'] as const).map((value) => ({
            value,
            label: t(`history.reports.every.${value}`),
          }))}
        />
        <div className="report-when">
          {draft.every === 'week' && (
            <SelectField
              label={t('history.reports.weekday')}
              value={String(draft.weekday)}
              onChange={(event) => set({ weekday: Number(event.currentTarget.value) })}
              choices={[1, 2, 3, 4, 5, 6, 7].map((day) => ({
                value: String(day),
                label: weekdayWords(day),
              }))}
            />
          )}
          <SelectField
            label={t('history.reports.hour')}
            value={String(draft.hour)}
            onChange={(event) => set({ hour: Number(event.currentTarget.value) })}
            choices={Array.from({ length: 24 }, (_, hour) => ({
              value: String(hour),
              label: `${String(hour).padStart(2, '0')}:00`,
            }))}
          />
          <SelectField
            label={t('history.reports.by')}
            value={draft.by ?? ''}
            onChange={(event) =>
              set({ by: HistoryBy.safeParse(event.currentTarget.value).data ?? null })
            }
            choices={[
              { value: '', label: t('history.reports.by.none') },
              ...HistoryBy.options.map((value) => ({ value, label: t(`history.by.${value}`) })),
            ]}
          />
        </div>
        <fieldset className="bare report-figures">
          <legend className="label">{t('history.reports.figures')}</legend>
          {figureIds.map((id) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={draft.figures.includes(id)}
                onChange={(event) => {
                  const { checked } = event.currentTarget;
                  set({
                    figures: figureIds.filter((each) =>
                      each === id ? checked : draft.figures.includes(each),
                    ),
                  });
                }}
              />
              {t(`history.figure.${id}`)}
            </label>
          ))}
        </fieldset>
        <p className="small t3">
          {draft.figures.length === 0
            ? t('history.reports.figures.needed')
            : t('history.reports.to', { address: user.email })}
        </p>
        <FormError error={save.error} />
        <div className="row dialog-acts">
          <Button size="medium" onClick={onClose}>
            {t('history.reports.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            size="medium"
            disabled={draft.figures.length === 0 || save.isPending}
          >
            {t('history.reports.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** 1 is Monday. */
export function weekdayWords(day: number): string {
  const monday = Date.UTC(2024, 0, 1);
  return new Intl.DateTimeFormat(locale(), { weekday: 'long', timeZone: 'UTC' }).format(
    monday + (day - 1) * 86_400_000,
  );
}
