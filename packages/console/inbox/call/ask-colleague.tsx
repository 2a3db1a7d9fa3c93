// Asks a colleague during a call: a list of those who are here, with the reason why others cannot be
// asked. It rings at the one who is chosen, and the customer hears music.
import { useState } from 'react';
import type { SpokenCall } from '@opportune/protocol/conversation/spoken.ts';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { spokenLimits } from '@opportune/protocol/limits/calls.ts';
import { asCommand } from '../../keys/do-commands.ts';
import { Button, Popover, SearchField, t } from '../../ui/index.ts';
import { ColleagueList } from '../conversation/colleague-list.tsx';
import { nameOf } from '../inbox-words.ts';
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
  const [search, setSearch] = useState('');
  return (
    <>
      <div className="pop-field">
        <SearchField label={t('inbox.transfer.search')} value={search} onChange={setSearch} />
      </div>
      <ColleagueList
        conversation={conversation}
        search={search}
        isShown={({ kind }) => kind === 'person'}
        onChoose={({ user }) => {
          onClose();
          consult(call.id, user);
        }}
      />
      <div className="label pop-foot">
        {t('calls.consult.hint', { name: nameOf(conversation) })}
      </div>
    </>
  );
}
