// The foot of the list: how many more conversations this agent has room for, or that they are not
// online.
import { useSession } from '../../session/session.tsx';
import { myState, setMyState } from '../../shell/me.ts';
import { t, useStore } from '../../ui/index.ts';
import { speaking } from '../call/call-store.ts';
import { placesLeft } from '../conversation/hand-room.ts';
import { agents } from '../inbox-store.ts';
import { useRinging } from '../news/use-ringing.ts';

/** Counts as the server does: rings at the agent take places too. */
export function RoomLeft({ active }: { active: number }) {
  const { user } = useSession();
  const state = useStore(myState, (value) => value);
  const mine = useStore(agents, (list) => list.find((agent) => agent.user === user.id));
  // Who supervises a call takes no place by it.
  const isSpeaking = useStore(speaking, ({ call }) => call !== null && call.watching === undefined);
  const usual = { user: user.id, active, room: user.room };
  const left = placesLeft(mine ?? usual, useRinging());
  const words = left === 0 ? t('inbox.room.full') : t('inbox.room.more', { n: left });
  if (state === null || state === 'online')
    return (
      <footer className="room">
        <span className="grow">{isSpeaking ? t('calls.full') : words}</span>
      </footer>
    );
  return <NotOnline />;
}

function NotOnline() {
  return (
    <footer className="room warn">
      <span className="grow">{t('inbox.room.notOnline')}</span>
      <button type="button" className="link" onClick={() => setMyState('online')}>
        {t('inbox.room.goOnline')}
      </button>
    </footer>
  );
}
