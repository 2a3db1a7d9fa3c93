// A recorded call in the transcript: who speaks when, as a picture of both sides, and the sound. It
// works by keyboard, and says why there is nothing to hear.
import { useEffect } from 'react';
import {
  CallRecordings,
  type CallRecording,
} from '@opportune/protocol/rest/conversation/recordings.ts';
import type { ConversationId } from '@opportune/protocol/ids.ts';
import { Empty } from '@opportune/protocol/rest/common.ts';
import { api, apiUrl } from '../../api/client.ts';
import { useSession } from '../../session/session.tsx';
import {
  duration,
  Icon,
  invalidate,
  MenuItem,
  MoreMenu,
  say,
  sayError,
  t,
  useApiQuery,
  useAsk,
} from '../../ui/index.ts';
import { SoundBar, Unplayable } from './sound-bar.tsx';
import { useSound } from './use-sound.tsx';
import './recording.css';

interface RecordedProps {
  readonly conversation: ConversationId;
  readonly recording: string;
  readonly durationMs: number;
}

/**
 * A browser that cannot play one gets the other. Safari says since 18.4 that it plays Ogg, and may not
 * (github.com/codevise/pageflow/pull/2238); of Opus in its own container it plays constant rates only
 * (github.com/Fyrd/caniuse/pull/6806), which calls do not have.
 */
const isApple = navigator.vendor.startsWith('Apple');
const formats = isApple ? (['wav', 'ogg'] as const) : (['ogg', 'wav'] as const);

/** While a file is made, it is asked for again after this. */
const againMs = 1500;

export function Recorded({ conversation, recording, durationMs }: RecordedProps) {
  const path = `/conversations/${conversation}/recordings`;
  const { data, error, refetch } = useApiQuery(path, CallRecordings);
  const found = data?.items.find(({ id }) => id === recording);
  const file = found?.file ?? null;
  useAgain(found !== undefined && file === null, refetch);
  const time = duration(durationMs);
  if (error !== null) return <Line text={t('recordings.notYours', { time })} />;
  if (data === undefined) return <Line text={t('recordings.recorded', { time })} />;
  if (found === undefined) return <Line text={t('recordings.removed', { time })} />;
  return file !== null ? (
    <Player path={path} recording={found} file={file} />
  ) : (
    <Line text={t('recordings.making')} />
  );
}

function useAgain(isMaking: boolean, refetch: () => unknown): void {
  useEffect(() => {
    if (!isMaking) return;
    const again = setTimeout(() => void refetch(), againMs);
    return () => clearTimeout(again);
  });
}

function Line({ text }: { text: string }) {
  return (
    <>
      <Icon name="voice" size={14} />
      {text}
    </>
  );
}

interface PlayerProps {
  readonly path: string;
  readonly recording: CallRecording;
  readonly file: NonNullable<CallRecording['file']>;
}

function Player({ path, recording, file }: PlayerProps) {
  const sources = formats.map((as) => apiUrl(`${path}/${recording.id}`, { as }));
  const sound = useSound(sources, file.durationMs / 1000);
  const total = duration(file.durationMs);
  return (
    <section className="recording" aria-label={t('recordings.label', { time: total })}>
      <SoundBar sound={sound} loudness={file.loudness} durationMs={file.durationMs} />
      <Acts path={path} recording={recording} />
      <p className="recording-sides small" aria-hidden>
        <i className="visitor" /> {t('recordings.visitor')} <i className="team" />{' '}
        {t('recordings.team')}
      </p>
      {sound.isFailed && <Unplayable words={t('recordings.failed')} />}
    </section>
  );
}

function Acts({ path, recording }: Omit<PlayerProps, 'file'>) {
  const { user } = useSession();
  const ask = useAsk();
  if (user.role === 'agent') return null;
  const remove = (): void =>
    ask({
      title: t('recordings.remove.ask'),
      text: t('recordings.remove.text'),
      action: t('recordings.remove.action'),
      onConfirm: () =>
        void api
          .delete(`${path}/${recording.id}`, Empty)
          .then(() => {
            void invalidate(path);
            say(t('recordings.remove.done'));
          })
          .catch(sayError),
    });
  return (
    <MoreMenu label={t('recordings.more')}>
      <MenuItem danger onClick={remove}>
        {t('recordings.remove')}
      </MenuItem>
    </MoreMenu>
  );
}
