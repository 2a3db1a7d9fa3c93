// Which predefined answers the list shows, and their folders. Pure.
import type { PredefinedAnswer } from '@opportune/protocol/rest/conversation/answers.ts';

export interface AnswerFilter {
  readonly words: string;
  /** Null for all folders. A folder includes the folders within it. */
  readonly folder: string | null;
  readonly whose: 'all' | 'shared' | 'own';
}

export function filterAnswers<Answer extends PredefinedAnswer>(
  answers: readonly Answer[],
  { words, folder, whose }: AnswerFilter,
): readonly Answer[] {
  const wanted = words
    .toLowerCase()
    .replace(/^\s*\//, '')
    .split(/\s+/)
    .filter(Boolean);
  return answers.filter((answer) => {
    if (whose !== 'all' && answer.own !== (whose === 'own')) return false;
    if (folder !== null && !isIn(answer.folder, folder)) return false;
    const text = `${answer.shortcut} ${answer.title} ${answer.text}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/**
 * Every folder and its parents, by name, with the number of answers within. Answers without a
 * folder come last.
 */
export function foldersOf(
  answers: readonly PredefinedAnswer[],
): readonly { readonly path: string; readonly many: number }[] {
  const many = new Map<string, number>();
  for (const { folder } of answers)
    for (const path of pathsOf(folder)) many.set(path, (many.get(path) ?? 0) + 1);
  return [...many]
    .map(([path, count]) => ({ path, many: count }))
    .sort((a, b) => Number(a.path === '') - Number(b.path === '') || a.path.localeCompare(b.path));
}

function pathsOf(folder: string): readonly string[] {
  const names = folder.split('/');
  return names.map((_, at) => names.slice(0, at + 1).join('/'));
}

function isIn(folder: string, wanted: string): boolean {
  return folder === wanted || (wanted !== '' && folder.startsWith(`${wanted}/`));
}
