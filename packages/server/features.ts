// The features of the server, handed to each other where one needs another. It opens nothing and
// decides nothing; who needs a feature that is made later asks for it at the time of use.
import type { AttachmentStore } from '@opportune/core/ports/attachments.ts';
import type { FairTurns } from '@opportune/core/bounds/fair-turns.ts';
import type { Budgets } from '@opportune/core/ports/budgets.ts';
import type { Bus } from '@opportune/core/ports/bus.ts';
import type { ConversationStore } from '@opportune/core/ports/conversation-store.ts';
import type { FactStore } from '@opportune/core/ports/facts.ts';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Mail } from '@opportune/core/ports/mail.ts';
import type { Records } from '@opportune/core/ports/records.ts';
import type { Clock, Ids, Schedule } from '@opportune/core/world/world.ts';
import type { AccountId, SiteId, VisitorId } from '@opportune/protocol/ids.ts';
import { createAccountFeature } from './account/feature.ts';
import type { OwnMail } from './account/mail/account-mail.ts';
import { createConfigurationService } from './campaign/configuration/configuration.ts';
import { keepToSites } from './campaign/configuration/keep-to-sites.ts';
import { createCampaignFeature } from './campaign/feature.ts';
import { createAfter } from './followup/followup.ts';
import { createAttachments } from './writing/attachments/attachments.ts';
import { sweepUnsent } from './writing/attachments/unsent-sweep.ts';
import { createPredefinedAnswers } from './writing/answers/answers.ts';
import { createEarlier } from './archive/earlier/earlier-conversations.ts';
import { createMerging } from './archive/merging/merging.ts';
import { createLanguages } from './languages.ts';
import { createLacksDisposition } from './archive/labels/missing-disposition.ts';
import { createLabels } from './archive/labels/labels.ts';
import { createNoteOrders } from './archive/search/note-orders.ts';
import { createReopening } from './archive/reopening/reopening.ts';
import { createSearchIndex } from './archive/search/search-index.ts';
import { createSearch } from './archive/search/search.ts';
import { createAsking } from './asking.ts';
import { createConverse } from './desk/feature.ts';
import { createHistory } from './team/history/account-history.ts';
import { createReportPost } from './team/reports/report-post.ts';
import { createScheduledReports } from './team/reports/reports.ts';
import { createMasking } from './writing/masking/masking.ts';
import { createNeeds } from './needs/needs.ts';
import { createPanels } from './panels/panels.ts';
import { createServiceLevels } from './team/skills/service-levels.ts';
import { createDrafts } from './writing/drafts/drafts.ts';
import { createHandleTimes } from './team/skills/handle-times.ts';
import { createSkills } from './team/skills/account-skills.ts';
import { createEngage } from './engage/engage.ts';
import { historyInTurns } from './engage/history/history-in-turns.ts';
import { History } from './engage/history/history.ts';
import { readLogs } from './engage/history/history.ts';
import { pastVisits } from './engage/rehearsal/past-visits.ts';
import { ordersOf } from './engage/history/visitor-orders.ts';
import { addressPrefix } from './http/address/address-prefix.ts';
import { chargedSessions } from './http/access/charged-sessions.ts';
import type { ClientAddress } from './http/address/client-address.ts';
import { authenticate, withPassword } from './http/access/principal.ts';
import { createLearn } from './learn/intent/feature.ts';
import type { MemoryGuard } from './memory/guard.ts';
import { createPolicies } from './learn/policy/feature.ts';
import { createReportFeature } from './report/feature.ts';
import type { ReportFeature } from './report/feature.ts';
import { takenBackFrom } from './report/conversions/taken-back.ts';
import type { Sealing } from './sealing/sealing.ts';
import type { Secrets } from './secrets.ts';
import { createSiteFeature } from './site/feature.ts';

/** What features stand on. */
export interface Ground {
  readonly records: Records;
  readonly facts: FactStore;
  readonly bus: Bus;
  /** Who may cause how much. */
  readonly budgets: Budgets;
  /** Of accounts, on the event loop. */
  readonly turns: FairTurns;
  /** How much memory what may take. */
  readonly memory: MemoryGuard;
  /** Seals secrets that are stored. */
  readonly sealing: Sealing;
  readonly conversations: ConversationStore;
  readonly files: AttachmentStore;
  /** The installation's mail. */
  readonly mail: Mail;
  /** How mail servers of accounts are reached. */
  readonly ownMail: OwnMail;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly schedule: Schedule;
  readonly log: Log;
  readonly clientAddress: ClientAddress;
  /** Where people reach the console. */
  readonly publicUrl: () => string;
}

export type Features = ReturnType<typeof createFeatures>;

/** `visitorTokenKey` is for what visitors' browsers are given, the others for the account feature alone. */
export function createFeatures(
  ground: Ground,
  { operatorToken, visitorTokenKey, signInKey }: Omit<Secrets, 'folder'>,
) {
  const {
    conversations: store,
    mail,
    ownMail,
    schedule,
    publicUrl,
    clientAddress,
    memory,
    ...world
  } = ground;
  const { records, facts, bus, clock } = world;
  const configurations = createConfigurationService(records, bus, clock);
  // What nearly all want. A schedule is named where it is wanted: those left out do not hold the
  // process up.
  const use = { ...world, configurations };
  const account = createAccountFeature({
    ...use,
    mail,
    ownMail,
    schedule,
    publicUrl,
    operatorToken,
    signInKey,
  });
  const { mailOf } = account;
  const authentication = {
    ...account.authentication,
    findSession: chargedSessions(account.authentication, ground.budgets),
  };
  const site = createSiteFeature({ ...use, keepToSites, publicUrl });
  const takenBack = takenBackFrom(facts);
  const campaign = createCampaignFeature({
    ...use,
    schedule,
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
    ...use,
    schedule,
    campaigns: { ...campaigns, exclusions: campaign.exclusions.of },
  });
  const learn = createLearn({
    ...use,
    readLogs: (of, visitors) => readLogs(facts, of, visitors),
  });
  const policies = createPolicies({
    ...use,
    campaigns,
    takenBack,
    availability: (of) => converse.agents.availability(of),
  });
  const engage = createEngage({
    ...use,
    memory: {
      profileBytes: memory.plan.profiles,
      waitingBytes: memory.plan.waiting,
      isTight: () => memory.isTight,
    },
    ledger: { waitingBytes: memory.plan.ledger },
    history: historyInTurns(new History(use.facts, use.log), use.turns),
    agents: {
      availability: (of) => converse.agents.availability(of),
      hold: (of, skill, decision, untilMs) => converse.agents.hold(of, skill, decision, untilMs),
      release: (of, decision) => converse.agents.release(of, decision),
    },
    trials,
    intent: learn.intent,
    policies: policies.policies,
  });
  memory.onNear((bytes) => engage.owner.room.shed(bytes));
  const needs = createNeeds({
    ...use,
    store,
    schedule,
    shown: (of, visitor) => engage.shownBy(of, visitor),
    shownThen: (of, visitor, at) => engage.shownThen(of, visitor, at),
  });
  const skills = createSkills(use);
  const panels = createPanels(use);
  const serviceLevels = createServiceLevels(use);
  const history = createHistory(use);
  const reportPost = createReportPost({ ...world, mailOf, schedule, publicUrl });
  const scheduledReports = createScheduledReports({ ...world, mailOf, post: reportPost });
  const labels = createLabels(ground.records, ground.ids, ground.clock);
  const archive = {
    reopening: createReopening(ground.records),
    earlier: createEarlier(ground.records, store),
    merging: createMerging(ground.records, store, clock),
    find: createSearch(ground.records),
    index: createSearchIndex(ground.records, { schedule, log: ground.log }),
    noteOrders: createNoteOrders(ground, (of, visitor) => ordersOf(facts, of, visitor)),
  };
  const answers = {
    kept: createPredefinedAnswers(ground.records, ground.ids),
    sources: {
      store,
      siteName: async (of: AccountId, id: SiteId) =>
        (await configurations.current(of)).sites.find((each) => each.id === id)?.name ?? '',
      addressOf: (of: AccountId, visitor: VisitorId) => engage.addressOf(of, visitor),
      ordersOf: (of: AccountId, visitor: VisitorId) => ordersOf(facts, of, visitor),
    },
  };
  const languages = createLanguages({
    tagOf: (of, visitor) => engage.languageTagOf(of, visitor),
    searchedIn: async (of) => (await archive.index.settings(of)).language,
  });
  const masking = createMasking({ ...use, schedule });
  const after = createAfter(ground.records, {
    store,
    mailOf,
    clock,
    log: ground.log,
    placeOf: async (of, id, visitor) => {
      const { sites, settings } = await configurations.current(of);
      const site = sites.find((each) => each.id === id)?.name ?? settings.name;
      const language = await languages.ofVisitor(of, visitor);
      return { site, timeZone: settings.timeZone, language };
    },
    addressOf: (of, visitor) => engage.addressOf(of, visitor),
  });
  const attachments = createAttachments({
    ...use,
    schedule,
    store: ground.files,
    masks: masking,
    secret: visitorTokenKey,
  });
  const endSweep = sweepUnsent({
    ...use,
    store: ground.files,
    schedule,
    accounts: () => configurations.accounts(),
  });
  const converse = createConverse({
    ...use,
    after,
    attachments,
    masks: masking,
    store,
    mailOf,
    schedule,
    proofSecret: visitorTokenKey,
    skillPlan: (of) => skills.plan(of),
    handleTimes: createHandleTimes(ground.records),
    drafts: createDrafts(ground.records),
    reopening: (of) => archive.reopening.of(of),
    lacksDisposition: createLacksDisposition(ground.records),
    asking: createAsking({ ...use, facts, configurations, engage }),
    isMerged: (of, conversation) => archive.merging.isPart(of, conversation),
    reachable: (of, visitor) => engage.reachable(of, visitor),
    skillFor: (of, visitor, said) => needs.skillFor(of, visitor, said),
    origins: {
      of: (of, visitor, decision) => engage.originOf(of, visitor, decision),
      trialFormOf: (of, visitor, decision) => engage.trialFormOf(of, visitor, decision),
      nameOf: (of, visitor) => engage.nameOf(of, visitor),
      addressOf: (of, visitor) => engage.addressOf(of, visitor),
      languageOf: (of, visitor) => languages.ofVisitor(of, visitor),
      worthOf: (of, visitor, trait) => engage.worthOf(of, visitor, trait),
    },
    tellVisitor({ name, properties, ...of }) {
      policies.heard(of.account, name, properties);
      if (name === 'Conversation Started' || name === 'Conversation Ended')
        archive.noteOrders({ ...of, conversation: properties['conversation'] });
      engage.tell(of, name, properties);
    },
    visitors: { watch: (of, site_, watcher) => engage.watch(of, site_, watcher) },
    typingPreview: async (of) => (await configurations.current(of)).settings.typingPreview,
    authenticate: async (request) => {
      const payer = addressPrefix(clientAddress(request));
      const asking = { headers: request.headers, payer };
      return withPassword(await authenticate(authentication, asking, true));
    },
  });
  return {
    configurations,
    authentication,
    account,
    site,
    campaign,
    report,
    learn,
    policies,
    engage,
    needs,
    skills,
    serviceLevels,
    panels,
    history,
    reportPost,
    scheduledReports,
    answers,
    labels,
    archive,
    after,
    masking,
    attachments: { ...attachments, close: endSweep },
    converse,
  };
}

/** Ends what features have under way, in the opposite order of a visitor's event. */
export async function closeFeatures(features: Features): Promise<void> {
  const { campaign, converse, needs, engage, learn, policies, report } = features;
  await campaign.close();
  features.account.close();
  await converse.close();
  features.attachments.close();
  await features.archive.index.close();
  await features.reportPost.close();
  await needs.close();
  await engage.close();
  await learn.close();
  await policies.close();
  report.close();
}
