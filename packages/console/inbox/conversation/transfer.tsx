// Hands a conversation on: to an agent, to the agents with a skill, or back to the queue. The state
// and room of agents are shown before the choice. The conversation rings at the agent, and the
// giver keeps it until somebody accepts.
import { useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { SkillId, UserId } from '@opportune/protocol/ids.ts';
import { SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { asCommand } from '../../keys/do-commands.ts';
import {
  Button,
  Icon,
  Popover,
  SearchField,
  say,
  sayError,
  t,
  useApiQuery,
  useStore,
} from '../../ui/index.ts';
import { ColleagueList } from './colleague-list.tsx';
import { inbox } from '../inbox-store.ts';
import { nameOf } from '../inbox-words.ts';
import { ask } from '../requests.ts';
import { useSkillHands } from './use-skill-hands.ts';

export function Transfer({ conversation }: { conversation: Conversation }) {
  return (
    <Popover
      label={t('inbox.act.transfer')}
      width={360}
      target={(toggle, open) => <TransferButton open={open} onClick={toggle} />}
    >
      {(close) => <Choices conversation={conversation} onClose={close} />}
    </Popover>
  );
}

function TransferButton({ open, onClick }: { open: boolean; onClick: () => void }) {
  return (
    <Button
      {...asCommand('talk.transfer')}
      icon="transfer"
      className={open ? 'on shrinks' : 'shrinks'}
      aria-expanded={open}
      onClick={onClick}
    >
      <span className="shrunk">{t('inbox.act.transfer')}</span>
    </Button>
  );
}

function Choices({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const waiting = useStore(
    inbox,
    ({ conversations }) =>
      [...conversations.values()].filter(({ status }) => status === 'waiting').length,
  );
  const [search, setSearch] = useState('');
  const [note, setNote] = useState('');
  const hand = (where: Where, done: string): void => {
    onClose();
    void ask({ type: 'conversation.transfer', conversation: conversation.id, note, ...where }).then(
      () => say(done),
      sayError,
    );
  };
  return (
    <>
      <div className="pop-field">
        <SearchField label={t('inbox.transfer.search')} value={search} onChange={setSearch} />
      </div>
      <div className="label">{t('inbox.transfer.agents')}</div>
      <ColleagueList
        conversation={conversation}
        search={search}
        onChoose={({ user, name }) => hand({ to: user }, t('routing.transfer.offered', { name }))}
      />
      <Skills conversation={conversation} search={search} onHand={hand} />
      <button
        type="button"
        className="it"
        onClick={() => hand({ to: null }, t('inbox.act.returned'))}
      >
        <Icon name="inbox" />
        <span className="grow">{t('inbox.transfer.queue')}</span>
        <span className="small t3 num">{t('inbox.transfer.queue.hint', { n: waiting })}</span>
      </button>
      <div className="pop-field">
        <textarea
          className="input area"
          rows={2}
          maxLength={1000}
          aria-label={t('inbox.transfer.note')}
          placeholder={t('inbox.transfer.note')}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </div>
      <div className="label pop-foot">
        {t('routing.transfer.seen', { name: nameOf(conversation) })}
      </div>
    </>
  );
}

interface Where {
  readonly to: UserId | null;
  readonly skill?: SkillId;
  readonly queue?: boolean;
}

interface SkillsProps {
  readonly conversation: Conversation;
  readonly search: string;
  readonly onHand: (where: Where, done: string) => void;
}

/**
 * If an agent with the skill is free, it rings there. Otherwise it waits for one, and the menu says
 * so first.
 */
function Skills({ conversation, search, onHand }: SkillsProps) {
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  const handsOf = useSkillHands(conversation);
  const shown = skills.filter(({ name }) =>
    name.toLowerCase().includes(search.trim().toLowerCase()),
  );
  if (shown.length === 0) return null;
  return (
    <>
      <div className="label">{t('routing.transfer.skills')}</div>
      {shown.map(({ id, name }) => {
        const { free, words } = handsOf(id);
        return (
          <button
            key={id}
            type="button"
            className="it"
            onClick={() =>
              free > 0
                ? onHand({ to: null, skill: id }, t('routing.transfer.offered', { name }))
                : onHand(
                    { to: null, skill: id, queue: true },
                    t('routing.transfer.queued', { name }),
                  )
            }
          >
            <Icon name="team" />
            <span className="grow clip">{name}</span>
            <span className={free > 0 ? 'small t3 num' : 'small warn num'}>{words}</span>
          </button>
        );
      })}
    </>
  );
}
