// One conversation: who, how long, what can be done, what was said, and the answer.
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import { RevisedRouting } from '@opportune/protocol/rest/team/routing.ts';
import { asCommand } from '../../keys/do-commands.ts';
import { useSession } from '../../session/session.tsx';
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
  say,
  sayError,
  useApiQuery,
  useAsk,
  useNarrow,
  useNow,
  t,
} from '../../ui/index.ts';
import { Composer } from '../compose/composer.tsx';
import { knownName, nameOf } from '../inbox-words.ts';
import { OpenStrip } from './open-strip.tsx';
import { PutAway } from './put-away.tsx';
import { ask } from '../requests.ts';
import { RingBar, useRing } from '../news/ring-bar.tsx';
import { takeUp } from './take-up.tsx';
import { Transfer } from './transfer.tsx';
import { PrivatePanel } from '../private/private-panel.tsx';
import { TranscriptView } from '../transcript/transcript-view.tsx';

const weights = [1, 2, 3] as const;

interface Props {
  readonly conversation: Conversation;
  readonly customerShown: boolean;
  readonly onCustomer: () => void;
}

export function ConversationView({ conversation, customerShown, onCustomer }: Props) {
  const acts = useActs(conversation);
  const { ring, here } = useRing(conversation);
  const { status } = conversation;
  const name = nameOf(conversation);
  const narrow = useNarrow();
  return (
    <section className="talk" aria-label={t('inbox.talk.label', { name })}>
      <OpenStrip open={conversation.id} />
      <header className="top">
        <Link
          to="/inbox/{-$conversation}"
          params={{ conversation: undefined }}
          className="touch narrow-only"
          aria-label={t('inbox.talk.back')}
        >
          <Icon name="left" size={20} />
        </Link>
        <span className="narrow-only">
          <Face name={knownName(conversation)} size="medium" />
        </span>
        <div className="grow">
          {/* On a phone the list and its heading are away: this one is the page's. */}
          <h2 className="clip" aria-level={narrow ? 1 : 2}>
            {name}
          </h2>
        </div>
        {conversation.topic !== null && <span className="tag wide-only">{conversation.topic}</span>}
        {conversation.weight > 1 && (
          <span className="tag wide-only">
            {t('routing.weight.places', { n: conversation.weight })}
          </span>
        )}
        {status === 'active' && (
          <span className="small t3 num wide-only">
            <Since at={conversation.startedAt} />
          </span>
        )}
        {conversation.joined.length > 0 && (
          <span className="tag wide-only">
            {t('hands.talk.joined', {
              names: conversation.joined.map((each) => each.name).join(', '),
            })}
          </span>
        )}
        {acts.mayStepIn && !acts.joined && (
          <Button
            {...asCommand('talk.join')}
            className="shrinks"
            icon="plus"
            disabled={acts.busy}
            onClick={acts.join}
          >
            <span className="shrunk">{t('hands.act.join')}</span>
          </Button>
        )}
        {acts.joined && (
          <Button
            {...asCommand('talk.leave')}
            className="shrinks"
            icon="leave"
            disabled={acts.busy}
            onClick={acts.leave}
          >
            <span className="shrunk">{t('hands.act.leave')}</span>
          </Button>
        )}
        {acts.mayStepIn && (
          <Button
            {...asCommand('talk.take-over')}
            className="shrinks"
            icon="user"
            disabled={acts.busy}
            onClick={acts.takeOver}
          >
            <span className="shrunk">{t('routing.act.takeOver')}</span>
          </Button>
        )}
        {acts.mine && status === 'active' && <Transfer conversation={conversation} />}
        {acts.mine && status === 'active' && (
          <Button
            {...asCommand('talk.end')}
            icon="check"
            className="shrinks"
            disabled={acts.busy}
            onClick={acts.end}
          >
            <span className="shrunk">{t('inbox.act.end')}</span>
          </Button>
        )}
        {acts.mine && status === 'wrap-up' && (
          <PutAway conversation={conversation} busy={acts.busy} onDone={acts.putAway} />
        )}
        {((status === 'ended' && conversation.caseState !== 'closed') ||
          (acts.mine && status === 'wrap-up')) && (
          <Button
            {...asCommand('talk.reopen')}
            icon="refresh"
            disabled={acts.busy}
            onClick={acts.reopen}
          >
            {t('inbox.act.reopen')}
          </Button>
        )}
        <span className="side-toggle">
          <IconButton
            {...asCommand('talk.customer')}
            icon="user"
            label={t('inbox.talk.customer')}
            aria-pressed={customerShown}
            onClick={onCustomer}
          />
        </span>
        <Menu
          position="bottom-end"
          target={<IconButton icon="more" label={t('inbox.talk.more')} />}
        >
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
          <MenuItem danger before={<Icon name="block" />} onClick={acts.block}>
            {t('inbox.act.block')}
          </MenuItem>
        </Menu>
      </header>
      <TranscriptView conversation={conversation} />
      <PrivatePanel conversation={conversation} />
      {ring !== undefined && (here || acts.mine) && <RingBar ring={ring} here={here} />}
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

function Since({ at }: { at: number }) {
  const time = duration(useNow() - at);
  return <span title={t('inbox.talk.since', { time })}>{time}</span>;
}

/** What this person can do; each says what came of it. */
function useActs(conversation: Conversation) {
  const { user } = useSession();
  const confirm = useAsk();
  const [busy, setBusy] = useState(false);
  const under = useRef<Promise<void> | null>(null);
  const { id, status } = conversation;
  const name = nameOf(conversation);
  const alone = (act: () => Promise<void>, done?: () => void): void => {
    if (under.current) return;
    setBusy(true);
    under.current = act()
      .then(done, sayError)
      .finally(() => {
        under.current = null;
        setBusy(false);
      });
  };
  const perform = (act: Parameters<typeof ask>[0], done?: () => void): void =>
    alone(() => ask(act), done);
  // A line offers it that may still be there while the next act is under way: after it, never lost.
  const reopen = (): void =>
    void (under.current ?? Promise.resolve()).then(() => alone(() => takeUp(conversation)));
  const end = async (): Promise<void> => {
    await ask({ type: 'conversation.end', conversation: id });
    say(t(status === 'active' ? 'inbox.act.ended' : 'inbox.act.endedDone'), reopen);
  };
  const mine = conversation.agent?.user === user.id;
  const joined = conversation.joined.some((each) => each.user === user.id);
  const agentsMay = useApiQuery('/routing', RevisedRouting).data?.agentsTakeOver ?? false;
  return {
    mine,
    joined,
    mayStepIn: status === 'active' && !mine && (user.role !== 'agent' || agentsMay),
    join: () =>
      perform({ type: 'conversation.join', conversation: id }, () => say(t('hands.act.joined'))),
    leave: () =>
      perform({ type: 'conversation.leave', conversation: id }, () => say(t('hands.act.left'))),
    takeOver: () => perform({ type: 'conversation.take-over', conversation: id }),
    mayWeigh: status === 'active' && (mine || user.role !== 'agent'),
    weigh: (weight: number) => perform({ type: 'conversation.weigh', conversation: id, weight }),
    busy,
    reopen,
    accept: () => perform({ type: 'conversation.accept', conversation: id }),
    end: () => alone(end),
    /** Where it is `ready`; looking belongs to the act, so that no other begins meanwhile. */
    putAway: (ready: () => Promise<boolean>) =>
      alone(async () => {
        if (await ready()) await end();
      }),
    block: () =>
      confirm({
        title: t('inbox.block.title', { name }),
        text: t('inbox.block.text'),
        action: t('inbox.block.action'),
        onConfirm: () =>
          perform({ type: 'conversation.block', conversation: id }, () =>
            say(t('inbox.act.blocked', { name })),
          ),
      }),
  };
}
