// Asks a colleague during a call: a list of those who are here, with the reason why others cannot be
// asked. It rings at the one who is chosen, and the customer hears music.
import { useState } from 'react';
import type { SpokenCall } from '@opportune/protocol/conversation/spoken.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import { asCommand } from '../../keys/do-commands.ts';
import { useSession } from '../../session/session.tsx';
import { Button, Popover, SearchField, t, useStore } from '../../ui/index.ts';
import { byRoom, ColleagueRow } from '../conversation/colleague-row.tsx';
import { whyNot } from '../conversation/hand-room.ts';
import { agents } from '../inbox-store.ts';
import { nameOf } from '../inbox-words.ts';
import { useRinging } from '../news/use-ringing.ts';
import { consult } from './call-store.ts';

interface Props {
  readonly call: SpokenCall;
  readonly conversation: Conversation;
}

/** Nothing for who does not lead the call, or if nobody else fits in it. */
export function AskColleague({ call, conversation }: Props) {
  const { leads = true, colleagues = [], connectedAt } = call;
  const isFull = colleagues.length + 1 >= spokenLimits.agents;
  if (!leads || isFull || connectedAt === null) return null;
  return (
    <Popover
      label={t('calls.consult')}
      width={320}
      target={(toggle, open) => (
        <Button
          {...asCommand('call.consult')}
          icon="team"
          className={open ? 'on' : ''}
          aria-expanded={open}
          onClick={toggle}
        >
          {t('calls.consult')}
        </Button>
      )}
    >
      {(close) => <Choices call={call} conversation={conversation} onClose={close} />}
    </Popover>
  );
}

function Choices({ call, conversation, onClose }: Props & { readonly onClose: () => void }) {
  const { user } = useSession();
  const all = useStore(agents, (list) => list);
  const ringing = useRinging();
  const [search, setSearch] = useState('');
  const others = all
    .filter(
      ({ user: each, kind, name }) =>
        each !== user.id &&
        kind === 'person' &&
        name.toLowerCase().includes(search.trim().toLowerCase()),
    )
    .sort(byRoom);
  return (
    <>
      <div className="pop-field">
        <SearchField label={t('inbox.transfer.search')} value={search} onChange={setSearch} />
      </div>
      {others.length === 0 && <p className="small t3 pop-text">{t('inbox.transfer.nobody')}</p>}
      {others.map((agent) => (
        <ColleagueRow
          key={agent.user}
          agent={agent}
          not={whyNot(agent, conversation, ringing)}
          onChoose={() => {
            onClose();
            consult(call.id, agent.user);
          }}
        />
      ))}
      <div className="label pop-foot">
        {t('calls.consult.hint', { name: nameOf(conversation) })}
      </div>
    </>
  );
}
