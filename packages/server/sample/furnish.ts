// Sets a sample shop up as its people would: site, goals, skills, agents, labels, answers. Its
// campaigns are published later, each on its day.
import { withoutApproval } from '../campaign/approval/permit.ts';
import type {
  AccountId,
  CampaignId,
  ChannelId,
  GoalId,
  LabelId,
  NeedId,
} from '@opportune/protocol/ids.ts';
import { SkillId, UserId } from '@opportune/protocol/ids.ts';
import { User } from '@opportune/protocol/rest/account.ts';
import { NewChannel } from '@opportune/protocol/rest/channel/channels.ts';
import { usualRouting } from '@opportune/protocol/rest/team/routing.ts';
import { NewSkill } from '@opportune/protocol/rest/team/skills.ts';
import { insertUser } from '../account/users/user-rows.ts';
import { type CampaignName, documentOf } from './campaigns.ts';
import { addressOf, administrator, agents, patterns, type SampleAgent } from './catalogue.ts';
import type { SampleOrder } from './order.ts';
import type { Stage } from './stage.ts';
import type { Lists } from './talks/talk.ts';
import { origin, type Place } from './visitor.ts';
import type { SampleWords } from './words/words.ts';

export interface Colleague {
  readonly user: User;
  readonly of: SampleAgent;
}

export interface Furnished {
  readonly place: Place;
  /** The shop's own app, as a channel. */
  readonly app: ChannelId;
  readonly words: SampleWords;
  readonly goal: GoalId;
  readonly lists: Lists;
  readonly team: readonly Colleague[];
}

export async function furnish(
  stage: Stage,
  order: SampleOrder,
  words: SampleWords,
): Promise<Furnished> {
  const { account } = await stage.account.accounts.create({
    name: words.account,
    timeZone: order.timeZone,
    currency: order.currency,
    administrator,
    sample: { of: order.owner, salt: stage.chance.of('salt').ids.next() },
  });
  const place = await openShop(stage, account, order, words);
  const goal = await setGoals(stage, account, words);
  const team = await hire(stage, account, words);
  const lists = await list(stage, account, words);
  const { id: app } = await stage.channels.create(
    account,
    NewChannel.parse({ kind: 'custom', name: words.app, deliverTo: `${origin}/app` }),
  );
  return { place, app, words, goal, lists, team };
}

/** Publishes a campaign. */
export async function publish(
  { campaign }: Stage,
  { place, goal, words }: Furnished,
  name: CampaignName,
): Promise<CampaignId> {
  const { account, site } = place;
  const by = administrator.name;
  const document = documentOf(name, { site, goal, words });
  const { id, revision } = await campaign.campaigns.create(account, by, document);
  await campaign.campaigns.act(account, by, id, {
    ...{ what: 'publish', revision: revision, permit: withoutApproval },
  });
  return id;
}

async function openShop(
  { site }: Stage,
  account: AccountId,
  { language, timeZone, currency }: SampleOrder,
  words: SampleWords,
): Promise<Place> {
  const by = administrator.name;
  const made = await site.sites.create(
    account,
    by,
    { name: 'Aldermoor', origins: [origin] },
    {
      look: { colour: '#30513f', radiusPx: 12, name: 'Aldermoor' },
      contactButton: { shown: true, label: words.contact },
    },
  );
  for (const [key, pattern] of entries(patterns)) {
    const section = { site: made.id, name: words.sections[key], patterns: [pattern] };
    await site.sections.create(account, by, section);
  }
  return { account, site: made.id, language, timeZone, currency };
}

function entries<Key extends string, Value>(of: Readonly<Record<Key, Value>>): [Key, Value][] {
  return Object.entries(of) as [Key, Value][];
}

async function setGoals({ site }: Stage, account: AccountId, words: SampleWords): Promise<GoalId> {
  const by = administrator.name;
  const purchase = await site.goals.create(account, by, {
    name: words.goals.purchase,
    kind: 'purchase',
    event: { event: 'Order Completed' },
    value: { type: 'property', path: 'total' },
    valueCap: 1500,
    key: 'order_id',
    window: { type: 'duration', seconds: 2 * 86_400 },
    trust: 'server',
  });
  await site.goals.create(account, by, {
    name: words.goals.payment,
    kind: 'event',
    event: { event: 'Checkout Step Completed' },
    value: { type: 'none' },
    valueCap: null,
    key: null,
    window: { type: 'visit' },
    trust: 'page',
  });
  return purchase.id;
}

async function hire(
  { records, skills, world, time }: Stage,
  account: AccountId,
  words: SampleWords,
): Promise<readonly Colleague[]> {
  await skills.setRouting(account, { ...usualRouting, reasons: [words.lunch] });
  for (const [id, name] of entries(words.skills))
    await skills.create(
      account,
      NewSkill.parse({ id, name, serviceLevel: { withinS: 30, share: 0.8 } }),
    );
  const team: Colleague[] = [];
  for (const of of agents) {
    const user = User.parse({
      ...{ id: UserId.parse(world.ids.next()), kind: 'person', named: true, disabled: false },
      ...{ name: of.name, email: addressOf(of.name), role: of.role, room: of.room },
      ...{ language: null, lastSeenAt: null },
    });
    await records.withAccount(account, (sql) => insertUser(sql, account, user, time.now()));
    const levels = of.skills.map((skill, nth) => ({ skill: SkillId.parse(skill), level: 5 - nth }));
    await skills.give(account, user.id, { skills: levels });
    team.push({ user, of });
  }
  return team;
}

async function list(
  { labels, needs, answers, after }: Stage,
  account: AccountId,
  words: SampleWords,
): Promise<Lists> {
  const names = words.topics.map(({ name }) => ({ name }));
  const { tags, dispositions } = await labels.replace(account, {
    tags: names,
    dispositions: words.dispositions.map((name) => ({ name })),
  });
  const known = await needs.replace(account, {
    needs: words.topics.map(({ name, skill }) => ({ name, skill: SkillId.parse(skill) })),
  });
  for (const each of words.answers)
    await answers.create(account, null, {
      ...each,
      ...{ folder: '', skill: null, language: null, needs: [] },
    });
  await after.change(account, {
    survey: true,
    questions: { satisfaction: true, recommend: false, resolved: true, text: true },
    transcript: false,
  });
  return {
    tags: byName<LabelId>(tags),
    needs: byName<NeedId>(known),
    dispositions: words.dispositions.flatMap(
      (name) => dispositions.find((each) => each.name === name)?.id ?? [],
    ),
  };
}

function byName<Id>(list: readonly { readonly name: string; readonly id: Id }[]) {
  return new Map(list.map(({ name, id }) => [name, id]));
}
