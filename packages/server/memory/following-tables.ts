// Tables in memory without a bound of their own, by what they follow.

/**
 * Tables that have no more entries than something else with a bound, or than what somebody
 * configured.
 */
export const followingTables: readonly {
  readonly each: string;
  readonly tables: readonly string[];
}[] = [
  {
    each: 'visitor in memory or connected',
    tables: [
      'engage/owner/wakes.ts #instants',
      'engage/owner/arrivals.ts #here',
      'engage/owner/arrivals.ts #again',
      'desk/audience/audience.ts #listeners',
    ],
  },
  {
    each: 'connection of a browser or console',
    tables: [
      'collect/visitor/visitor-http.ts #outbound',
      'collect/visitor/visitor-session.ts #held',
      'collect/visitor/visitor-socket.ts lines',
      'collect/visitor/paced-line.ts #held',
      'agent/agent-line.ts #lines',
      'agent/agent-line.ts #waiting',
      'agent/agent-reading.ts watching',
      'agent/agent-socket.ts #open',
      'desk/audience/audience.ts #subscribers',
      'http/sockets/connections.ts #sockets',
      'http/sockets/drain.ts open',
      'report/queries/watch.ts #open',
      'report/queries/watch.ts #seen',
    ],
  },
  {
    each: 'request of a provider that is being answered',
    tables: ['channel/inbox/read-together.ts readings'],
  },
  {
    each: 'messenger of the demo shop’s pocket',
    tables: ['channel/pocket/pocket-channels.ts connected'],
  },
  {
    each: 'agent who is present over REST',
    tables: ['agent/by-rest/rest-presence.ts #present'],
  },
  {
    each: 'account',
    tables: [
      'webhook/facts/tell-facts.ts #untils',
      'account/mail/account-mail.ts known',
      'campaign/configuration/configuration.ts #kept',
      'campaign/guardrails.ts looks',
      'campaign/publications.ts #timers',
      'archive/search/search-index.ts underWay',
      'archive/search/search-index.ts wakes',
      'writing/attachments/attachment-settings.ts known',
      'desk/desks.ts #opening',
      'desk/desks.ts #open',
      'desk/desks.ts #audiences',
      'writing/masking/masking.ts masks',
      'writing/masking/masking.ts reading',
      'needs/need-learner.ts #known',
      'needs/need-learner.ts #cancels',
      'team/reports/report-post.ts working',
      'team/reports/report-post.ts timers',
      'team/reports/report-post.ts owed',
      'engage/owner/account-engine.ts #engines',
      'engage/owner/account-engine.ts #loading',
      'engage/owner/configuration-changes.ts again',
      'engage/owner/follow-room.ts waiting',
      'learn/intent/learners.ts #accounts',
      'learn/policy/policies.ts #accounts',
      'learn/policy/resting-policies.ts #accounts',
      'learn/policy/running-policy.ts #followed',
      'learn/policy/running-policy.ts #guards',
      'learn/agent-time/service-level.ts #accounts',
      'report/queries/fact-versions.ts #accounts',
      'report/settled-figures.ts #accounts',
      'sample/sample-shops.ts failed',
    ],
  },
  {
    each: 'open conversation',
    tables: [
      'desk/writes/desk-writes.ts #marks',
      'desk/writes/desk-writes.ts #doubtful',
      'desk/audience/joined-reads.ts #through',
      'desk/commands/contact-types.ts ends',
      'desk/writes/open-conversations.ts #records',
      'desk/writes/open-conversations.ts #atAddress',
    ],
  },
  {
    each: 'running request, call or write',
    tables: [
      'followup/send-transcript.ts #told',
      'account/passwords/turns.ts #queues',
      'adapter/facts/facts-clickhouse.ts #asked',
      'adapter/facts/facts-clickhouse.ts doubtful',
      'http/idempotency/idempotency.ts underWay',
      'http/keyed-queue.ts #tails',
      'jobs/job-runner.ts #ends',
      'jobs/job-runner.ts #held',
      'report/queries/pace.ts #waiting',
    ],
  },
  {
    each: 'part of the program',
    tables: [
      'hand-over.ts parts',
      'hand-over.ts sockets',
      'http/openapi/problem-answers.ts answers',
      'http/raw-routes.ts exact',
      'http/server.ts upgrades',
      'http/server.ts sources',
    ],
  },
];
