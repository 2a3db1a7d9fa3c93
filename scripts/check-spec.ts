// Checks the specification: each rule has a unique number, its sentences are numbered and short, a
// test cites it, and everything that a test cites exists. It does not judge what a rule says.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The most characters of one sentence of the specification. */
export const longestSentence = 400;

interface Rule {
  readonly number: string;
  readonly page: string;
  /** The number of its sentences. They are numbered from 1. */
  readonly sentences: number;
}

/** All problems of the pages of the specification and of the citations in `tests`. */
export function specFindings(
  root: string,
  pages: readonly string[],
  tests: readonly string[],
): readonly string[] {
  const rules = new Map<string, Rule>();
  const findings = pages.flatMap((page) =>
    readPage(page, readFileSync(path.join(root, page), 'utf8'), rules),
  );
  const cited = new Set<string>();
  for (const test of tests)
    for (const [, number = '', sentence] of readFileSync(path.join(root, test), 'utf8').matchAll(
      citation,
    )) {
      cited.add(number);
      const rule = rules.get(number);
      const there = rule && (sentence === undefined || Number(sentence) <= rule.sentences);
      if (!there)
        findings.push(
          `${test}: cites [${number}${sentence ? `.${sentence}` : ''}], which is on no page.`,
        );
    }
  for (const rule of rules.values())
    if (!cited.has(rule.number)) findings.push(`${rule.page}: no test cites [${rule.number}].`);
  return findings;
}

const citation = /\[([A-Z]{1,2}\d+)(?:\.(\d+))?\]/g;

/** Adds the rules of one page to `rules`. Returns their problems. */
function readPage(page: string, text: string, rules: Map<string, Rule>): string[] {
  const findings: string[] = [];
  const [, ...parts] = text.split(/^### (?=[A-Z]{1,2}\d+\b)/m);
  for (const part of parts) {
    const number = /^[A-Z]{1,2}\d+/.exec(part)?.[0] ?? '';
    const numbered = [...part.matchAll(/^(\d+)\. /gm)].map(([, each]) => Number(each));
    if (rules.has(number)) findings.push(`${page}: ${number} is there twice.`);
    if (numbered.length === 0) findings.push(`${page}: ${number} has no numbered sentence.`);
    if (numbered.some((each, index) => each !== index + 1))
      findings.push(`${page}: the sentences of ${number} are not numbered from 1.`);
    rules.set(number, { number, page, sentences: numbered.length });
  }
  for (const heading of text.matchAll(/^### [A-Z]{1,2}\d+$/gm))
    findings.push(`${page}: "${heading[0]}" has no title.`);
  for (const line of text.split('\n'))
    if (line.length > longestSentence && !/^\||^Tests: /.test(line))
      findings.push(
        `${page}: a sentence has ${line.length} characters, more than ${longestSentence}: ${line.slice(0, 60)} …`,
      );
  return findings;
}
