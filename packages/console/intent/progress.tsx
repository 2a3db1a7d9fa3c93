// How far something is on the way to a number that it needs.
import { t } from '../words/words.ts';

export function Progress({ words, n, needed }: { words: string; n: number; needed: number }) {
  return (
    <div className="intent-progress">
      <span>{words}</span>
      <progress max={needed} value={Math.min(n, needed)} aria-label={words} />
      <span className="num t2">{t('intent.waiting.of', { n, needed })}</span>
    </div>
  );
}
