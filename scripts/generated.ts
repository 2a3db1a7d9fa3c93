// Every file that is generated from code, with the function that renders it. `npm run generate`
// writes them, and `npm run check` compares them. Do not edit them by hand.
import { apiReference } from './api-reference.ts';
import { errorReference } from './error-reference.ts';
import { factReference } from './fact-reference.ts';
import { figuresReference } from '@opportune/server/team/history/figure-catalogue.ts';
import { keysReference } from './keys-reference.ts';
import { limitsReference } from './limits-reference/limits-reference.ts';
import { personalDataReference } from '@opportune/server/privacy/personal-data-text.ts';
import { configurationReference } from '@opportune/server/options-text.ts';

export interface Generated {
  /** Relative to the root. */
  readonly file: string;
  render(): string | Promise<string>;
}

export const generated: readonly Generated[] = [
  { file: 'docs/reference/api.md', render: apiReference },
  { file: 'docs/reference/configuration.md', render: configurationReference },
  { file: 'docs/reference/errors.md', render: errorReference },
  { file: 'docs/reference/facts.md', render: factReference },
  { file: 'docs/reference/figures.md', render: figuresReference },
  { file: 'docs/reference/keys.md', render: keysReference },
  { file: 'docs/reference/limits.md', render: limitsReference },
  { file: 'docs/reference/personal-data.md', render: personalDataReference },
];
