// The form for a report by e-mail: how often, when, which figures, and how the file is split.
import {
  figureIds,
  HistoryBy,
  ReportDraft,
  ScheduledReport,
  type FigureId,
} from '@opportune/protocol/rest/team/history.ts';
import { useSession } from '../../session/session.tsx';
import { FormDialog } from '../../settings/form/form-frame.tsx';
import { saveRow } from '../../settings/form/save-row.ts';
import { useForm, type FormOf } from '../../settings/form/use-form.tsx';
import { say, t, choicesOf } from '../../ui/index.ts';
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
  const form = useForm({
    schema: ReportDraft,
    value: report ?? fresh,
    words: 'history.reports',
    // The e-mail uses the language in which the manager reads the console now.
    save: (draft) =>
      saveRow(
        '/my-reports',
        ScheduledReport,
        report,
      )({ ...draft, language: speech.get().language }),
    invalidates: ['/my-reports'],
    onDone: () => {
      say(t('history.reports.saved'));
      onClose();
    },
  });
  const { figures } = form.fields;
  return (
    <FormDialog
      form={form}
      title={t(report === null ? 'history.reports.new' : 'history.reports.edit')}
      save={t('history.reports.save')}
      held={figures.length === 0}
      onClose={onClose}
      width={520}
    >
      {form.field('every', {
        as: 'segmented',
        also: (every) => ({ by: every === 'day' ? 'hour' : 'day' }),
      })}
      <When {...form} />
      <Figures {...form} />
      <p className="small t3">
        {figures.length === 0
          ? t('history.reports.figures.needed')
          : t('history.reports.to', { address: user.email ?? '' })}
      </p>
    </FormDialog>
  );
}

type ReportForm = FormOf<ReportDraft, 'history.reports'>;

const hours = Array.from({ length: 24 }, (_, hour) => ({
  value: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

function When({ field, fields }: ReportForm) {
  return (
    <div className="report-when">
      {fields.every === 'week' &&
        field('weekday', {
          choices: [1, 2, 3, 4, 5, 6, 7].map((day) => ({
            value: String(day),
            label: weekdayWords(day),
          })),
        })}
      {field('hour', { choices: hours })}
      {field('by', {
        choices: [
          { value: '', label: t('history.reports.by.none') },
          ...choicesOf(HistoryBy.options, (value) => t(`history.by.${value}`)),
        ],
      })}
    </div>
  );
}

function Figures({ fields, set }: ReportForm) {
  const choose = (id: FigureId, isChosen: boolean): void =>
    set({ figures: withFigure(fields.figures, id, isChosen) });
  return (
    <fieldset className="bare report-figures">
      <legend className="label">{t('history.reports.figures')}</legend>
      {figureIds.map((id) => (
        <label key={id}>
          <input
            type="checkbox"
            checked={fields.figures.includes(id)}
            onChange={(event) => choose(id, event.currentTarget.checked)}
          />
          {t(`history.figure.${id}`)}
        </label>
      ))}
    </fieldset>
  );
}

/** The name of a weekday. 1 is Monday. */
/** In the order of all figures. */
function withFigure(chosen: readonly FigureId[], id: FigureId, isChosen: boolean): FigureId[] {
  return figureIds.filter((each) => (each === id ? isChosen : chosen.includes(each)));
}

export function weekdayWords(day: number): string {
  const monday = Date.UTC(2024, 0, 1);
  return new Intl.DateTimeFormat(locale(), { weekday: 'long', timeZone: 'UTC' }).format(
    monday + (day - 1) * 86_400_000,
  );
}
