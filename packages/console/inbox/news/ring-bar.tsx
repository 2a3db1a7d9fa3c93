// The bar of a ring: accept or decline, with the seconds that are left. Below the giver's own
// conversation it says where that rings, and takes it back.
import type { Conversation, Ring } from '@opportune/protocol/conversation/conversation.ts';
import { SkillList } from '@opportune/protocol/rest/team/skills.ts';
import { asCommand } from '../../keys/do-commands.ts';
import { useSession } from '../../session/session.tsx';
import { Button, Icon, sayError, useApiQuery, useNow, useStore, t } from '../../ui/index.ts';
import { ask } from '../requests.ts';
import { acceptRing } from './accept-ring.ts';
import { rings } from './rings.ts';

/** The ring of a conversation, and whether it rings at this person. */
export function useRing({ id }: Conversation): { readonly ring: Ring | undefined; here: boolean } {
  const { user } = useSession();
  const ring = useStore(rings, (all) => all.get(id));
  return { ring, here: ring?.to.user === user.id };
}

export function RingBar({ ring, here }: { ring: Ring; here: boolean }) {
  const s = Math.max(0, Math.ceil((ring.until - useNow()) / 1000));
  const skill = useSkillName(ring.skill);
  const { speaks = false } = ring;
  const act = (type: 'decline' | 'recall'): void =>
    void ask({ type: `conversation.${type}`, conversation: ring.conversation }).catch(sayError);
  if (!here) {
    return (
      <div className="compose-bar ring-bar">
        <span className="grow t2">{t('routing.ring.to', { name: ring.to.name, s })}</span>
        <Button onClick={() => act('recall')}>{t('routing.ring.recall')}</Button>
      </div>
    );
  }
  return (
    <div className="compose-bar ring-bar" role="group" aria-label={t('routing.group.ringing')}>
      {speaks && <Icon name="voice" />}
      <span className="grow">{wordsOf(ring, skill, s)}</span>
      <Button {...asCommand('talk.decline')} onClick={() => act('decline')}>
        {t('routing.ring.decline')}
      </Button>
      <Button
        {...asCommand('talk.accept')}
        variant="primary"
        icon={speaks ? 'voice' : 'check'}
        onClick={() => acceptRing(ring)}
      >
        {t(speaks ? 'calls.accept' : 'routing.ring.accept')}
      </Button>
    </div>
  );
}

function wordsOf({ by, speaks }: Ring, skill: string | null, s: number): string {
  if (speaks === true) return t('calls.ring', { s });
  if (by === null) return t('routing.ring.waits', { s });
  return skill === null
    ? t('routing.ring.from', { by: by.name, s })
    : t('routing.ring.from.skill', { by: by.name, skill, s });
}

function useSkillName(id: string | null): string | null {
  const skills = useApiQuery('/skills', SkillList).data?.skills ?? [];
  return id === null ? null : (skills.find((each) => each.id === id)?.name ?? id);
}
