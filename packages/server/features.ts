// The features of the server, handed to each other where one needs another, as one list. It opens
// nothing and decides nothing; who needs a feature that is made later asks for it at the time of use.
import { createAgentsRoom } from '@opportune/core/bus/agents-room.ts';
import { createCards } from '@opportune/core/bus/cards.ts';
import type { AccountId, VisitorId } from '@opportune/protocol/ids.ts';
import { createAccountFeature } from './account/feature.ts';
import { createArchiveFeature } from './archive/feature.ts';
import { createFormsBefore } from './asking.ts';
import { createConfigurationService } from './campaign/configuration/configuration.ts';
import { keepToSites } from './campaign/configuration/keep-to-sites.ts';
import { createCampaignFeature } from './campaign/feature.ts';
import { createCollect } from './collect/feature.ts';
import { createDesk, type DeskFeature } from './desk/feature.ts';
import { createAgent } from './agent/feature.ts';
import { createWebChat } from './channel/web/feature.ts';
import { heardAfter } from './followup/followup.ts';
import { createEngage } from './engage/engage.ts';
import { historyInTurns } from './engage/history/history-in-turns.ts';
import { History, readLogs } from './engage/history/history.ts';
import { ordersOf as ordersIn } from './engage/history/visitor-orders.ts';
import { pastVisits } from './engage/rehearsal/past-visits.ts';
import { createFollowupFeature } from './followup/feature.ts';
import type { Ground } from './ground.ts';
import type { Feature } from './http/feature.ts';
import { createIdentity } from './identity/identity.ts';
import { createVisitorClaims } from './identity/visitor-claims.ts';
import { createLanguages } from './languages.ts';
import { trainApart } from './learn/challenger/train-apart.ts';
import { createLearn } from './learn/intent/feature.ts';
import { createPolicies } from './learn/policy/feature.ts';
import { memoryFeature } from './memory/feature.ts';
import { createNeedsFeature } from './needs/feature.ts';
import { createPanelsFeature } from './panels/feature.ts';
import { takenBackFrom } from './report/conversions/taken-back.ts';
import { createReportFeature, type ReportFeature } from './report/feature.ts';
import { createSiteFeature } from './site/feature.ts';
import { tagFeature } from './tag/serve.ts';
import { createTeamFeature } from './team/feature.ts';
import { backgroundSchedule } from './world.ts';
import { createWritingFeature } from './writing/feature.ts';

export type Features = ReturnType<typeof createFeatures>;

/** What the root asks for by name stands beside the list. */
export function createFeatures(ground: Ground) {
  const { world, records, facts, budgets, turns, memory, sealing, secrets, publicUrl } = ground;
  const { clientAddress, conversations: store } = ground;
  const { visitorTokenKey } = secrets;
  const { bus, clock, log } = world;
  const configurations = createConfigurationService(records, bus, clock);
  const use = { ...world, records, facts, budgets, turns, sealing, configurations };
  const common = { world, records, conversations: store };
  // What is done by its clock holds no process up.
  const behind = { ...world, schedule: backgroundSchedule };
  const account = createAccountFeature({
    ...common,
    ...{ budgets, sealing, configurations, secrets },
    mail: { installation: ground.mail, own: ground.ownMail },
    web: { publicUrl, clientAddress },
  });
  const { mailOf } = account;
  const site = createSiteFeature({
    ...common,
    ...{ sealing, configurations, keepToSites, publicUrl },
    debugger: { list: (...asked) => collect.debugger.list(...asked) },
  });
  const cards = createCards(bus);
  const agents = createAgentsRoom(bus);
  const takenBack = takenBackFrom(facts);
  const campaign = createCampaignFeature({
    ...common,
    configurations,
    traffic: {
      harm: (of, id, period, on) => report.reports.harm(of, id, period, on),
      ripe: (of, leaving) => report.reports.ripe(of, leaving),
      figures: (of) => report.reports.figures(of),
      watch(of, haste) {
        const { reports, changed } = report.watch(of, haste);
        return { figures: () => reports.figures(of), changed };
      },
      traffic: (of, id, document) => report.reports.traffic(of, id, document),
      horizon: (of) => report.reports.horizon(of),
    },
    past: pastVisits(facts, takenBack),
  });
  const { campaigns, trials } = campaign;
  const report: ReportFeature = createReportFeature({
    ...{ world, facts, configurations },
    campaigns: { ...campaigns, exclusions: campaign.exclusions.of },
  });
  const learn = createLearn({
    ...{ world: behind, records, facts, configurations, train: trainApart },
    readLogs: (of, visitors) => readLogs(facts, of, visitors),
  });
  const policies = createPolicies({
    ...{ world: behind, records, facts, configurations, campaigns, takenBack },
    availability: (of) => agents.availability(of),
  });
  const engage = createEngage({
    ...use,
    world,
    memory: {
      profileBytes: memory.plan.profiles,
      waitingBytes: memory.plan.waiting,
      isTight: () => memory.isTight,
    },
    ledger: { waitingBytes: memory.plan.ledger },
    history: historyInTurns(new History(facts, log), turns),
    deciding: { agents, trials, intent: learn.intent, policies: policies.policies },
  });
  memory.onNear((bytes) => engage.owner.room.shed(bytes));
  const ordersOf = (of: AccountId, visitor: VisitorId) => ordersIn(facts, of, visitor);
  const addressOf = async (of: AccountId, visitor: VisitorId) =>
    (await cards.of(of, visitor)).address;
  const needs = createNeedsFeature({
    ...common,
    shownThen: cards.shownThen,
  });
  const panels = createPanelsFeature(use);
  const team = createTeamFeature({ world, records, mailOf, publicUrl });
  const archive = createArchiveFeature({
    ...common,
    desk: {
      note: (...noted) => desk.note(...noted),
      inTurn: (...turn) => desk.inTurn(...turn),
    },
    ordersOf,
  });
  const languages = createLanguages({
    tagOf: async (of, visitor) => (await cards.of(of, visitor)).language,
    searchedIn: archive.searchedIn,
  });
  const writing = createWritingFeature({
    ...common,
    ...{ budgets, turns, configurations },
    files: { store: ground.files, addressKey: visitorTokenKey },
    visitors: { addressOf, ordersOf },
  });
  const followup = createFollowupFeature({
    ...common,
    ...{ mailOf, configurations, addressOf },
    languageOf: languages.ofVisitor,
  });
  const desk: DeskFeature = createDesk({
    ...{ world, store, cards, isMerged: archive.isMerged },
    tellVisitor({ name, properties, ...of }) {
      policies.heard(of.account, name, properties);
      if (name === 'Conversation Started' || name === 'Conversation Ended')
        archive.noteOrders({ ...of, conversation: properties['conversation'] });
      engage.tell(of, name, properties);
    },
    team: { plan: team.plan, handleTimes: team.handleTimes, needOf: needs.skillFor },
    attachments: writing.attachments,
    letters: { mailOf, placeOf: followup.after.placeOf },
  });
  const { desks } = desk;
  const agent = createAgent({
    ...{ world, store, desks, turns, writing, archive },
    authenticate: account.authenticate,
    visitors: { cards, watch: (...of) => engage.watch(...of) },
  });
  const webChat = createWebChat({
    ...{ world, store, desks, cards, archive },
    admission: { budgets, proofSecret: visitorTokenKey },
    forms: {
      before: createFormsBefore({ ...use, keep: archive.keepFields }),
      followup: (...asked) => heardAfter(followup.after, ...asked),
    },
    writing: {
      ...{ masks: writing.masks, attachments: writing.attachments },
      typingPreview: async (of) => (await configurations.current(of)).settings.typingPreview,
    },
  });
  const collect = createCollect({
    world,
    work: { budgets, turns },
    intake: engage.intake,
    accounts: { keys: site.keys, configuration: configurations, masks: writing.masks },
    identities: {
      identity: createIdentity(records, sealing, clock, { log }),
      claims: createVisitorClaims(records, clock),
    },
    conversations: {
      chat: webChat.chat,
      files: writing.visitorFiles,
      mails: async (of) => (await mailOf(of)).configured,
      agentsOnline: (of) => desks.agentsOnline(of),
    },
    network: { geography: ground.geography, clientAddress, publicUrl: ground.publicOrigin },
    tokenSecret: visitorTokenKey,
  });
  // What stores comes before what brings it something to store.
  const list: readonly Feature[] = [
    ...[writing, report, policies, learn, engage, needs, team, archive, followup, panels],
    ...[site, account, campaign, desk, agent, webChat, collect, tagFeature, memoryFeature(memory)],
  ];
  return { list, configurations, account, site, campaign, panels, engage };
}
