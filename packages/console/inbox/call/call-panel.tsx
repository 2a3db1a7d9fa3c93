// The call of a conversation, above its transcript: a proposal that rings, and the call itself with
// its controls. And the strip that shows a call on every other page.
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { SpokenCall } from '@opportune/protocol/conversation/spoken.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { useIsTelephone } from '../../channels/use-channels.ts';
import { asCommand } from '../../keys/do-commands.ts';
import {
  Button,
  duration,
  Icon,
  IconButton,
  Menu,
  MenuItem,
  MenuLabel,
  t,
  useNarrow,
  useNow,
  useStore,
} from '../../ui/index.ts';
import { nameOf } from '../inbox-words.ts';
import { inbox } from '../inbox-store.ts';
import { accept, act, changeMicrophone, propose, speaking, takeHere } from './call-store.ts';
import { AsideControls } from './aside-controls.tsx';
import { AskColleague } from './ask-colleague.tsx';
import { devices, isWeak, level, microphone, speaker, useSpeaker } from './sound.ts';
import { apartWords, askedWords, stateWords, stripWords } from './state-words.ts';
import { Watch, Watching } from './watch-panel.tsx';
import './call.css';

/** Proposes to speak, in one's own conversation with a visitor. */
export function CallButton({ conversation }: { conversation: Conversation }) {
  const { offered, call } = useStore(speaking, (value) => value);
  const isSpoken = useSpoken(conversation);
  if (!offered || !isSpoken) return null;
  return (
    <Button
      {...asCommand('call.propose')}
      className="shrinks wide-only"
      icon="voice"
      disabled={call !== null}
      onClick={() => void propose(conversation.id)}
    >
      <span className="shrunk">{t('calls.propose')}</span>
    </Button>
  );
}

/** Whether its contact can be spoken with: at the chat window, or by telephone. */
function useSpoken({ channel, visitor }: Conversation): boolean {
  const isTelephone = useIsTelephone(channel);
  return channel === 'web' ? visitor !== null : isTelephone;
}

/** The same on a phone, in the menu. */
export function CallItem({ conversation }: { conversation: Conversation }) {
  const { offered, call } = useStore(speaking, (value) => value);
  const isSpoken = useSpoken(conversation);
  const { status, id } = conversation;
  if (!useNarrow() || !offered || status !== 'active' || !isSpoken) return null;
  return (
    <MenuItem
      before={<Icon name="voice" />}
      disabled={call !== null}
      onClick={() => void propose(id)}
    >
      {t('calls.propose')}
    </MenuItem>
  );
}

export function CallPanel({ conversation }: { conversation: Conversation }) {
  const { call, here } = useStore(speaking, (value) => value);
  const isHere = call?.conversation === conversation.id;
  const panel = useFocusOnce(isHere && call.state !== 'asked');
  if (!isHere) return <Watch conversation={conversation} />;
  const name = nameOf(conversation);
  return (
    <section className="call" tabIndex={-1} ref={panel} aria-label={t('calls.label', { name })}>
      {call.state === 'asked' ? (
        <Asked call={call} name={name} />
      ) : (
        <Going call={call} here={here} conversation={conversation} />
      )}
    </section>
  );
}

/** Once it goes on, it has the focus if nothing has: what it was answered with is gone. */
function useFocusOnce(isGoing: boolean) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isGoing && document.activeElement === document.body)
      panel.current?.focus({ preventScroll: true });
  }, [isGoing]);
  return panel;
}

function Asked({ call, name }: { call: SpokenCall; name: string }) {
  return (
    <div className="call-row">
      <Icon name="voice" />
      <span className="grow">{askedWords(call, name)}</span>
      <Answering call={call} />
    </div>
  );
}

function Answering({ call }: { call: SpokenCall }) {
  return (
    <>
      <Button
        {...asCommand('talk.decline')}
        onClick={() => act({ type: 'call.leave', call: call.id })}
      >
        {t('routing.ring.decline')}
      </Button>
      <Button
        {...asCommand('talk.accept')}
        variant="primary"
        icon="voice"
        onClick={() => void accept(call)}
      >
        {t('calls.accept')}
      </Button>
    </>
  );
}

interface GoingProps {
  readonly call: SpokenCall;
  readonly conversation: Conversation;
  /** Whether this tab has its sound. */
  readonly here: boolean;
}

function Going({ call, conversation, here }: GoingProps) {
  const isBad = useStore(isWeak, (value) => value);
  const apart = apartWords(call);
  const { aside, leads = true } = call;
  const isAsking = aside !== undefined && leads;
  return (
    <>
      <div className="call-row">
        <span className={`call-mark ${call.state}`} aria-hidden />
        <span className="grow">{stateWords(call)}</span>
        {here && <Meter isMuted={call.isMuted} />}
        <Timer call={call} />
      </div>
      {apart !== '' && (
        <p className="call-row small" role="status">
          {apart}
        </p>
      )}
      <RecordingLine call={call} />
      {call.watchedBy !== undefined && (
        <p className="call-row small" role="status">
          <Icon name="eye" size={14} />
          {t(`calls.watchedBy.${call.watchedBy}`)}
        </p>
      )}
      {isBad && here && (
        <p className="call-weak small" role="status">
          <Icon name="alert" size={14} />
          {t('calls.weak')}
        </p>
      )}
      {isAsking && <AsideControls call={call} aside={aside} name={nameOf(conversation)} />}
      <div className="call-row">
        {!here ? (
          <Elsewhere call={call} />
        ) : call.watching === undefined ? (
          <Controls call={call} conversation={conversation} />
        ) : (
          <Watching call={call} watching={call.watching} />
        )}
        <span className="grow" />
        {/* To hang up would hand the call over: the controls of the consultation say so. */}
        {!isAsking && (
          <Button
            {...asCommand('call.end')}
            variant="danger"
            icon="hang-up"
            onClick={() => act({ type: 'call.leave', call: call.id })}
          >
            {t(endOf(call))}
          </Button>
        )}
      </div>
    </>
  );
}

/** With colleagues in it, the call goes on. */
function endOf(call: SpokenCall): 'calls.cancel' | 'calls.hangUp' | 'calls.leave' {
  const { state, watching, leads = true, colleagues = [] } = call;
  const isGoingOn = !leads || colleagues.some(({ is }) => is === 'here' || is === 'apart');
  if (watching !== undefined || isGoingOn) return 'calls.leave';
  return state === 'asking' ? 'calls.cancel' : 'calls.hangUp';
}

/** Whether the call is recorded, and what the agent may do about it. */
function RecordingLine({ call: { id, recording, watching, leads = true } }: { call: SpokenCall }) {
  if (recording === 'off') return null;
  const isTheirs = watching === undefined && leads;
  const isPaused = recording === 'paused';
  return (
    <div className="call-row small call-recording">
      {recording === 'on' && <span className="call-mark recorded" aria-hidden />}
      <span role="status">{t(`calls.recording.${recording}`)}</span>
      {(isPaused || recording === 'on') && isTheirs && (
        <Button onClick={() => act({ type: 'call.record', call: id, isPaused: !isPaused })}>
          {t(isPaused ? 'calls.recording.goOn' : 'calls.recording.pause')}
        </Button>
      )}
    </div>
  );
}

function Controls({ call, conversation }: Omit<GoingProps, 'here'>) {
  const { id, isMuted, state, aside, leads = true } = call;
  const isHeld = state === 'held';
  return (
    <>
      <Button
        {...asCommand('call.mute')}
        icon={isMuted ? 'muted' : 'microphone'}
        aria-pressed={isMuted}
        onClick={() => act({ type: 'call.mute', call: id, isMuted: !isMuted })}
      >
        {t('calls.mute')}
      </Button>
      {leads && aside === undefined && (
        <>
          <Button
            {...asCommand('call.hold')}
            icon={isHeld ? 'play' : 'pause'}
            aria-pressed={isHeld}
            disabled={!isHeld && state !== 'connected'}
            onClick={() => act({ type: 'call.hold', call: id, isHeld: !isHeld })}
          >
            {t('calls.hold')}
          </Button>
          <AskColleague call={call} conversation={conversation} />
        </>
      )}
      <Devices />
    </>
  );
}

function Elsewhere({ call }: { call: SpokenCall }) {
  return (
    <>
      <span className="small t3">{t('calls.elsewhere')}</span>
      <Button onClick={() => void takeHere(call)}>{t('calls.here')}</Button>
    </>
  );
}

export function Devices() {
  const all = useStore(devices, (value) => value);
  const inputs = all.filter(({ kind }) => kind === 'audioinput');
  const outputs = all.filter(({ kind }) => kind === 'audiooutput');
  return (
    <Menu width={280} target={<IconButton icon="settings" label={t('calls.devices')} />}>
      <MenuLabel>{t('calls.microphone')}</MenuLabel>
      {inputs.map(({ deviceId, label }) => (
        <MenuItem
          key={deviceId}
          checked={deviceId === microphone()}
          onClick={() => void changeMicrophone(deviceId)}
        >
          {label}
        </MenuItem>
      ))}
      {'setSinkId' in HTMLMediaElement.prototype && outputs.length > 0 && (
        <>
          <MenuLabel>{t('calls.speaker')}</MenuLabel>
          {outputs.map(({ deviceId, label }) => (
            <MenuItem
              key={deviceId}
              checked={deviceId === (speaker() || 'default')}
              onClick={() => useSpeaker(deviceId)}
            >
              {label}
            </MenuItem>
          ))}
        </>
      )}
    </Menu>
  );
}

const bars = 8;

/** How loud one's own microphone is. Silent for screen readers: its words are the mute button. */
function Meter({ isMuted }: { isMuted: boolean }) {
  const loud = useStore(level, (value) => (isMuted ? 0 : Math.round(value * bars)));
  return (
    <span className="call-meter" aria-hidden>
      {Array.from({ length: bars }, (_, at) => (
        <i key={at} className={at < loud ? 'on' : ''} />
      ))}
    </span>
  );
}

function Timer({ call: { connectedAt } }: { call: SpokenCall }) {
  const now = useNow();
  if (connectedAt === null) return null;
  return <span className="num">{duration(Math.max(0, now - connectedAt))}</span>;
}

/** On pages where the conversation of the call is not shown. */
export function CallStrip({ shown }: { shown: string | undefined }) {
  const { call } = useStore(speaking, (value) => value);
  const known = useStore(inbox, ({ conversations }) =>
    call === null ? undefined : conversations.get(call.conversation),
  );
  if (call === null || call.conversation === shown) return null;
  const name = known === undefined ? '' : nameOf(known);
  const rings = call.state === 'asked';
  return (
    <div className={rings ? 'call-strip rings' : 'call-strip'}>
      <Icon name="voice" size={14} />
      <span className={rings ? 'grow' : 'grow clip'}>
        {rings ? askedWords(call, name) : stripWords(call, name)}
      </span>
      {rings ? <Answering call={call} /> : <Timer call={call} />}
      <Link
        to="/inbox/{-$conversation}"
        params={{ conversation: call.conversation }}
        className="btn plain small"
      >
        {t('inbox.alert.open')}
      </Link>
    </div>
  );
}
