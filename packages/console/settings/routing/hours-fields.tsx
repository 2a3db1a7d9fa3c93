// The hours of a skill or of the account: none of their own, or a line of spans for each weekday and the
// days that are closed.
import { SelectField, TextField, t } from '../../ui/index.ts';
import { days, type HoursTexts, isClosedDays, spansOf, usualHours } from './hours-texts.ts';

interface HoursFieldsProps {
  /** What it is called to have none. */
  readonly without: string;
  readonly hours: HoursTexts | null;
  readonly onChange: (hours: HoursTexts | null) => void;
}

export function HoursFields({ without, hours, onChange }: HoursFieldsProps) {
  return (
    <>
      <SelectField
        label={t('routingSettings.hours')}
        hint={t('routingSettings.hours.hint')}
        value={hours === null ? '' : 'own'}
        choices={[
          { value: '', label: without },
          { value: 'own', label: t('routingSettings.hours.own') },
        ]}
        onChange={(event) => onChange(event.currentTarget.value === '' ? null : usualHours())}
      />
      {hours !== null && <Week hours={hours} onChange={onChange} />}
    </>
  );
}

function Week({ hours, onChange }: { hours: HoursTexts; onChange: (hours: HoursTexts) => void }) {
  return (
    <>
      {days.map((day) => (
        <TextField
          key={day}
          label={t(`routingSettings.hours.${day}`)}
          placeholder={t('routingSettings.hours.example')}
          value={hours.week[day]}
          error={spansOf(hours.week[day]) === null ? t('routingSettings.hours.wrong') : null}
          onChange={(event) =>
            onChange({ ...hours, week: { ...hours.week, [day]: event.currentTarget.value } })
          }
        />
      ))}
      <TextField
        label={t('routingSettings.hours.closed')}
        hint={t('routingSettings.hours.closed.hint')}
        value={hours.closed}
        error={isClosedDays(hours.closed) ? null : t('routingSettings.hours.closed.wrong')}
        onChange={(event) => onChange({ ...hours, closed: event.currentTarget.value })}
      />
    </>
  );
}
