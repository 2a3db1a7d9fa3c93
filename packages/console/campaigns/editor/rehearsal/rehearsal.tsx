// What the saved draft would have done over the stored visits: how many would have been eligible,
// when and where, and what those visits did without it. It looks at the past and never claims an
// effect.
import type { RehearsalAnswer } from '@opportune/protocol/rest/campaign/rehearsal.ts';
import { ApiProblem } from '../../../api/client.ts';
import { format, Button, CopyButton, duration, Icon, t } from '../../../ui/index.ts';
import { RehearsalAfter } from './rehearsal-after.tsx';
import { useRehearsal, type Rehearsing } from './rehearsal-data.ts';
import { RehearsalViews } from './rehearsal-views.tsx';
import './rehearsal.css';

export function RehearsalCard({ id, revision }: { id: string; revision: number }) {
  const rehearsing = useRehearsal(id, revision);
  const { answer, state, stale, error } = rehearsing;
  // Agents may read campaigns. Only those who edit campaigns may rehearse them.
  if (error instanceof ApiProblem && error.problem.code === 'auth.forbidden') return null;
  return (
    <section className="side-card rehearsal" aria-label={t('campaigns.rehearsal.title')}>
      <Head rehearsing={rehearsing} />
      {state === 'empty' ? (
        <Unstored />
      ) : answer === null ? (
        <Unanswered rehearsing={rehearsing} />
      ) : (
        <div className={stale ? 'rehearsal-answer stale' : 'rehearsal-answer'}>
          <Answer answer={answer} growing={state === 'running' && !stale} />
        </div>
      )}
    </section>
  );
}

function Head({ rehearsing }: { rehearsing: Rehearsing }) {
  const { answer, state, stale, progress, again, stop } = rehearsing;
  const under = state === 'waiting' || state === 'running';
  return (
    <>
      <div className="row">
        <h2 className="section-title grow">{t('campaigns.rehearsal.title')}</h2>
        {under ? (
          <>
            {stale && <span className="small t3">{t('campaigns.rehearsal.stale')}</span>}
            <Button variant="quiet" onClick={stop}>
              {t('campaigns.rehearsal.stop')}
            </Button>
          </>
        ) : state === 'none' || state === 'failed' ? (
          <Button icon="refresh" onClick={again}>
            {t('campaigns.rehearsal.again')}
          </Button>
        ) : (
          answer !== null && (
            <span className="small t3">
              {stale ? t('campaigns.rehearsal.stale') : spanWords(answer)}
            </span>
          )
        )}
      </div>
      <p className="rehearsal-under small t2 num" role="status">
        {under && underWords(state, progress)}
      </p>
      {under && (
        <span className="rehearsal-progress" aria-hidden="true">
          <i style={{ width: `${progress * 100}%` }} />
        </span>
      )}
    </>
  );
}

function underWords(state: Rehearsing['state'], progress: number): string {
  if (state === 'waiting') return t('campaigns.rehearsal.waiting');
  return progress === 0
    ? t('campaigns.rehearsal.running')
    : t('campaigns.rehearsal.running.part', { part: format.percent(progress, 0) });
}

const hourMs = 3600_000;

function spanWords({ from, until }: RehearsalAnswer): string {
  const isPast = until < Date.now() - 24 * hourMs;
  return isPast
    ? t('campaigns.rehearsal.span.past', { from: format.date(from), until: format.date(until) })
    : t('campaigns.rehearsal.span', { from: format.date(from) });
}

function Unstored() {
  return (
    <>
      <p className="medium">{t('campaigns.rehearsal.empty.title')}</p>
      <p className="t2 rehearsal-text">{t('campaigns.rehearsal.empty.text')}</p>
      <CopyButton
        text={t('campaigns.rehearsal.empty.command')}
        label=""
        shown={t('campaigns.rehearsal.empty.command')}
      />
    </>
  );
}

function Unanswered({ rehearsing: { state } }: { rehearsing: Rehearsing }) {
  if (state === 'failed')
    return (
      <p className="row t2" role="alert">
        <span className="bad">
          <Icon name="alert" size={14} />
        </span>
        {t('campaigns.rehearsal.failed')}
      </p>
    );
  return state === 'none' ? <p className="t2">{t('campaigns.rehearsal.stopped')}</p> : null;
}

function Answer({ answer, growing }: { answer: RehearsalAnswer; growing: boolean }) {
  return (
    <>
      <p className="plan-big num">{bigWords(answer)}</p>
      {answer.intervals !== null && (
        <p className="small num">{rangeWords(answer, answer.intervals, growing)}</p>
      )}
      <p className="t2 small num">{shareWordsOf(answer)}</p>
      {answer.audience !== null && (
        <p className="t2 small num">{audienceWords(answer, answer.audience)}</p>
      )}
      {answer.eligibleVisits > 0 && <RehearsalViews answer={answer} />}
      <RehearsalAfter answer={answer} />
      <Notes answer={answer} />
    </>
  );
}

function bigWords({ eligibleVisits, visits, share }: RehearsalAnswer): string {
  if (eligibleVisits === 0)
    return share < 1
      ? t('campaigns.rehearsal.none.sample', { n: Math.round(visits * share) })
      : t('campaigns.rehearsal.none', { n: visits });
  const values = { eligible: format.number(eligibleVisits), n: visits };
  return t(share < 1 ? 'campaigns.rehearsal.big.about' : 'campaigns.rehearsal.big', values);
}

/** The range of the estimated count, and the share of the past that it is based on. */
function rangeWords(
  { share }: RehearsalAnswer,
  { eligibleVisits: { low, high } }: NonNullable<RehearsalAnswer['intervals']>,
  growing: boolean,
): string {
  const decimals = share < 0.1 ? 1 : 0;
  return t(growing ? 'campaigns.rehearsal.range.growing' : 'campaigns.rehearsal.range', {
    low: format.number(low),
    high: format.number(high),
    share: format.percent(share, decimals),
  });
}

const dayMs = 24 * hourMs;

function shareWordsOf(answer: RehearsalAnswer): string {
  const { eligibleVisits, visits, eligibleVisitors, when, from, until } = answer;
  if (eligibleVisits === 0) return t('campaigns.rehearsal.none.text');
  const part = eligibleVisits / visits;
  const perDay = eligibleVisitors / Math.max(1, (until - from) / dayMs);
  return t('campaigns.rehearsal.share', {
    share: format.percent(part, part < 0.1 ? 1 : 0),
    perDay: format.number(perDay, perDay < 10 ? 1 : 0),
    median: duration((when.medianS ?? 0) * 1000),
  });
}

/**
 * For a draft that optimises: the visitors about whom its policy is asked, and who count in its
 * results.
 */
function audienceWords(
  { from, until }: RehearsalAnswer,
  { visitors, visits }: NonNullable<RehearsalAnswer['audience']>,
): string {
  const perDay = visitors / Math.max(1, (until - from) / dayMs);
  return t('campaigns.rehearsal.audience', {
    n: visitors,
    visits: format.number(visits),
    perDay: format.number(perDay, perDay < 10 ? 1 : 0),
  });
}

/** What a reader must know to interpret the figures. */
function Notes({ answer }: { answer: RehearsalAnswer }) {
  return (
    <ul className="rehearsal-notes small t3 num">
      {notesOf(answer).map((note) => (
        <li key={note}>{note}</li>
      ))}
    </ul>
  );
}

function notesOf(answer: RehearsalAnswer): readonly string[] {
  const { cut, agents, offers, dataFrom } = answer;
  const notes: string[] = [];
  if (cut === 'time') notes.push(t('campaigns.rehearsal.note.cut'));
  if (agents === 'assumed') notes.push(t('campaigns.rehearsal.note.assumed'));
  if (agents === 'partly') notes.push(t('campaigns.rehearsal.note.partly'));
  if (offers.fallback > 0)
    notes.push(
      t('campaigns.rehearsal.note.offers', {
        live: format.number(offers.live),
        fallback: format.number(offers.fallback),
      }),
    );
  notes.push(t('campaigns.rehearsal.note.data', { date: format.date(dataFrom) }));
  return notes;
}
