// Applies import-rules.ts to every source file, and finds circles of imports. It reads import
// statements as text, so that it also works on code that does not compile.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { circlesIn } from './import-circles.ts';
import { rules, type Rule, testRule } from './import-rules.ts';

export interface Finding {
  readonly file: string;
  readonly message: string;
}

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
}

const statement =
  /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s+from\s+)?['"]([^'"\n]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;

/**
 * Imports that break the rules, and circles of imports below packages/. Circles include imports of
 * types, but not tests. `files` are relative to the root.
 */
export function importFindings(root: string, files: readonly string[]): readonly Finding[] {
  const imports = new Map(
    files.map((file) => [file, importsOf(readFileSync(path.join(root, file), 'utf8'))] as const),
  );
  return [
    ...files.flatMap((file) => ruleFindings(file, imports.get(file) ?? [])),
    ...circleFindings(imports),
  ];
}

function ruleFindings(file: string, imports: readonly Import[]): readonly Finding[] {
  const rule = ruleOf(file);
  if (rule === undefined)
    return [{ file, message: 'no rule in scripts/import-rules.ts covers this file' }];
  return imports.flatMap((each) => {
    const message = complaint(file, rule, each);
    return message === undefined ? [] : [{ file, message }];
  });
}

function circleFindings(imports: ReadonlyMap<string, readonly Import[]>): readonly Finding[] {
  const own = [...imports].filter(([file]) => isIn(file, 'packages') && !isOfTests(file));
  const targets = new Map(
    own.map(([file, found]) => [
      file,
      found.flatMap(({ target }) => targetFile(file, target) ?? []),
    ]),
  );
  return circlesIn(targets).map((circle) => ({
    file: circle[0] ?? '',
    message: `imports itself by way of ${circle.slice(1).join(', ')}`,
  }));
}

function ruleOf(file: string): Rule | undefined {
  const holding = rules.filter(({ folder }) => isIn(file, folder));
  return holding.toSorted((one, other) => other.folder.length - one.folder.length)[0];
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

export function importsOf(text: string): readonly Import[] {
  const fixed = [...text.matchAll(statement)].map(([, type, target = '']) => ({
    target,
    typeOnly: type !== undefined,
  }));
  const late = [...text.matchAll(dynamic)].map(([, target = '']) => ({ target, typeOnly: false }));
  return [...fixed, ...late];
}

function complaint(file: string, rule: Rule, { target, typeOnly }: Import): string | undefined {
  const ours = targetFile(file, target);
  const isTest = isOfTests(file);
  if (ours === undefined) {
    const name = packageName(target);
    const allowed = isTest || typeOnly ? ['*'] : rule.packages;
    return allowed.includes('*') || allowed.includes(name)
      ? undefined
      : `${rule.folder} may not import the package ${name}`;
  }
  const may = [
    rule.folder,
    ...rule.may,
    ...(typeOnly ? (rule.mayTypes ?? []) : []),
    ...(isTest ? testRule.may : []),
  ];
  if (may.some((folder) => isIn(ours, folder))) return undefined;
  return `${rule.folder} may not import ${ours}${rule.mayTypes?.some((folder) => isIn(ours, folder)) === true ? ', except for types' : ''}`;
}

/** Tests, their support, and files in a folder of tests. */
function isOfTests(file: string): boolean {
  return /\.(test|test-support)\.tsx?$|\/test\//.test(file);
}

/** The file below the root that an import in `file` names. Undefined for an external package. */
export function targetFile(file: string, target: string): string | undefined {
  if (target.startsWith('.'))
    return path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
  return target.startsWith('@opportune/') ? target.replace('@opportune/', 'packages/') : undefined;
}

function packageName(target: string): string {
  if (target.startsWith('node:')) return target;
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}
