// The call: whom with, for how long, how good the line is, and what may be done. It takes the window
// while the visitor speaks; they may write meanwhile.
import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../../window/view/fields.tsx';
import { Minimise, type OfCall, useFirst } from './ask.tsx';
import { ByTelephone } from '../dial/by-telephone.tsx';
import { Devices } from './devices.tsx';
import { Face } from './face.tsx';
import { Bars, Sign } from './icons.tsx';
import { showLevels } from '../meter.ts';
import { type Own, spokenS } from '../own.ts';
import { clockText, toldOf } from '../scene.ts';
import { isQueued } from '../state.ts';
import { recordingText, stateText } from '../tell.ts';

export function Panel({ own }: OfCall) {
  const { speak, words } = own;
  const { isWeak, isSilent } = speak.state();
  const place = useFirst(own, 'call');
  useLevels(own, place);
  return (
    <div class="c-sheet" ref={place}>
      <div class="c-top">
        <div class="c-line">
          {toldOf(speak.state()) === 'connected' && (
            <>
              <Bars isWeak={isWeak} />
              <span>{isWeak ? words.panel.weakWhy(own.name()) : words.panel.good}</span>
            </>
          )}
          <Minimise own={own} />
        </div>
        <Face own={own} />
        <b id="title">{own.name()}</b>
        <Now own={own} />
        <Place own={own} />
        <Recorded own={own} />
      </div>
      {isSilent && (
        <div class="bar">
          <span>{words.silent.title}</span>
          <Button label={words.silent.act} act={speak.turnOnSound} />
        </div>
      )}
      {isWaiting(own) ? <QueueActs own={own} /> : <Acts own={own} />}
      <Devices own={own} />
    </div>
  );
}

/** Whether it is recorded, and the way out of it. */
function Recorded({ own }: OfCall) {
  const { speak, words } = own;
  const { call, agrees } = speak.state();
  const text = recordingText(own);
  if (!call || !text) return null;
  const { recording } = call;
  const stops = agrees !== false && (recording === 'on' || recording === 'paused');
  return (
    <span class="c-rec">
      {recording === 'on' && <span class="c-dot" aria-hidden="true" />}
      {text}
      {stops && (
        <button type="button" class="c-stop" onClick={() => speak.consent(false)}>
          {words.recording.stop}
        </button>
      )}
    </span>
  );
}

/** How long they speak, or what the call waits for. */
export function Now({ own }: OfCall) {
  const told = toldOf(own.speak.state());
  const seconds = useSeconds(own);
  if (told === 'connected' && seconds !== null)
    return (
      <span key="time" class="c-now" role="timer" aria-live="off">
        {clockText(seconds)}
      </span>
    );
  return (
    // Another text is another element: it is centred, and would shift.
    <span key={told} class="c-now">
      {stateText(own)}
      {told === 'held' && seconds !== null && ` · ${clockText(seconds)}`}
    </span>
  );
}

/** Counts on its own, so that nothing else is drawn anew. */
function useSeconds(own: Own): number | null {
  const [, tick] = useState(0);
  const begun = own.speak.state().call?.connectedAt ?? null;
  useEffect(() => {
    if (begun === null) return;
    const every = setInterval(() => document.hidden || tick((count) => count + 1), 500);
    return () => clearInterval(every);
  }, [begun]);
  return spokenS(own);
}

/** Nobody has accepted, and anybody may. */
function isWaiting({ speak, window }: Own): boolean {
  return toldOf(speak.state()) === 'asking' && isQueued({ window });
}

/** Where the visitor is in the queue. */
function Place({ own }: OfCall) {
  const { conversation } = own.window.state();
  const { position = null, waitS = null } = conversation ?? {};
  const { window: words } = own.window.bridge.said().chat;
  if (!isWaiting(own) || position === null) return null;
  return (
    <span class="c-now" role="status">
      {words.position(position)}
      {waitS !== null && ` · ${words.wait(waitS)}`}
    </span>
  );
}

function QueueActs({ own }: OfCall) {
  const { speak, window, words } = own;
  const isMuted = speak.state().call?.isMuted === true;
  const leave = (): void => {
    speak.set({ isWriting: true });
    window.go('leave');
  };
  return (
    <>
      <div class="c-acts">
        <Round
          sign={isMuted ? 'muted' : 'microphone'}
          label={words.panel.mute}
          isPressed={isMuted}
          act={() => speak.mute(!isMuted)}
        />
        <Round sign="chat" label={words.queue.write} act={speak.write} />
        <Round sign="end" label={words.queue.end} look="c-end" act={speak.leave} />
      </div>
      <div class="c-wait">
        <Button look="opt" label={words.back.ask} act={own.back.open} />
        <ByTelephone own={own} />
        <Button look="opt" label={window.bridge.said().chat.window.leaveInstead} act={leave} />
      </div>
    </>
  );
}

function Acts({ own }: OfCall) {
  const { speak, words } = own;
  const { call } = speak.state();
  const isMuted = call?.isMuted === true;
  const end = toldOf(speak.state()) === 'asking' ? words.panel.takeBack : words.panel.end;
  return (
    <div class="c-acts">
      <Round
        sign={isMuted ? 'muted' : 'microphone'}
        label={words.panel.mute}
        isPressed={isMuted}
        act={() => speak.mute(!isMuted)}
      />
      <Round sign="chat" label={words.panel.write} act={() => speak.set({ isWriting: true })} />
      <Round sign="end" label={end} look="c-end" act={speak.leave} />
    </div>
  );
}

interface RoundProps {
  readonly sign: Parameters<typeof Sign>[0]['name'];
  readonly label: string;
  readonly look?: string;
  readonly isPressed?: boolean;
  act(): void;
}

/** A round button with its name below. */
function Round({ sign, label, look = '', isPressed, act }: RoundProps) {
  return (
    <button
      type="button"
      class={`c-act ${look}`}
      aria-pressed={isPressed}
      data-first={isPressed === undefined ? undefined : ''}
      onClick={act}
    >
      <i>
        <Sign name={sign} size={20} />
      </i>
      {label}
    </button>
  );
}

/** The levels of both sides, while the panel is there. */
function useLevels(own: Own, place: { readonly current: HTMLDivElement | null }): void {
  const stream = own.speak.stream();
  const heard = useRef(own.speak.level);
  useEffect(() => {
    if (!stream || !place.current) return;
    return showLevels(place.current, { stream, heard: heard.current });
  }, [stream, place]);
}
