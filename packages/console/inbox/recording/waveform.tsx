// How loud each side of a recording is: the visitor above the line, the team below, and one side alone
// in the middle. It is also the slider by which people move in it.
import type { KeyboardEvent, PointerEvent } from 'react';
import { duration, t } from '../../ui/index.ts';
import { bars } from './bars.ts';

interface WaveformProps {
  readonly loudness: { readonly visitor: readonly number[]; readonly team: readonly number[] };
  readonly durationS: number;
  readonly at: number;
  readonly onSeek: (at: number) => void;
  readonly onToggle: () => void;
}

const count = 90;
const stepS = 5;

export function Waveform({ loudness, durationS, at, onSeek, onToggle }: WaveformProps) {
  const played = durationS === 0 ? 0 : at / durationS;
  const sides = { visitor: bars(loudness.visitor, count), team: bars(loudness.team, count) };
  const isAlone = loudness.team.length === 0;
  const byPointer = ({ currentTarget, clientX }: PointerEvent): void => {
    const { left, width } = currentTarget.getBoundingClientRect();
    onSeek(((clientX - left) / width) * durationS);
  };
  const byKey = (event: KeyboardEvent): void => {
    const to = { ArrowLeft: at - stepS, ArrowRight: at + stepS, Home: 0, End: durationS }[
      event.key
    ];
    if (to === undefined && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    if (to === undefined) onToggle();
    else onSeek(to);
  };
  return (
    <div
      className="waveform"
      role="slider"
      tabIndex={0}
      dir="ltr"
      aria-label={t('recordings.position')}
      aria-valuemin={0}
      aria-valuemax={Math.round(durationS)}
      aria-valuenow={Math.round(at)}
      aria-valuetext={t('recordings.at', {
        at: duration(at * 1000),
        time: duration(durationS * 1000),
      })}
      onKeyDown={byKey}
      onPointerDown={byPointer}
    >
      <svg viewBox={`0 0 ${count * 3} 40`} preserveAspectRatio="none" aria-hidden>
        {sides.visitor.map((loud, each) => (
          <rect
            key={`v${each}`}
            className={each / count < played ? 'visitor played' : 'visitor'}
            {...{ x: each * 3, y: 19 - loud * 18, width: 2 }}
            height={isAlone ? 1.6 + loud * 36 : 0.8 + loud * 18}
          />
        ))}
        {!isAlone &&
          sides.team.map((loud, each) => (
            <rect
              key={`t${each}`}
              className={each / count < played ? 'team played' : 'team'}
              {...{ x: each * 3, y: 20.2, width: 2, height: 0.8 + loud * 18 }}
            />
          ))}
      </svg>
    </div>
  );
}
