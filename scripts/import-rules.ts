// The table of who may import whom, for every folder: product, tests, examples, scripts. A file
// follows the rule of the longest folder that contains it. It may import only what the rule lists,
// and its own folder. scripts/check-imports.ts applies the table.

export interface Rule {
  readonly folder: string;
  /** Our own folders that its files may import. */
  readonly may: readonly string[];
  /** Our own folders from which its files may import only types. */
  readonly mayTypes?: readonly string[];
  /** External packages. `*` means any in its package.json. */
  readonly packages: readonly string[];
}

const protocol = 'packages/protocol';
const core = 'packages/core';
const server = 'packages/server';
/** The catalogues, with the texts of e-mails, files and refusals. */
const words = 'packages/words';
const any: readonly string[] = ['*'];
const none: readonly string[] = [];

/** What tests measure the cost of work with. */
const costOfWork = `${core}/world/test/processor-time.test-support.ts`;

/** The one seam between features that is not the bus. It hands events to a visitor's owner. */
const intake = `${server}/engage/intake.ts`;

/** Plain functions beside what draws: a message's content as text, and the colours of a brand. */
const wordsOfContent: readonly string[] = [
  'packages/content/message/attachment-text.ts',
  'packages/content/before/before-form.ts',
  'packages/content/colour.ts',
  'packages/content/message/message-text.ts',
  'packages/content/message/respond.ts',
];

/**
 * A feature of the server. It may import core values and shared code, but no adapter, and only the
 * named features.
 */
function feature(name: string, ...features: readonly string[]): Rule {
  const may = [
    protocol,
    core,
    `${server}/http`,
    `${server}/sealing`,
    intake,
    ...wordsOfContent,
    words,
    ...features.map((other) => `${server}/${other}`),
  ];
  return { folder: `${server}/${name}`, may, packages: any };
}

export const rules: readonly Rule[] = [
  { folder: protocol, may: [], packages: ['zod'] },
  { folder: words, may: [protocol], packages: none },
  { folder: 'packages/content', may: [protocol], packages: none },
  { folder: `${core}/world`, may: [protocol], packages: none },
  { folder: `${core}/behaviour`, may: [protocol, `${core}/world`], packages: ['re2js'] },
  {
    folder: `${core}/campaign`,
    may: [protocol, `${core}/world`, `${core}/behaviour`],
    packages: none,
  },
  // An account's own patterns are compiled like those of conditions.
  {
    folder: `${core}/masking`,
    may: [protocol, `${core}/behaviour`, costOfWork],
    packages: none,
  },
  { folder: `${core}/bounds`, may: [protocol], packages: none },
  { folder: `${core}/attachment`, may: [protocol], packages: none },
  { folder: `${core}/brand`, may: [protocol], packages: none },
  { folder: `${core}/call`, may: [protocol], packages: none },
  {
    folder: `${core}/callback`,
    may: [protocol, `${core}/world`, `${core}/conversation`],
    packages: none,
  },
  { folder: `${core}/channel`, may: [protocol], packages: none },
  {
    folder: `${core}/cluster`,
    may: [protocol, `${core}/world`, `${core}/proof/hash.ts`],
    packages: none,
  },
  { folder: `${core}/mail`, may: [protocol, costOfWork], packages: none },
  { folder: `${core}/proof`, may: [protocol], packages: none },
  { folder: `${core}/sound`, may: [protocol], packages: none },
  {
    folder: `${core}/decision`,
    may: [protocol, `${core}/world`, `${core}/behaviour`, `${core}/campaign`, `${core}/proof`],
    packages: none,
  },
  {
    folder: `${core}/learning`,
    may: [protocol, `${core}/behaviour`, `${core}/decision`, `${core}/proof`],
    packages: none,
  },
  { folder: `${core}/conversation`, may: [protocol, `${core}/world`], packages: none },
  {
    folder: `${core}/bus`,
    may: [protocol, `${core}/bounds`, `${core}/ports`],
    packages: none,
  },
  {
    folder: `${core}/ports`,
    may: [protocol, `${core}/world`, `${core}/call`, `${core}/channel`, `${core}/cluster`],
    packages: none,
  },
  { folder: `${core}/contracts`, may: [protocol, core], packages: any },
  { folder: `${core}/sim`, may: [protocol, core], packages: any },
  feature('account'),
  feature('site'),
  feature('campaign'),
  feature('collect'),
  feature('identity'),
  feature('engage'),
  feature('learn'),
  feature('report'),
  feature('desk'),
  // These three carry frames to the desk and run in one process with it.
  feature('agent', 'desk'),
  feature('callback', 'desk', 'call/call-stage.test-support.ts'),
  feature('channel/web', 'desk'),
  feature('call', 'desk'),
  // Channels are a public entry, charged like events.
  feature(
    'channel',
    ...['collect/reading/body.ts', 'collect/answer.ts', 'collect/charging.ts'],
    'permission/permission.test-support.ts',
  ),
  feature('writing'),
  feature('archive'),
  feature('team'),
  feature('followup', 'permission/permission.test-support.ts'),
  feature('needs'),
  feature('panels'),
  feature('privacy'),
  feature('setup'),
  feature('jobs'),
  feature('contact'),
  feature('permission', 'contact/contacts.test-support.ts'),
  feature('webhook'),
  { folder: `${server}/simulation`, may: [protocol, core, server], packages: any },
  // A sample shop composes the features a second time, under a simulated clock.
  { folder: `${server}/sample`, may: [protocol, core, server, words], packages: any },
  { folder: `${server}/http`, may: [protocol, core, words], packages: any },
  { folder: `${server}/adapter`, may: [protocol, core], packages: any },
  { folder: `${server}/memory`, may: [protocol, core, `${server}/http`], packages: any },
  { folder: `${server}/sealing`, may: [protocol, core], packages: any },
  // Files directly in the folder are the composition root. Doctor and replay are separate programs.
  { folder: server, may: [protocol, core, server, words], packages: any },
  // Runs the composition root several times, over engines that one process opens.
  { folder: `${server}/processes`, may: [protocol, core, server], packages: any },
  { folder: `${server}/nodes`, may: [protocol, core, server], packages: any },
  { folder: `${server}/doctor`, may: [protocol, server], packages: any },
  { folder: `${server}/replay`, may: [protocol, core, server], packages: any },
  // The tag bundles its texts from the catalogues with the window.
  {
    folder: 'packages/tag',
    may: ['packages/content', 'packages/words'],
    mayTypes: [protocol],
    packages: none,
  },
  {
    folder: 'packages/tag/window',
    may: ['packages/content', 'packages/words', 'packages/tag'],
    mayTypes: [protocol],
    packages: ['preact'],
  },
  // Drawn with the window's Preact, which the window hands to it.
  {
    folder: 'packages/tag/asked',
    may: ['packages/content', 'packages/words', 'packages/tag'],
    mayTypes: [protocol],
    packages: ['preact'],
  },
  {
    folder: 'packages/tag/call',
    may: ['packages/content', 'packages/words', 'packages/tag'],
    mayTypes: [protocol],
    packages: ['preact'],
  },
  {
    folder: 'packages/tag/build.ts',
    may: ['packages/tag', 'packages/content', 'packages/words'],
    packages: any,
  },
  { folder: 'packages/tag/test', may: ['packages'], packages: any },
  {
    folder: 'packages/console',
    may: [protocol, 'packages/words', 'packages/content', core],
    packages: any,
  },
  // The documents share the console's look and its compression of built files.
  { folder: 'packages/docs', may: ['packages/console/compress-files.ts'], packages: any },
  { folder: 'packages/docs/browser', may: ['packages/docs/search'], packages: ['minisearch'] },
  { folder: 'examples', may: [], packages: any },
  { folder: 'examples/shop', may: ['examples/pocket'], packages: any },
  // Its messengers are the stand-ins of the tests.
  { folder: 'examples/pocket', may: ['test/twins'], mayTypes: [core], packages: any },
  { folder: 'test', may: ['packages', 'examples', 'scripts'], packages: any },
  { folder: 'bench', may: ['packages', 'test'], packages: any },
  { folder: 'scripts', may: ['packages'], packages: any },
];

/** What tests and their support may import beyond the rule of their folder. */
export const testRule: Omit<Rule, 'folder'> = {
  may: [
    `${core}/contracts`,
    `${core}/sim`,
    `${core}/ports`,
    `${server}/adapter`,
    `${server}/testing`,
    'packages/tag/test',
    'test',
  ],
  packages: any,
};
