// The one table of who may import whom, for every folder: product, tests, examples, scripts. The
// longest folder that holds a file rules it. What is not listed may not be imported; a folder may
// always import itself. scripts/check-imports.ts applies it.

export interface Rule {
  readonly folder: string;
  /** Folders of ours that its files may import. */
  readonly may: readonly string[];
  /** Folders of ours of which it may import types only. */
  readonly mayTypes?: readonly string[];
  /** Packages that are not ours; `*` for any that its package.json lists. */
  readonly packages: readonly string[];
}

const protocol = 'packages/protocol';
const core = 'packages/core';
const server = 'packages/server';
/** The catalogues: what letters, files and refusals say. */
const words = 'packages/words';
const any: readonly string[] = ['*'];
const none: readonly string[] = [];

/** The one seam between features that is not the bus: what hands events to a visitor's owner. */
const intake = `${server}/engage/intake.ts`;

/** What of a message's content is plain words and no drawing. */
const wordsOfContent: readonly string[] = [
  'packages/content/message/attachment-text.ts',
  'packages/content/before/before-form.ts',
  'packages/content/message/message-text.ts',
  'packages/content/message/respond.ts',
];

/** A feature of the server: core values and shared plumbing, never an adapter, and no feature but those named. */
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
  // Own patterns are compiled as those of conditions are.
  { folder: `${core}/masking`, may: [protocol, `${core}/behaviour`], packages: none },
  { folder: `${core}/bounds`, may: [protocol], packages: none },
  { folder: `${core}/attachment`, may: [protocol], packages: none },
  { folder: `${core}/channel`, may: [protocol], packages: none },
  { folder: `${core}/proof`, may: [protocol], packages: none },
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
    may: [protocol, `${core}/world`, `${core}/channel`],
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
  // They carry frames to the desk, and are in one process with it.
  feature('agent', 'desk'),
  feature('channel/web', 'desk'),
  // It is another public way in, paid for as events are.
  feature('channel', ...['collect/reading/body.ts', 'collect/answer.ts', 'collect/charging.ts']),
  feature('writing'),
  feature('archive'),
  feature('team'),
  feature('followup'),
  feature('needs'),
  feature('panels'),
  feature('privacy'),
  feature('jobs'),
  feature('contact'),
  { folder: `${server}/simulation`, may: [protocol, core, server], packages: any },
  { folder: `${server}/http`, may: [protocol, core, words], packages: any },
  { folder: `${server}/adapter`, may: [protocol, core], packages: any },
  { folder: `${server}/memory`, may: [protocol, core, `${server}/http`], packages: any },
  { folder: `${server}/sealing`, may: [protocol, core], packages: any },
  // Files directly in the folder are the composition root; doctor and replay are programs of their own.
  { folder: server, may: [protocol, core, server, words], packages: any },
  { folder: `${server}/doctor`, may: [protocol, server], packages: any },
  { folder: `${server}/replay`, may: [protocol, core, server], packages: any },
  // Its own words come from the one catalogue; they are texts, bundled with the window.
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
  { folder: 'examples', may: [], packages: any },
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
