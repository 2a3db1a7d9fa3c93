// The composition root: the only place that knows the adapters and hands features to each other.
// It decides nothing; it opens, connects, and closes in the opposite order.
import path from 'node:path';
import type { Log } from '@opportune/core/ports/log.ts';
import type { Schedule } from '@opportune/core/world/world.ts';
import { openConversationStore } from './adapter/conversation-store-postgres.ts';
import { openEngines } from './adapter/engines.ts';
import type { Engines } from './adapter/engines.ts';
import { openGeography } from './adapter/geography-maxmind.ts';
import { listenOn } from './adapter/listen.ts';
import { openSmtpMail } from './adapter/mail-smtp.ts';
import { createAccountFeature } from './account/feature.ts';
import { createConfigurationService } from './campaign/configuration.ts';
import { createCampaignFeature } from './campaign/feature.ts';
import { createCollect } from './collect/collect.ts';
import { productVersion } from './config.ts';
import type { Config } from './config.ts';
import { createConverse } from './converse/converse.ts';
import { needRoutes } from './converse/needs/need-routes.ts';
import { createNeeds } from './converse/needs/needs.ts';
import { openDemo } from './demo-shop.ts';
import { createEngage } from './engage/engage.ts';
import { readLogs } from './engage/history.ts';
import { pastVisits } from './engage/past-visits.ts';
import { authenticate } from './http/principal.ts';
import { createHttp } from './http/server.ts';
import { createIdentity } from './identity/identity.ts';
import { createVisitorClaims } from './identity/visitor-claims.ts';
import { createLearn } from './learn/feature.ts';
import { createPolicies } from './learn/policy-feature.ts';
import { createReportFeature } from './report/feature.ts';
import type { ReportFeature } from './report/feature.ts';
import { openSecrets } from './secrets.ts';
import { serverMetrics } from './server-metrics.ts';
import { createSiteFeature } from './site/feature.ts';
import { tagFiles } from './tag/serve.ts';
import { systemClock as clock, systemIds as ids } from './world.ts';

export interface RunningServer {
  /** Where the console is. */
  readonly url: string;
  readonly port: number;
  /** A one-time sign-in, while nobody has chosen a password. */
  readonly signIn: string | null;
  readonly shopUrl: string | null;
  /** Drains, stores what was taken, and stops all that was started. */
  close(): Promise<void>;
}

const consoleFolder = path.resolve(import.meta.dirname, '..', 'console', 'dist');

/** Opens the engines, connects the features and listens. Throws with a `start.*` code. */
export async function startServer(config: Config, log: Log): Promise<RunningServer> {
  const engines = await openEngines(config, log);
  try {
    return await compose(config, log, engines);
  } catch (error) {
    await engines.close();
    throw error;
  }
}

async function compose(config: Config, log: Log, engines: Engines): Promise<RunningServer> {
  const { records, facts, bus } = engines;
  const secrets = openSecrets(config.dataFolder);
  const address = { url: config.publicUrl?.origin ?? `http://localhost:${config.listen.port}` };
  const publicUrl = (): string => address.url;
  const mail = openSmtpMail(config.smtpUrl, config.mailFrom);

  const configurations = createConfigurationService(records, bus, clock);
  const account = createAccountFeature({
    records,
    bus,
    clock,
    ids,
    log,
    mail,
    configurations,
    publicUrl,
    operatorToken: secrets.operatorToken,
  });
  const site = createSiteFeature({ records, bus, clock, ids, log, configurations, publicUrl });
  const campaign = createCampaignFeature({
    records,
    clock,
    ids,
    configurations,
    traffic: {
      harm: (of, id, period) => report.reports.harm(of, id, period),
      ripe: (of) => report.reports.ripe(of),
      figures: (of) => report.reports.figures(of),
      watch(of, haste) {
        const { reports, changed } = report.watch(of, haste);
        return { figures: () => reports.figures(of), changed };
      },
      traffic: (of, id) => report.reports.traffic(of, id),
    },
    past: pastVisits(facts),
    log,
  });
  const schedule: Schedule = (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  };
  const report: ReportFeature = createReportFeature({
    facts,
    bus,
    clock,
    schedule,
    configurations,
    campaigns: campaign.campaigns,
  });

  const learn = createLearn({
    records,
    facts,
    clock,
    log,
    configurations,
    readLogs: (of, visitors) => readLogs(facts, of, visitors),
  });
  const policies = createPolicies({
    records,
    facts,
    clock,
    log,
    configurations,
    campaigns: campaign.campaigns,
    availability: (of) => converse.agents.availability(of),
  });
  const engage = createEngage({
    facts,
    bus,
    clock,
    ids,
    log,
    configurations,
    agents: {
      availability: (of) => converse.agents.availability(of),
      hold: (of, skill, decision, untilMs) => converse.agents.hold(of, skill, decision, untilMs),
      release: (of, decision) => converse.agents.release(of, decision),
    },
    trials: campaign.trials,
    intent: learn.intent,
    policies: policies.policies,
  });
  const store = openConversationStore(records);
  const needs = createNeeds({
    records,
    store,
    clock,
    ids,
    log,
    schedule,
    shown: (of, visitor) => engage.shownBy(of, visitor),
  });
  const converse = createConverse({
    store,
    bus,
    log,
    clock,
    ids,
    mail,
    schedule,
    skillFor: (of, visitor, said) => needs.skillFor(of, visitor, said),
    origins: {
      of: (of, visitor, decision) => engage.originOf(of, visitor, decision),
      nameOf: (of, visitor) => engage.nameOf(of, visitor),
      addressOf: (of, visitor) => engage.addressOf(of, visitor),
    },
    tellVisitor({ name, properties, ...of }) {
      policies.heard(of.account, name, properties);
      engage.tell(of, name, properties);
    },
    visitors: { watch: (of, site_, send) => engage.watch(of, site_, send) },
    typingPreview: async (of) => (await configurations.current(of)).settings.typingPreview,
    authenticate: (request) => authenticate(account.authentication, request.headers, true),
  });

  const http = await createHttp({
    log,
    clock,
    records,
    consoleFolder,
    authentication: account.authentication,
    readiness: async () => ({
      records: await records
        .withoutAccount((sql) => sql.row('SELECT 1'))
        .then(
          () => true,
          () => false,
        ),
      facts: engage.ledger.failures === 0,
      room: engage.ledger.hasRoom,
    }),
    bind: (server) => listenOn(server, { host: config.host, ...config.listen }),
    trustedProxies: config.trustedProxies,
    secure: config.publicUrl?.protocol === 'https:',
    version: productVersion(),
  });
  await tagFiles(http);
  const collect = createCollect({
    http,
    clock,
    ids,
    log,
    intake: engage.intake,
    chat: converse.chat,
    keys: site.keys,
    identity: createIdentity(records, clock, { log }),
    claims: createVisitorClaims(records, clock),
    configuration: configurations,
    agentsOnline: (of) => converse.agentsOnline(of),
    geography: await openGeography(config.geographyFile ?? null),
    clientAddress: http.clientAddress,
    publicUrl: config.publicUrl?.origin ?? null,
    tokenSecret: secrets.visitorTokenKey,
  });
  account.routes(http.app, http.clientAddress);
  site.routes(http.app, collect.debugger);
  campaign.routes(http.app);
  report.routes(http.app);
  engage.routes(http.app);
  learn.routes(http.app);
  policies.routes(http.app);
  converse.routes(http.app);
  needRoutes(http.app, needs);
  http.upgrade('/api/v1/socket', converse.socket);
  serverMetrics({
    registry: http.metrics.registry,
    visitors: () => engage.owner.size,
    events: () => engage.owner.events,
    decisions: () => engage.owner.decisions,
    skippedTimers: () => engage.owner.skippedTimers,
    ledgerRows: () => engage.ledger.depth,
    ledgerFailures: () => engage.ledger.failures,
    visitorSockets: () => collect.connected.sockets,
    consoleSockets: () => converse.openSockets,
  });
  policies.metrics(http.metrics.registry);
  http.onDrain(() => collect.close());
  http.onDrain(() => report.endWaits());

  const port = await http.listen();
  if (config.publicUrl === undefined) address.url = `http://localhost:${port}`;
  for (const each of await configurations.accounts()) {
    await converse.start(each);
    await policies.start(each);
  }
  const first = await account.firstStart({
    name: 'Aldermoor',
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    currency: 'EUR',
    email: config.adminEmail,
    password: config.adminPassword,
  });
  const shop = await openDemo(
    config,
    publicUrl(),
    { account: first.account, isNew: first.created, site, campaign },
    log,
  );
  if (first.created) await converse.start(first.account);
  campaign.watch();
  return {
    url: publicUrl(),
    port,
    signIn: first.link,
    shopUrl: shop?.url ?? null,
    async close() {
      await shop?.close();
      await http.close();
      await campaign.close();
      await converse.close();
      await needs.close();
      await engage.close();
      await learn.close();
      await policies.close();
      report.close();
      await engines.close();
    },
  };
}
