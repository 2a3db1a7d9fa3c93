// A score as the list of visitors shows it: the number, its bar, and the reason below.
import type { GoalIntent } from '@opportune/protocol/behaviour/intent.ts';
import { t } from '../ui/index.ts';
import { chanceWords, intentLine, reasonKey, whyWords } from './words.ts';
import './intent.css';

export function Score({ intent, under }: { intent: GoalIntent; under: string }) {
  const { score, chance } = intent;
  const label = t('intent.score.label', { score, chance: chanceWords(chance) });
  const why = intentLine(intent) ?? under;
  return (
    <>
      <b className="score" title={label}>
        <span className="num">{score}</span>
        <Bar score={score} />
        <span className="aside-voice">{label}</span>
      </b>
      <small title={why}>{why}</small>
    </>
  );
}

function Bar({ score }: { score: number }) {
  return (
    <i className={score >= 70 ? 'bar-of high' : 'bar-of'} aria-hidden="true">
      <i style={{ width: `${Math.max(2, score)}%` }} />
    </i>
  );
}

/** The reasons of a visitor's score, strongest first, for the visitor panel. */
export function WhyScore({ intent }: { intent: GoalIntent }) {
  const lines = intent.reasons.flatMap((reason) => {
    const words = whyWords(reason);
    return words === null ? [] : [{ words, reason }];
  });
  return (
    <section className="why-score" aria-label={t('intent.why.title', { score: intent.score })}>
      <h3>
        {t('intent.why.title', { score: intent.score })}
        <span className="t3">{t('intent.why.chance', { chance: chanceWords(intent.chance) })}</span>
      </h3>
      {lines.length === 0 && <p className="small t3">{t('intent.why.usual')}</p>}
      <ul>
        {lines.map(({ words, reason }) => (
          <Reason key={reasonKey(reason)} words={words} reason={reason} />
        ))}
      </ul>
    </section>
  );
}

function Reason({ words, reason }: { words: string; reason: GoalIntent['reasons'][number] }) {
  return (
    <li>
      <span className={reason.weight > 0 ? 'way ok' : 'way'} aria-hidden="true">
        {reason.weight > 0 ? '+' : '−'}
      </span>
      <span className="grow">{words}</span>
      <span className="small t3">
        {t(reason.weight > 0 ? 'intent.why.for' : 'intent.why.against')}
      </span>
    </li>
  );
}
