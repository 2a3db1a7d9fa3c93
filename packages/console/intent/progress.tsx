// Progress towards a number that is needed.
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
