// The hours of a skill or of the account: none of their own, or a line of spans for each weekday and the
// days that are closed.
import { SelectField, TextField } from '../../ui/index.ts';
import { days, type HoursTexts, isClosedDays, spansOf, usualHours } from './hours-texts.ts';
import { r } from '../routing-words.ts';

export function HoursFields({
  without,
  hours,
  onChange,
}: {
  /** What it is called to have none. */
  without: string;
  hours: HoursTexts | null;
  onChange: (hours: HoursTexts | null) => void;
}) {
  return (
    <>
      <SelectField
        label={r('hours')}
        hint={r('hours.hint')}
        value={hours === null ? '' : 'own'}
        choices={[
          { value: '', label: without },
          { value: 'own', label: r('hours.own') },
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
          label={r(`hours.${day}`)}
          placeholder={r('hours.example')}
          value={hours.week[day]}
          error={spansOf(hours.week[day]) === null ? r('hours.wrong') : null}
          onChange={(event) =>
            onChange({ ...hours, week: { ...hours.week, [day]: event.currentTarget.value } })
          }
        />
      ))}
      <TextField
        label={r('hours.closed')}
        hint={r('hours.closed.hint')}
        value={hours.closed}
        error={isClosedDays(hours.closed) ? null : r('hours.closed.wrong')}
        onChange={(event) => onChange({ ...hours, closed: event.currentTarget.value })}
      />
    </>
  );
}
