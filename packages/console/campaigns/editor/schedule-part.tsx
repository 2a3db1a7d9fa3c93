// When the campaign runs: from, until, days and hours, all in the account's time zone.
import type { Schedule } from '@opportune/protocol/campaign/campaign.ts';
import { choicesOf, format, Button, TextField, t } from '../../ui/index.ts';
import { problemsAt, useEdit } from './edit-context.tsx';
import { Part, Says } from './part.tsx';
import { Said } from './chips/said.tsx';
import { instantOf, wallClock } from './zoned-time.ts';
import { Checks } from './chips/checks.tsx';

const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export function SchedulePart() {
  const edit = useEdit();
  const {
    document: { schedule },
    live,
    change,
  } = edit;
  const said = { value: schedule, was: live?.schedule };
  const set = (part: Partial<Schedule>): void =>
    change?.((now) => ({ ...now, schedule: { ...now.schedule, ...part } }));
  const zone = format.timeZone;
  return (
    <Part name="schedule" icon="calendar" problems={problemsAt(edit, 'schedule')}>
      <Says>
        {t('campaigns.schedule.from')}
        <SaidInstant
          value={schedule.from}
          was={live?.schedule.from}
          none={t('campaigns.schedule.now')}
          label={t('campaigns.schedule.from.label', { zone })}
          onChange={(from) => set({ from })}
        />
        {t('campaigns.schedule.with')}
        <SaidInstant
          value={schedule.until}
          was={live?.schedule.until}
          none={t('campaigns.schedule.noEnd')}
          label={t('campaigns.schedule.until.label', { zone })}
          onChange={(until) => set({ until })}
        />
        {t('campaigns.schedule.on')}
        <Said
          {...said}
          say={daysWords}
          label={t('campaigns.schedule.days.label')}
          edit={() => <DaysForm chosen={schedule.days} onChange={(next) => set({ days: next })} />}
        />
        <Said
          {...said}
          say={hoursWords}
          label={t('campaigns.schedule.hours.from')}
          edit={() => <HoursForm hours={schedule.hours} onChange={(hours) => set({ hours })} />}
        />
        <span className="t3">{zone}</span>
      </Says>
    </Part>
  );
}

function SaidInstant(props: {
  value: number | null;
  was: number | null | undefined;
  none: string;
  label: string;

  onChange: (at: number | null) => void;
}) {
  const { none, onChange, ...said } = props;
  return (
    <Said
      {...said}
      say={(at) => (at === null ? none : format.dateTime(at))}
      edit={() => <InstantForm label={said.label} at={said.value} onChange={onChange} />}
    />
  );
}

function daysWords({ days: chosen }: Schedule): string {
  const key = days.filter((day) => chosen.includes(day)).join(' ');
  if (key === '' || chosen.length === 7) return t('campaigns.schedule.everyDay');
  if (key === 'mon tue wed thu fri') return t('campaigns.schedule.weekdays');
  if (key === 'sat sun') return t('campaigns.schedule.weekend');
  return days
    .filter((day) => chosen.includes(day))
    .map((day) => t(`campaigns.day.${day}`))
    .join(', ');
}

function hoursWords({ hours }: Schedule): string {
  return hours === null
    ? t('campaigns.schedule.allDay')
    : t('campaigns.schedule.hours', {
        from: clock(hours.fromMinute),
        until: clock(hours.untilMinute),
      });
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

function minuteOf(text: string): number | null {
  const [hours, minutes] = text.split(':').map(Number);
  return hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)
    ? null
    : hours * 60 + minutes;
}

interface InstantFormProps {
  readonly label: string;
  readonly at: number | null;
  readonly onChange: (at: number | null) => void;
}

function InstantForm({ label, at, onChange }: InstantFormProps) {
  const change = (text: string): void => {
    const next = text === '' ? null : instantOf(text, format.timeZone);
    if (text === '' || next !== null) onChange(next);
  };
  return (
    <TextField
      data-autofocus
      type="datetime-local"
      label={label}
      defaultValue={at === null ? '' : wallClock(at, format.timeZone)}
      onChange={(event) => change(event.currentTarget.value)}
    />
  );
}

interface DaysFormProps {
  readonly chosen: Schedule['days'];
  readonly onChange: (days: Schedule['days']) => void;
}

function DaysForm({ chosen, onChange }: DaysFormProps) {
  return (
    <Checks
      legend={t('campaigns.schedule.days.label')}
      choices={choicesOf(days, (day) => t(`campaigns.day.${day}`))}
      isChosen={(day) => chosen.length === 0 || chosen.includes(day)}
      onChoose={(day, on) => onChange(next(chosen, day, on))}
    />
  );
}

/** No chosen day means every day. So the last chosen day cannot be removed. */
function next(chosen: Schedule['days'], day: (typeof days)[number], on: boolean): Schedule['days'] {
  const all = chosen.length === 0 ? [...days] : chosen;
  const left = days.filter((each) => (each === day ? on : all.includes(each)));
  return left.length === 7 ? [] : left.length === 0 ? chosen : left;
}

interface HoursFormProps {
  readonly hours: Schedule['hours'];
  readonly onChange: (hours: Schedule['hours']) => void;
}

function HoursForm({ hours, onChange }: HoursFormProps) {
  const shown = hours ?? { fromMinute: 9 * 60, untilMinute: 18 * 60 };
  const change = (part: Partial<NonNullable<Schedule['hours']>>): void =>
    onChange({ ...shown, ...part });
  const time = (label: string, minute: number, tell: (minute: number) => void) => (
    <TextField
      type="time"
      label={label}
      value={clock(minute % 1440)}
      onChange={(event) => {
        const at = minuteOf(event.currentTarget.value);
        if (at !== null) tell(at);
      }}
    />
  );
  return (
    <>
      <div className="row top-row">
        {time(t('campaigns.schedule.hours.from'), shown.fromMinute, (fromMinute) =>
          change({ fromMinute }),
        )}
        {time(t('campaigns.schedule.hours.until'), shown.untilMinute, (untilMinute) =>
          change({ untilMinute }),
        )}
      </div>
      <Button variant="quiet" onClick={() => onChange(null)}>
        {t('campaigns.schedule.hours.clear')}
      </Button>
    </>
  );
}
