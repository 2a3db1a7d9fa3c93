// Renders the table of options as text: for `--help`, and for the generated configuration
// reference.
import { type Option, optionList } from './options.ts';

const width = 96;

/** What `npm start -- --help` prints. */
export function helpText(): string {
  const entries = optionList.map(
    (option) => `${heading(option)}\n${wrap(option.sentence, '      ')}`,
  );
  const usage =
    'Usage: npm start -- [options]\n\nEach option can also be set by the environment variable beside it. A flag wins over its variable.';
  return `${usage}\n\n${entries.join('\n')}\n  --version\n  --help\n`;
}

function heading(option: Option): string {
  const flag =
    option.flag === undefined ? '  (variable only)' : `  --${option.flag} <${option.takes ?? ''}>`;
  const fallback = option.fallback === undefined ? '' : `  [${option.fallback}]`;
  return `${flag.padEnd(36)} ${option.variable}${fallback}`;
}

function wrap(sentence: string, indent: string): string {
  const lines = [''];
  for (const word of sentence.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line !== '' && indent.length + line.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.map((line) => indent + line).join('\n');
}

/** Renders docs/reference/configuration.md. */
export function configurationReference(): string {
  const rows = optionList.map((option) => {
    const flag = option.flag === undefined ? '' : `\`--${option.flag}\``;
    return `| ${flag} | \`${option.variable}\` | ${option.fallback ?? ''} | ${option.sentence} |`;
  });
  return [
    '# Configuration',
    '',
    'Every option of `npm start`, as `npm start -- --help` prints them. A flag wins over its variable.',
    'Secrets have no flag, because a command line is visible to every user of the machine. This page is',
    'generated from `packages/server/options.ts` by `npm run generate`.',
    '',
    '| flag | variable | default | |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
