// Finds texts for people that are in no catalogue: in JSX, in attributes that people see or hear,
// in texts written to the DOM, in e-mails, and in refusals without a translation. It reads syntax
// trees and knows no language.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { managementEn } from '@opportune/words/en/management.ts';
import { visitsEn } from '@opportune/words/en/visits.ts';
import { refusalsEn } from '@opportune/words/en/refusals.ts';
import { parseAst } from 'vite';

export interface WordsFinding {
  readonly file: string;
  readonly message: string;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
}

/** Folders that draw texts, and that write e-mails. */
const drawn = /^packages\/(console|content|tag\/(window|engage))\//;
const written = /^packages\/server\//;
const console_ = /^packages\/console\//;
/** Files that are loaded without the words of managers' pages. */
const atDesk =
  /^packages\/console\/((alerts|before|inbox|intent|keys|panels|session|shell|ui|visitors|words)\/|\w+\.tsx)/;
/** Of these, the ones that are loaded with the words of visits. */
const ofVisits = /^packages\/console\/(intent|visitors)\//;
const refusing = /^packages\/(server|core)\//;
/** Attributes of an element that people see or hear. */
const spokenNames = new Set([
  'aria-label',
  'title',
  'placeholder',
  'alt',
  'label',
  'hint',
  'aria-description',
]);
const spokenFields = new Set([
  'title',
  'textContent',
  'placeholder',
  'alt',
  'ariaLabel',
  'innerText',
]);
/** Not a sentence: a name, a unit, an address, one letter on a key. */
const noWords =
  /^(Opportune|https?:\/\/\S*|\W*\w?\W*|(px|ms|min|kB|MB|%|JSON|CSV|SQL|UTC|API)\W*|[a-z]+\.)$/;

/** All findings in `files`, which are below `root`. */
export function wordsFindings(root: string, files: readonly string[]): readonly WordsFinding[] {
  return files.flatMap((file) => findingsIn(file, readFileSync(path.join(root, file), 'utf8')));
}

/** Whether a file can contain texts for people. Tests and builds cannot. */
export function holdsWords(file: string): boolean {
  return (
    /\.tsx?$/.test(file) &&
    !/\.test(-support)?\.tsx?$|\/(dist|test)\//.test(file) &&
    (drawn.test(file) || written.test(file) || refusing.test(file))
  );
}

export function findingsIn(file: string, text: string): readonly WordsFinding[] {
  const findings: WordsFinding[] = [];
  const tell = (node: Node, found: string, why: string): void => {
    if (noWords.test(found.trim())) return;
    const line = text.slice(0, node.start).split('\n').length;
    findings.push({ file: `${file}:${line}`, message: `${why}: ${JSON.stringify(found.trim())}` });
  };
  const program = parseAst(text, { lang: file.endsWith('x') ? 'tsx' : 'ts' });
  if (console_.test(file)) atLoad(program, (node) => lookAtLoading(node, tell));
  walk(program, (node) => {
    if (atDesk.test(file)) lookAtDesk(file, node, tell);
    if (drawn.test(file)) lookAtDrawing(node, tell);
    if (written.test(file)) lookAtLetter(node, tell);
    if (refusing.test(file)) lookAtRefusal(node, tell);
  });
  return findings;
}

/** A text that is looked up while its module loads stays English. */
function lookAtLoading(node: Node, tell: Tell): void {
  tellTexts(
    keyLookedUp(node),
    (at, text, why) => tell(at, `${text} `, why),
    'text looked up before the language is known',
  );
}

/** Agents do not load the words of managers' pages, and of visits only with pages that show some. */
function lookAtDesk(file: string, node: Node, tell: Tell): void {
  tellTexts(
    keyLookedUp(node),
    (at, text, why) => {
      const name = text.split('.')[0] ?? '';
      const isMissing = !ofVisits.test(file) && Object.hasOwn(visitsEn, name);
      if (isMissing || Object.hasOwn(managementEn, name)) tell(at, `${text} `, why);
    },
    'words that this file’s pages may not have loaded',
  );
}

function keyLookedUp(node: Node): Node | undefined {
  const isLookUp = node.type === 'CallExpression' && /^(t|lookUp)$/.test(nameOf(calledBy(node)));
  return isLookUp ? listOf(node['arguments'])[0] : undefined;
}

type Tell = (node: Node, found: string, why: string) => void;

function lookAtDrawing(node: Node, tell: Tell): void {
  for (const child of node.type.startsWith('JSX') ? listOf(node['children']) : []) {
    if (child.type === 'JSXText') tell(child, String(child['value']), 'a text without a catalogue');
    if (child.type === 'JSXExpressionContainer')
      tellTexts(child['expression'], tell, 'a text without a catalogue');
  }
  if (node.type === 'JSXAttribute' && spokenNames.has(nameOf(node['name'])))
    tellTexts(node['value'], tell, `${nameOf(node['name'])} without a catalogue`);
  if (node.type === 'AssignmentExpression' && isNode(node['left'])) {
    const field = nameOf(node['left']['property']);
    if (spokenFields.has(field)) tellTexts(node['right'], tell, `${field} without a catalogue`);
  }
  if (node.type === 'CallExpression' && nameOf(calledBy(node)) === 'setAttribute') {
    const [name, value] = listOf(node['arguments']);
    if (name !== undefined && spokenNames.has(String(name['value'])))
      tellTexts(value, tell, `${String(name['value'])} without a catalogue`);
  }
}

function lookAtLetter(node: Node, tell: Tell): void {
  if (node.type === 'Property' && nameOf(node['key']) === 'subject')
    tellTexts(node['value'], tell, 'an e-mail without a catalogue');
}

/** `detail: '…'`, and the checks of core with `incomplete(path, '…')` and `found(…, '…')`. */
function lookAtRefusal(node: Node, tell: Tell): void {
  const said =
    node.type === 'Property' && nameOf(node['key']) === 'detail'
      ? node['value']
      : node.type === 'CallExpression' &&
          /^(incomplete|found|refused)$/.test(nameOf(calledBy(node)))
        ? listOf(node['arguments']).at(-1)
        : node.type === 'VariableDeclarator' && nameOf(node['id']) === 'detail'
          ? node['init']
          : undefined;
  tellTexts(
    said,
    (at, text, why) => {
      if (/ /.test(text) && !isRefusal(text)) tell(at, text, why);
    },
    'a refusal that is not in packages/words/en/refusals.ts',
  );
}

const refusals: readonly string[] = Object.values(refusalsEn);

/** Whether a refusal with this English text is translated. `{}` stands for filled-in values. */
function isRefusal(text: string): boolean {
  const escaped = text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\}/g, '.+');
  const pattern = new RegExp(`^${escaped}$`);
  return refusals.some((each) => pattern.test(each));
}

/** Reports the texts of all branches of an expression. */
function tellTexts(value: unknown, tell: Tell, why: string): void {
  if (!isNode(value)) return;
  switch (value.type) {
    case 'Literal':
      if (typeof value['value'] === 'string') tell(value, value['value'], why);
      return;
    case 'TemplateLiteral':
      return tell(value, listOf(value['quasis']).map(cooked).join('{}'), why);
    case 'ConditionalExpression':
      tellTexts(value['consequent'], tell, why);
      return tellTexts(value['alternate'], tell, why);
    case 'LogicalExpression':
    case 'BinaryExpression':
      if (value['operator'] !== '+' && value.type === 'BinaryExpression') return;
      tellTexts(value['left'], tell, why);
      return tellTexts(value['right'], tell, why);
    case 'JSXExpressionContainer':
      return tellTexts(value['expression'], tell, why);
    default:
      return;
  }
}

function cooked(quasi: Node): string {
  const { value } = quasi;
  return typeof value === 'object' && value !== null && 'cooked' in value
    ? String(value.cooked)
    : '';
}

function calledBy(call: Node): unknown {
  const { callee } = call;
  return isNode(callee) && callee.type === 'MemberExpression' ? callee['property'] : callee;
}

function nameOf(value: unknown): string {
  if (!isNode(value)) return '';
  return String(value['name'] ?? value['value'] ?? '');
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value;
}

function listOf(value: unknown): readonly Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) walk(each, visit);
  else if (isNode(value)) {
    visit(value);
    for (const each of Object.values(value)) if (typeof each === 'object') walk(each, visit);
  }
}

/** Visits what runs when the module is loaded: everything outside functions. */
function atLoad(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const each of value) atLoad(each, visit);
  else if (isNode(value) && !/Function|^MethodDefinition$|^PropertyDefinition$/.test(value.type)) {
    visit(value);
    for (const each of Object.values(value)) if (typeof each === 'object') atLoad(each, visit);
  }
}
