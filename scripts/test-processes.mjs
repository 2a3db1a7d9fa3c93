// `npm run test:processes`: tests of the whole product with the product as two processes that serve
// [PR1]. Tests whose product must run in their own process, or be one process, are not among them.
const files = [
  'test/processes',
  'test/crash/kill.test.ts',
  'test/crash/channels-kill.test.ts',
  'test/crash/mailbox-kill.test.ts',
  'test/api/webhooks.test.ts',
  'test/api/permission.test.ts',
  'test/e2e/routing.test.ts',
  'test/e2e/attachments.test.ts',
  'test/e2e/campaigns.test.ts',
  'test/e2e/before-chat.test.ts',
  'test/e2e/main-job.test.ts',
];

process.env.OPPORTUNE_PROCESSES ??= '2';
if (process.argv.length === 2) process.argv.push(...files);
await import('./test.mjs');
