// The opening hours of a skill or of the account. Either there are none of their own, or each
// weekday has a line of time spans, with a list of closed days.
import { SelectField, TextField, t } from '../../ui/index.ts';
import {
  days,
  type Day,
  type HoursTexts,
  isClosedDays,
  spansOf,
  usualHours,
} from './hours-texts.ts';

interface HoursFieldsProps {
  /** The label of the choice without own hours. */
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

interface DayFieldProps {
  readonly day: Day;
  readonly spans: string;
  readonly onChange: (spans: string) => void;
}

function DayField({ day, spans, onChange }: DayFieldProps) {
  return (
    <TextField
      label={t(`routingSettings.hours.${day}`)}
      placeholder={t('routingSettings.hours.example')}
      value={spans}
      error={spansOf(spans) === null ? t('routingSettings.hours.wrong') : null}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface HoursProps {
  readonly hours: HoursTexts;
  readonly onChange: (hours: HoursTexts) => void;
}

function Week({ hours, onChange }: HoursProps) {
  return (
    <>
      {days.map((day) => (
        <DayField
          key={day}
          day={day}
          spans={hours.week[day]}
          onChange={(spans) => onChange({ ...hours, week: { ...hours.week, [day]: spans } })}
        />
      ))}
      <ClosedDays hours={hours} onChange={onChange} />
    </>
  );
}

function ClosedDays({ hours, onChange }: HoursProps) {
  return (
    <TextField
      label={t('routingSettings.hours.closed')}
      hint={t('routingSettings.hours.closed.hint')}
      value={hours.closed}
      error={isClosedDays(hours.closed) ? null : t('routingSettings.hours.closed.wrong')}
      onChange={(event) => onChange({ ...hours, closed: event.currentTarget.value })}
    />
  );
}
