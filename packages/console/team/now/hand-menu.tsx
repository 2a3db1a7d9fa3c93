// For managers: hands a conversation to an agent or a skill. A conversation with an agent rings at
// the next agent and stays where it is until they accept. A waiting conversation is assigned at
// once.
import type { Conversation } from '@opportune/protocol/conversation/conversation.ts';
import type { SkillId, UserId } from '@opportune/protocol/ids.ts';
import { SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { agents } from '../../inbox/inbox-store.ts';
import { whyNot } from '../../inbox/conversation/hand-room.ts';
import { nameOf } from '../../inbox/inbox-words.ts';
import { ask } from '../../inbox/requests.ts';
import { useRinging } from '../../inbox/news/use-ringing.ts';
import { useSkillHands } from '../../inbox/conversation/use-skill-hands.ts';
import {
  Button,
  Menu,
  MenuItem,
  MenuLabel,
  MenuLine,
  say,
  sayError,
  StateDot,
  useApiQuery,
  useStore,
  t,
} from '../../ui/index.ts';

export function HandMenu({ conversation }: { conversation: Conversation }) {
  const { id, agent, skill } = conversation;
  const all = useStore(agents, (list) => list);
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  const handsOf = useSkillHands(conversation);
  const ringing = useRinging();
  const isWaiting = conversation.status === 'waiting';
  const words = t(isWaiting ? 'history.waits.assign' : 'history.talk.hand');
  const others = all
    .filter((each) => each.state === 'online' && each.user !== agent?.user)
    .sort((a, b) => b.room - b.active - (a.room - a.active) || a.name.localeCompare(b.name));
  const hand = (
    where: { to: UserId | null; skill?: SkillId; queue?: boolean },
    done: string,
  ): void =>
    void ask({ type: 'conversation.transfer', conversation: id, note: '', ...where }).then(
      () => say(done),
      sayError,
    );
  return (
    <Menu
      width={300}
      position="bottom-end"
      target={
        <Button aria-label={`${words}, ${nameOf(conversation)}`} icon="transfer">
          {words}
        </Button>
      }
    >
      {others.length === 0 && <MenuLabel>{t('history.hand.nobody')}</MenuLabel>}
      {others.map((other) => {
        const { user, name, state, active, room } = other;
        const done = t(isWaiting ? 'history.waits.assigned' : 'history.hand.offered', { name });
        return (
          <MenuItem
            key={user}
            before={<StateDot state={state} />}
            disabled={whyNot(other, conversation, ringing) !== null}
            after={
              <span className="small t3 num">{t('history.hand.room', { n: active, room })}</span>
            }
            onClick={() => hand({ to: user }, done)}
          >
            {name}
          </MenuItem>
        );
      })}
      {skills.length > 0 && <MenuLine />}
      {skills
        .filter((each) => each.id !== skill)
        .map(({ id: to, name }) => {
          const { free, words: room } = handsOf(to);
          const queues = isWaiting || free === 0;
          return (
            <MenuItem
              key={to}
              after={<span className="small t3 num">{room}</span>}
              onClick={() =>
                hand(
                  { to: null, skill: to, ...(queues && !isWaiting ? { queue: true } : {}) },
                  queues
                    ? t('routing.transfer.queued', { name })
                    : t('history.hand.offered', { name }),
                )
              }
            >
              {name}
            </MenuItem>
          );
        })}
    </Menu>
  );
}
