// The microphone with its level, and the loudspeaker where the browser lets a page choose one.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { OfCall } from './ask.tsx';
import { Sign } from './icons.tsx';
import { type Devices as Found, listDevices } from '../microphone.ts';

export function Devices({ own }: OfCall) {
  const { speak, words } = own;
  const found = useDevices();
  const stream = speak.stream();
  const [speaker, setSpeaker] = useState('');
  const used = stream?.getAudioTracks()[0]?.getSettings().deviceId ?? '';
  return (
    <div class="c-devices">
      <Choice
        sign="microphone"
        label={words.panel.microphone}
        devices={found.microphones}
        value={used}
        unnamed={words.panel.unnamed}
        choose={speak.chooseMicrophone}
      >
        <span class="c-level" aria-hidden="true" />
      </Choice>
      {found.speakers.length > 1 && (
        <Choice
          sign="speaker"
          label={words.panel.speaker}
          devices={found.speakers}
          value={speaker || 'default'}
          unnamed={words.panel.unnamed}
          choose={(device) => {
            setSpeaker(device);
            speak.chooseSpeaker(device);
          }}
        />
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly sign: 'microphone' | 'speaker';
  readonly label: string;
  readonly devices: readonly MediaDeviceInfo[];
  readonly value: string;
  unnamed(number: number): string;
  choose(device: string): void;
  readonly children?: ComponentChildren;
}

function Choice({ sign, label, devices, value, unnamed, choose, children }: ChoiceProps) {
  const [first] = devices;
  return (
    <label class="c-device">
      <Sign name={sign} />
      {devices.length > 1 ? (
        <select
          aria-label={label}
          value={devices.some(({ deviceId }) => deviceId === value) ? value : first?.deviceId}
          onChange={({ currentTarget }) => choose(currentTarget.value)}
        >
          {devices.map((device, at) => (
            <option key={device.deviceId} value={device.deviceId}>
              {device.label || unnamed(at + 1)}
            </option>
          ))}
        </select>
      ) : (
        <span class="c-name">{first?.label || label}</span>
      )}
      {children}
    </label>
  );
}

/** The devices, and again whenever one comes or goes. */
function useDevices(): Found {
  const [found, setFound] = useState<Found>({ microphones: [], speakers: [] });
  useEffect(() => {
    const listening = new AbortController();
    const look = (): void =>
      void listDevices().then((devices) => listening.signal.aborted || setFound(devices));
    look();
    navigator.mediaDevices.addEventListener('devicechange', look, { signal: listening.signal });
    return () => listening.abort();
  }, []);
  return found;
}
