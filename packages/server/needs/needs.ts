// Names what visitors seem to want: from the account's list, agents' labels and the model learnt
// from them. It only names and suggests; the desk decides who gets a conversation.
import { type NeedEvidence, needLimits } from '@opportune/core/learning/needs/evidence.ts';
import { nameNeed } from '@opportune/core/learning/needs/name-need.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import {
  type AccountId,
  type ConversationId,
  NeedId,
  type SkillId,
  type UserId,
  type VisitorId,
} from '@opportune/protocol/ids.ts';
import type {
  ConversationNeed,
  NeedList,
  NeedListDraft,
} from '@opportune/protocol/rest/conversation/needs.ts';
import type { Unchanged } from '../http/rest/whole-document.ts';
import { refuse } from '../http/problem/refusal.ts';
import type { LearnNeeds } from './learn-apart.ts';
import { type Learnt, NeedLearner } from './need-learner.ts';
import { createNeedRecords } from './need-records.ts';

export interface NeedsDependencies {
  readonly records: Records;
  readonly store: Pick<ConversationStore, 'load' | 'after'>;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly schedule: Schedule;
  /**
   * The signals of the visit in which a conversation began at an instant. Null if nothing is known.
   */
  readonly shownThen: (
    account: AccountId,
    visitor: VisitorId | null,
    startedAt: number,
  ) => Promise<Shown | null>;
  readonly learn: LearnNeeds;
}

export interface Needs {
  list(account: AccountId): Promise<NeedList>;
  replace(account: AccountId, draft: NeedListDraft, unchanged?: Unchanged): Promise<NeedList>;
  /** Throws `request.not_found` where the account has no such conversation. */
  of(account: AccountId, conversation: ConversationId): Promise<ConversationNeed>;
  name(
    account: AccountId,
    conversation: ConversationId,
    by: UserId,
    need: NeedId | null,
  ): Promise<ConversationNeed>;
  /** The skill for the need of a visit. Null if none is known yet. */
  skillFor(account: AccountId, shown: Shown | null, said: string): SkillId | null;
  /** Resolves when nothing is being learnt. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

type Shown = Omit<NeedEvidence, 'said'>;

/** The messages searched for a visitor's first words, and how many of theirs are read. */
const lookedAt = 20;
const firstWords = 3;

export function createNeeds(use: NeedsDependencies): Needs {
  const { clock, log, store } = use;
  const records = createNeedRecords(use.records, use.ids);
  const learner = new NeedLearner({
    clock,
    schedule: use.schedule,
    log,
    learn: use.learn,
    needs: (account) => records.list(account),
    examples: (account) => records.examples(account),
  });

  async function evidenceOf(account: AccountId, id: ConversationId): Promise<NeedEvidence> {
    const record = await store.load(account, id);
    if (record === null) throw refuse('request.not_found');
    const reading = { after: 0, limit: lookedAt, notes: false };
    const said = (await store.after(account, id, reading))
      .flatMap(({ author, body }) =>
        author.type === 'visitor' && body.type === 'text' ? [body.text] : [],
      )
      .slice(0, firstWords);
    // Null if it cannot be read. The messages say most.
    const shown = await use.shownThen(account, record.visitor, record.startedAt);
    return evidenceWith(said.join('\n'), shown);
  }

  async function of(account: AccountId, id: ConversationId): Promise<ConversationNeed> {
    const evidence = await evidenceOf(account, id);
    return { named: await records.label(account, id), ...seeming(learner.of(account), evidence) };
  }

  return {
    list: async (account) => ({
      needs: [...(await records.list(account))],
      learnt: summary(learner.of(account)),
    }),
    async replace(account, draft, unchanged) {
      const needs = await records.replace(account, draft, unchanged);
      learner.changed(account);
      return { needs: [...needs], learnt: summary(learner.of(account)) };
    },
    of,
    async name(account, id, by, need) {
      const evidence = await evidenceOf(account, id);
      if (need === null) await records.unname(account, id);
      else
        await records.name(account, {
          ...label(evidence),
          conversation: id,
          need,
          by,
          at: clock.now(),
        });
      learner.changed(account);
      return of(account, id);
    },
    skillFor(account, shown, said) {
      const learnt = learner.of(account);
      if (learnt?.model == null || learnt.needs.every(({ skill }) => skill === null)) return null;
      const { need } = nameNeed(learnt.model, evidenceWith(said, shown));
      return learnt.needs.find(({ id }) => id === need)?.skill ?? null;
    },
    settle: () => learner.settle(),
    close: () => learner.close(),
  };
}

function evidenceWith(said: string, shown: Shown | null): NeedEvidence {
  const { searched = [], sections = [], errors = [] } = shown ?? {};
  return { said: said.slice(0, needLimits.saidLength), searched, sections, errors };
}

function label({ said, searched, sections, errors }: NeedEvidence) {
  return {
    evidence: { said, searched: [...searched], sections: [...sections], errors: [...errors] },
  };
}

function seeming(
  learnt: Learnt | null,
  evidence: NeedEvidence,
): Pick<ConversationNeed, 'seems' | 'why'> {
  if (learnt?.model == null) return { seems: null, why: [] };
  const { need, likely, why } = nameNeed(learnt.model, evidence);
  const found = NeedId.safeParse(need);
  if (!found.success) return { seems: null, why: [] };
  return { seems: { need: found.data, confidence: likely[0]?.confidence ?? 0 }, why: [...why] };
}

function summary(learnt: Learnt | null): NeedList['learnt'] {
  if (learnt?.model == null) return null;
  const { examples, needs, calibration } = learnt.model;
  const { held, right } = calibration;
  return { examples, needs: needs.length, held, right, at: learnt.at };
}
