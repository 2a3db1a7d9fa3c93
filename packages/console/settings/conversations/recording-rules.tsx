// Whether calls are recorded, and for how long. Each change saves at once.
import { RevisedRecordingSettings } from '@opportune/protocol/rest/conversation/recordings.ts';
import { SelectField, Switch, t } from '../../ui/index.ts';
import { useSavedAtOnce } from '../form/use-saved-at-once.ts';
import { useAdministrator } from '../use-administrator.ts';

const usual = [7, 30, 90, 180, 365, 1095, 3650];

export function RecordingRules() {
  const isAdministrator = useAdministrator();
  const { data, isPending, save } = useSavedAtOnce('/recording-settings', RevisedRecordingSettings);
  if (data === undefined) return null;
  const days = [...new Set([...usual, data.keepDays])].sort((one, other) => one - other);
  return (
    <section>
      <h3>{t('recordings.settings.title')}</h3>
      <p>{t('recordings.settings.text')}</p>
      <Switch
        label={t('recordings.settings.on')}
        checked={data.on}
        disabled={isPending || !isAdministrator}
        onChange={(on) => save({ on })}
      />
      <div className="two reopening">
        <SelectField
          label={t('recordings.settings.keep')}
          value={String(data.keepDays)}
          disabled={isPending || !isAdministrator}
          choices={days.map((n) => ({
            value: String(n),
            label: t('recordings.settings.days', { n }),
          }))}
          onChange={({ currentTarget: { value } }) => save({ keepDays: Number(value) })}
        />
      </div>
    </section>
  );
}
