// One conversation: its contact, its duration, the possible acts, the messages and the answer.
import { Link } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import {
  useChannelLooks,
  useHasOwnChannels,
  type ChannelLook,
} from '../../channels/use-channels.ts';
import type { CommandId } from '../../keys/command-table.ts';
import { asCommand } from '../../keys/do-commands.ts';
import {
  Button,
  duration,
  Face,
  Icon,
  IconButton,
  Menu,
  MenuItem,
  MenuLabel,
  MenuLine,
  t,
  useNarrow,
  useNow,
  type IconName,
} from '../../ui/index.ts';
import { CallButton, CallItem, CallPanel } from '../call/call-panel.tsx';
import { Composer } from '../compose/composer.tsx';
import { knownName, nameOf } from '../inbox-words.ts';
import { RingBar, useRing } from '../news/ring-bar.tsx';
import { PrivatePanel } from '../private/private-panel.tsx';
import { TranscriptView } from '../transcript/transcript-view.tsx';
import { ControlBar } from '../window/control-bar.tsx';
import { type ControlNow, useControl } from '../window/use-control.ts';
import { OpenStrip } from './open-strip.tsx';
import { PutAway } from './put-away.tsx';
import { Transfer } from './transfer.tsx';
import { useActs, type Acts } from './use-acts.ts';
import { WithProgram } from './with-program.tsx';

const ContinueDialog = lazy(() =>
  import('./continue-elsewhere.tsx').then((module) => ({ default: module.ContinueDialog })),
);

const weights = [1, 2, 3] as const;

interface Props {
  readonly conversation: Conversation;
  readonly customerShown: boolean;
  readonly onCustomer: () => void;
}

export function ConversationView({ conversation, customerShown, onCustomer }: Props) {
  const acts = useActs(conversation);
  const { ring, here } = useRing(conversation);
  const control = useControl(conversation);
  return (
    <section className="talk" aria-label={t('inbox.talk.label', { name: nameOf(conversation) })}>
      <OpenStrip open={conversation.id} />
      <header className="top">
        <Heading conversation={conversation} />
        <Marks conversation={conversation} />
        <Entering acts={acts} />
        <Leaving conversation={conversation} acts={acts} />
        <span className="side-toggle">
          <IconButton
            {...asCommand('talk.customer')}
            icon="user"
            label={t('inbox.talk.customer')}
            aria-pressed={customerShown}
            onClick={onCustomer}
          />
        </span>
        <MoreActs conversation={conversation} acts={acts} control={control} />
      </header>
      <CallPanel conversation={conversation} />
      <TranscriptView conversation={conversation} />
      <PrivatePanel conversation={conversation} />
      {ring !== undefined && (here || acts.mine) && <RingBar ring={ring} here={here} />}
      {control?.held.here === false && conversation.status !== 'ended' && (
        <ControlBar {...control} />
      )}
      {!here && (
        <Composer
          conversation={conversation}
          mine={acts.mine}
          joined={acts.joined}
          onAccept={acts.accept}
          onEnd={acts.end}
          onReopen={acts.reopen}
          busy={acts.busy}
        />
      )}
    </section>
  );
}

interface MoreActsProps extends TalkProps {
  readonly control: ControlNow | null;
}

function MoreActs({ conversation, acts, control }: MoreActsProps) {
  const [goesOn, setGoesOn] = useState(false);
  const hasOthers = useHasOwnChannels();
  return (
    <>
      <Menu position="bottom-end" target={<IconButton icon="more" label={t('inbox.talk.more')} />}>
        {acts.mayWeigh && (
          <>
            <MenuLabel>{t('routing.weight')}</MenuLabel>
            {weights.map((weight) => (
              <MenuItem
                key={weight}
                checked={weight === conversation.weight}
                onClick={() => acts.weigh(weight)}
              >
                {t('routing.weight.places', { n: weight })}
              </MenuItem>
            ))}
            <MenuLine />
          </>
        )}
        {acts.mine && <CallItem conversation={conversation} />}
        {hasOthers && (acts.mine || conversation.status === 'ended') && (
          <MenuItem before={<Icon name="transfer" />} onClick={() => setGoesOn(true)}>
            {t('channels.continue')}
          </MenuItem>
        )}
        {control?.held.here === true && acts.mine && (
          <MenuItem
            before={<Icon name="transfer" />}
            disabled={control.busy}
            onClick={() => control.act({ act: 'pass' })}
          >
            {t('channels.control.pass')}
          </MenuItem>
        )}
        <MenuItem danger before={<Icon name="block" />} onClick={acts.block}>
          {t(conversation.visitor === null ? 'inbox.act.block.contact' : 'inbox.act.block')}
        </MenuItem>
      </Menu>
      {goesOn && (
        <Suspense>
          <ContinueDialog conversation={conversation} onClose={() => setGoesOn(false)} />
        </Suspense>
      )}
    </>
  );
}

interface TalkProps {
  readonly conversation: Conversation;
  readonly acts: Acts;
}

function Heading({ conversation }: { conversation: Conversation }) {
  const narrow = useNarrow();
  const channel = useChannelLooks()(conversation.channel);
  return (
    <>
      <Back />
      <span className="narrow-only">
        <Face name={knownName(conversation)} size="medium" />
      </span>
      <div className="grow">
        {/* A phone hides the list with its heading, so this one is the page's. */}
        <h2 className="clip" aria-level={narrow ? 1 : 2}>
          {nameOf(conversation)}
        </h2>
        <div className="talk-via small t3">
          <Icon name={channel.icon} size={14} />
          <span className="clip">{viaWords(conversation, channel)}</span>
          <WithProgram conversation={conversation} said />
        </div>
      </div>
    </>
  );
}

/** The channel, with the address if the heading is a contact's name and the contact is no visitor. */
function viaWords(conversation: Conversation, { name }: ChannelLook): string {
  const { visitor, address } = conversation;
  return visitor === null && knownName(conversation) !== null ? `${name} · ${address}` : name;
}

function Back() {
  return (
    <Link
      to="/inbox/{-$conversation}"
      from="/inbox/{-$conversation}"
      params={{ conversation: undefined }}
      search={true}
      className="touch narrow-only"
      aria-label={t('inbox.talk.back')}
    >
      <Icon name="left" size={20} />
    </Link>
  );
}

interface MarksProps {
  readonly conversation: Conversation;
}

/** The topic, the weight, the duration and the colleagues who joined. */
function Marks({ conversation: { topic, weight, status, startedAt, joined } }: MarksProps) {
  const names = joined.map(({ name }) => name).join(', ');
  return (
    <>
      {topic !== null && <span className="tag wide-only">{topic}</span>}
      {weight > 1 && (
        <span className="tag wide-only">{t('routing.weight.places', { n: weight })}</span>
      )}
      {status === 'active' && (
        <span className="small t3 num wide-only">
          <Since at={startedAt} />
        </span>
      )}
      {names !== '' && <span className="tag wide-only">{t('hands.talk.joined', { names })}</span>}
    </>
  );
}

interface ActButtonProps {
  readonly command: CommandId;
  readonly icon: IconName;
  readonly busy: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

/** Shows only the icon if there is little room. */
function ActButton({ command, busy, children, ...button }: ActButtonProps) {
  return (
    <Button {...asCommand(command)} className="shrinks" disabled={busy} {...button}>
      <span className="shrunk">{children}</span>
    </Button>
  );
}

/** Joins, leaves and takes over a colleague's conversation. */
function Entering({ acts }: { acts: Acts }) {
  const { busy, joined, mayStepIn } = acts;
  return (
    <>
      {mayStepIn && !joined && (
        <ActButton command="talk.join" icon="plus" busy={busy} onClick={acts.join}>
          {t('hands.act.join')}
        </ActButton>
      )}
      {joined && (
        <ActButton command="talk.leave" icon="leave" busy={busy} onClick={acts.leave}>
          {t('hands.act.leave')}
        </ActButton>
      )}
      {mayStepIn && (
        <ActButton command="talk.take-over" icon="inbox" busy={busy} onClick={acts.takeOver}>
          {t('routing.act.takeOver')}
        </ActButton>
      )}
    </>
  );
}

/** Transfers, ends and reopens a conversation. */
function Leaving({ conversation, acts }: TalkProps) {
  const { status, caseState } = conversation;
  const { busy, mine } = acts;
  const isWrapUp = mine && status === 'wrap-up';
  const goesOn = status === 'active' || status === 'resting';
  return (
    <>
      {mine && status === 'active' && <CallButton conversation={conversation} />}
      {mine && goesOn && <Transfer conversation={conversation} />}
      {mine && goesOn && (
        <ActButton command="talk.end" icon="check" busy={busy} onClick={acts.end}>
          {t('inbox.act.end')}
        </ActButton>
      )}
      {isWrapUp && <PutAway conversation={conversation} busy={busy} onDone={acts.putAway} />}
      {(isWrapUp || (status === 'ended' && caseState !== 'closed')) && (
        <Button {...asCommand('talk.reopen')} icon="refresh" disabled={busy} onClick={acts.reopen}>
          {t('inbox.act.reopen')}
        </Button>
      )}
    </>
  );
}

function Since({ at }: { at: number }) {
  const time = duration(useNow() - at);
  return <span title={t('inbox.talk.since', { time })}>{time}</span>;
}
