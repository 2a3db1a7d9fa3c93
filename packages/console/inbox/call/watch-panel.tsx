// What managers do in a call of others: listen, whisper to its agent, speak to both, and take it over.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { type SpokenCall, Watching as Ways } from '@opportune/protocol/conversation/spoken.ts';
import { useSession } from '../../session/session.tsx';
import { Button, Icon, IconButton, Segmented, sayError, t, useStore } from '../../ui/index.ts';
import { nameOf } from '../inbox-words.ts';
import { ask } from '../requests.ts';
import { act, speaking, spoken, watch } from './call-store.ts';

/** Above a conversation in which others speak. */
export function Watch({ conversation }: { conversation: Conversation }) {
  const { id } = conversation;
  const { user } = useSession();
  const isSpoken = useStore(spoken, (all) => all.has(id));
  const isBusy = useStore(speaking, ({ call }) => call !== null);
  if (!isSpoken || user.role === 'agent') return null;
  return (
    <section className="call" aria-label={t('calls.label', { name: nameOf(conversation) })}>
      <div className="call-row">
        <Icon name="voice" />
        <span className="grow">{t('calls.going', { agent: conversation.agent?.name ?? '' })}</span>
      </div>
      <div className="call-row">
        {Ways.options.map((way) => (
          <Button key={way} disabled={isBusy} onClick={() => void watch(id, way)}>
            {t(`calls.watch.${way}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}

/** The controls of a supervisor. */
export function Watching({
  call: { id, conversation, isMuted, state },
  watching,
}: {
  call: SpokenCall;
  watching: Ways;
}) {
  const takeOver = (): void =>
    void ask({ type: 'conversation.take-over', conversation }).catch(sayError);
  return (
    <>
      <Segmented
        label={t('calls.watch.label')}
        value={watching}
        choices={Ways.options.map((value) => ({ value, label: t(`calls.watch.${value}`) }))}
        onChange={(way) => void watch(conversation, way)}
      />
      {watching !== 'listen' && (
        <IconButton
          icon={isMuted ? 'muted' : 'microphone'}
          label={t('calls.mute')}
          aria-pressed={isMuted}
          onClick={() => act({ type: 'call.mute', call: id, isMuted: !isMuted })}
        />
      )}
      <Button disabled={state !== 'connected' && state !== 'held'} onClick={takeOver}>
        {t('calls.takeOver')}
      </Button>
    </>
  );
}
