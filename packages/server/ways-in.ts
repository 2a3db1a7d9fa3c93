// The ways into the server: the API with every feature's routes, the intake of events, the sockets,
// the tag's files and what Prometheus may ask.
import path from 'node:path';
import type { Geography } from '@opportune/core/ports/geography.ts';
import type { Engines } from './adapter/engines.ts';
import { createCollect } from './collect/feature.ts';
import { productVersion } from './config.ts';
import type { Config } from './config.ts';
import { afterRoutes } from './followup/followup-routes.ts';
import { attachmentRoutes } from './writing/attachments/attachment-routes.ts';
import { visitorFiles } from './writing/attachments/visitor-files.ts';
import { answerRoutes } from './writing/answers/answer-routes.ts';
import { maskBodies, maskingRoutes } from './writing/masking/masking-routes.ts';
import { historyRoutes } from './archive/earlier/earlier-routes.ts';
import { mergingRoutes } from './archive/merging/merging-routes.ts';
import { labelRoutes } from './archive/labels/label-routes.ts';
import { reopeningRoutes } from './archive/reopening/reopening-routes.ts';
import { searchRoutes } from './archive/search/search-routes.ts';
import { accountHistoryRoutes } from './team/history/account-history-routes.ts';
import { needRoutes } from './needs/need-routes.ts';
import { scheduledReportRoutes } from './team/reports/report-routes.ts';
import { panelRoutes } from './panels/panel-routes.ts';
import { skillRoutes } from './team/skills/skill-routes.ts';
import type { Features, Ground } from './features.ts';
import { createKeyedPrefix } from './http/address/keyed-prefix.ts';
import { createHttp } from './http/server.ts';
import type { Http, HttpOptions } from './http/server.ts';
import { createIdentity } from './identity/identity.ts';
import { createVisitorClaims } from './identity/visitor-claims.ts';
import { serverMetrics } from './server-metrics.ts';
import { tagFiles } from './tag/serve.ts';

export interface WaysInParts {
  readonly config: Config;
  readonly ground: Ground;
  readonly features: Features;
  /** Whether the engines answer, known within two seconds. */
  readonly answering: Engines['answering'];
  readonly bind: HttpOptions['bind'];
  readonly geography: Geography;
  readonly tokenSecret: string;
}

const consoleFolder = path.resolve(import.meta.dirname, '..', 'console', 'dist');

/** Nothing listens until `listen` of what is answered. */
export async function createWaysIn(parts: WaysInParts): Promise<Http> {
  const { config, ground, features } = parts;
  const { log, clock, records } = ground;
  const http = await createHttp({
    log,
    clock,
    records,
    consoleFolder,
    frameOrigins: (account) => features.panels.origins(account),
    authentication: features.authentication,
    budgets: ground.budgets,
    turns: ground.turns,
    readiness: readinessOf(parts),
    bind: parts.bind,
    trustedProxies: config.trustedProxies,
    keyedPrefix: createKeyedPrefix(parts.tokenSecret, 'request log'),
    secure: config.publicUrl?.protocol === 'https:',
    version: productVersion(),
  });
  await tagFiles(http);
  const collect = collectOn(http, parts);
  addRoutes(http, features, ground, collect.debugger);
  measure(http, parts, collect);
  http.onDrain(() => collect.close());
  http.onDrain(() => features.report.endWaits());
  return http;
}

function readinessOf({ answering, features }: WaysInParts): HttpOptions['readiness'] {
  const { ledger } = features.engage;
  return async () => {
    const { records, facts } = await answering();
    return { records, facts: facts && ledger.failures === 0, room: ledger.hasRoom };
  };
}

type Collect = ReturnType<typeof createCollect>;

function collectOn(http: Http, parts: WaysInParts): Collect {
  const { budgets, turns, clock, ids, log, records, sealing } = parts.ground;
  const { account, engage, converse, site, configurations } = parts.features;
  return createCollect({
    http,
    budgets,
    turns,
    clock,
    ids,
    log,
    intake: engage.intake,
    chat: converse.chat,
    masks: parts.features.masking,
    files: visitorFiles(parts.features.attachments),
    keys: site.keys,
    identity: createIdentity(records, sealing, clock, { log }),
    claims: createVisitorClaims(records, clock),
    configuration: configurations,
    agentsOnline: (of) => converse.agentsOnline(of),
    mails: async (of) => (await account.mailOf(of)).configured,
    geography: parts.geography,
    clientAddress: http.clientAddress,
    publicUrl: parts.config.publicUrl?.origin ?? null,
    tokenSecret: parts.tokenSecret,
  });
}

function addRoutes(
  http: Http,
  features: Features,
  { conversations }: Ground,
  debug: Collect['debugger'],
): void {
  const { app } = http;
  maskBodies(app, features.masking);
  const { account, site, campaign, report, engage, learn, policies, converse, needs, skills } =
    features;
  const { answers, labels, archive } = features;
  account.routes(app, http.clientAddress);
  site.routes(app, debug);
  campaign.routes(app);
  report.routes(app);
  engage.routes(app);
  learn.routes(app);
  policies.routes(app);
  converse.routes(app);
  needRoutes(app, needs);
  maskingRoutes(app, features.masking);
  skillRoutes(app, skills, features.serviceLevels);
  panelRoutes(app, features.panels);
  answerRoutes(app, answers.kept, answers.sources);
  labelRoutes(app, labels);
  searchRoutes(app, archive.find, archive.index);
  historyRoutes(app, archive.earlier);
  mergingRoutes(app, archive.merging, converse);
  reopeningRoutes(app, archive.reopening);
  accountHistoryRoutes(app, features.history);
  scheduledReportRoutes(app, features.scheduledReports);
  afterRoutes(app, features.after);
  attachmentRoutes(app, features.attachments, conversations);
  http.upgrade('/api/v1/socket', converse.socket);
  http.goOn('console', converse.consoles);
}

function measure(http: Http, { features, ground }: WaysInParts, collect: Collect): void {
  const { engage, converse, policies } = features;
  const { registry } = http.metrics;
  serverMetrics({
    registry,
    visitors: () => engage.owner.size,
    events: () => engage.owner.stepper.events,
    decisions: () => engage.owner.stepper.decisions,
    skippedTimers: () => engage.owner.stepper.skippedTimers,
    ledgerRows: () => engage.ledger.depth,
    ledgerFailures: () => engage.ledger.failures,
    visitorSockets: () => collect.connected.sockets,
    consoleSockets: () => converse.openSockets,
    maximumBytes: () => ground.memory.plan.maximumBytes,
    isTight: () => ground.memory.isTight,
    profileBytes: () => engage.owner.room.sizeBytes,
    evicted: () => engage.owner.room.evicted,
    refused: () => engage.owner.refused,
  });
  policies.metrics(registry);
}
