// The settings of sounds and notifications in this browser. Each change is stored at once.
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Switch } from '../ui/form/field.tsx';
import { Dialog } from '../ui/overlay.tsx';
import { createStore, useStore } from '../ui/store.ts';
import { alertSettings, chime, notifyDenied, setAlerts, setNotify } from './alert.ts';
import { happenings, type AlertSettings, type Happening } from './alert-rules.ts';
import './alerts.css';
import { t } from '../words/words.ts';

const shown = createStore(false);

export function openAlerts(): void {
  shown.set(true);
}

export function AlertDialog() {
  const open = useStore(shown, (value) => value);
  return (
    <Dialog title={t('alerts.title')} open={open} onClose={() => shown.set(false)} width={480}>
      <p className="t2">{t('alerts.text')}</p>
      <Ways />
      <Happenings />
      <Quiet />
    </Dialog>
  );
}

function Ways() {
  const { sound, volume, notify } = useStore(alertSettings, (value) => value);
  const denied = useStore(notifyDenied, (value) => value);
  return (
    <>
      <Switch
        label={t('alerts.sound')}
        checked={sound}
        onChange={(on) => setAlerts({ sound: on })}
      />
      {sound && (
        <div className="alert-volume">
          <label className="row grow">
            <span>{t('alerts.volume')}</span>
            <input
              type="range"
              className="grow"
              min={0}
              max={1}
              step={0.1}
              value={volume}
              onChange={(event) => setAlerts({ volume: Number(event.currentTarget.value) })}
            />
          </label>
          <Button onClick={chime}>{t('alerts.try')}</Button>
        </div>
      )}
      <Switch
        label={t('alerts.notify')}
        hint={t(denied ? 'alerts.notify.denied' : 'alerts.notify.hint')}
        checked={notify && !denied}
        disabled={denied}
        onChange={(on) => void setNotify(on)}
      />
    </>
  );
}

function Happenings() {
  const { how, sound, notify } = useStore(alertSettings, (value) => value);
  const set = (happening: Happening, change: Partial<AlertSettings['how'][Happening]>): void =>
    setAlerts({ how: { ...how, [happening]: { ...how[happening], ...change } } });
  return (
    <table className="alert-table">
      <thead>
        <tr>
          <th scope="col">{t('alerts.what')}</th>
          <th scope="col">{t('alerts.column.sound')}</th>
          <th scope="col">{t('alerts.column.notify')}</th>
        </tr>
      </thead>
      <tbody>
        {happenings.map((each) => {
          const happening = t(`alerts.happening.${each}`);
          return (
            <tr key={each}>
              <th scope="row">{happening}</th>
              <td>
                <Tick
                  label={t('alerts.how.sound', { happening })}
                  checked={how[each].sound}
                  disabled={!sound}
                  onChange={(on) => set(each, { sound: on })}
                />
              </td>
              <td>
                <Tick
                  label={t('alerts.how.notify', { happening })}
                  checked={how[each].notify}
                  disabled={!notify}
                  onChange={(on) => set(each, { notify: on })}
                />
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Tick(props: {
  label: string;
  checked: boolean;
  disabled: boolean;
  onChange: (checked: boolean) => void;
}) {
  const { label, onChange, ...state } = props;
  return (
    <label className="alert-tick">
      <span className="aside-voice">{label}</span>
      <input
        type="checkbox"
        {...state}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  );
}

function Quiet() {
  const { quiet, quietWhileAway } = useStore(alertSettings, (value) => value);
  const [last, setLast] = useState(quiet ?? { from: 18 * 60, until: 8 * 60 });
  const set = (change: Partial<typeof last>): void => {
    const next = { ...last, ...change };
    setLast(next);
    setAlerts({ quiet: next });
  };
  return (
    <>
      <Switch
        label={t('alerts.quiet')}
        checked={quiet !== null}
        onChange={(on) => setAlerts({ quiet: on ? last : null })}
      />
      {quiet !== null && (
        <div className="alert-hours">
          <Time
            label={t('alerts.quiet.from')}
            minute={quiet.from}
            onChange={(from) => set({ from })}
          />
          <Time
            label={t('alerts.quiet.until')}
            minute={quiet.until}
            onChange={(until) => set({ until })}
          />
        </div>
      )}
      <Switch
        label={t('alerts.away')}
        hint={t('alerts.away.hint')}
        checked={quietWhileAway}
        onChange={(on) => setAlerts({ quietWhileAway: on })}
      />
    </>
  );
}

function Time(props: { label: string; minute: number; onChange: (minute: number) => void }) {
  const { label, minute, onChange } = props;
  const two = (n: number): string => String(n).padStart(2, '0');
  return (
    <label className="row">
      <span>{label}</span>
      <input
        type="time"
        className="input"
        value={`${two(Math.floor(minute / 60))}:${two(minute % 60)}`}
        onChange={(event) => {
          const [hours, minutes] = event.currentTarget.value.split(':').map(Number);
          // An emptied field keeps the time it had.
          if (hours !== undefined && minutes !== undefined) onChange(hours * 60 + minutes);
        }}
      />
    </label>
  );
}
