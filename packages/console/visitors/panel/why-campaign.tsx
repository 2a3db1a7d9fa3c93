// Why one campaign did or did not fire, as a tree in words. The clauses that decided "no" are
// tinted, and those that did not matter are grey. The tree serves the present and recorded
// decisions.
import { useId } from 'react';
import type { CampaignExplanation, Gate, Reason } from '@opportune/protocol/campaign/decision.ts';
import { format, ArmMark, Icon, t } from '../../ui/index.ts';
import { lookUp } from '../../words/words.ts';
import { nodeWords, valueWords } from './node-words.ts';

export function WhyCampaign({ explanation }: { explanation: CampaignExplanation }) {
  const { name, arm, optimises, outcome, gate, audience, moment } = explanation;
  const id = useId();
  const yes = outcome === 'fired' || outcome === 'eligible-now';
  // Only the gate that said no is marked: outside the audience, the moment does not matter.
  const decided =
    gate === null
      ? 'none'
      : gate === 'audience'
        ? 'audience'
        : gate === 'moment'
          ? 'moment'
          : 'gate';
  return (
    <section className="why" aria-labelledby={id}>
      <header>
        <span className={yes ? 'ok' : outcome === 'waiting' ? 'warn' : 'bad'}>
          <Icon name={yes ? 'check' : outcome === 'waiting' ? 'clock' : 'close'} />
        </span>
        <b className="grow clip" id={id}>
          {name}
        </b>
        {yes ? (
          <ArmMark arm={arm.type} optimises={optimises} />
        ) : (
          <span className="small t3">{t(`visit.why.${outcome}`)}</span>
        )}
      </header>
      {gate !== null && <p className="verdict">{gateWords(gate, outcome)}</p>}
      <ReasonPart
        label={t('visit.why.audience')}
        reason={audience}
        decides={decided === 'audience'}
      />
      <ReasonPart label={t('visit.why.moment')} reason={moment} decides={decided === 'moment'} />
    </section>
  );
}

function gateWords(gate: Gate, outcome: CampaignExplanation['outcome']): string {
  const words = lookUp(`visit.gate.${gate}`) ?? t('visit.why.not-eligible');
  return outcome === 'fired' ? t('visit.why.firedThen', { gate: words }) : words;
}

interface ReasonPartProps {
  readonly label: string;
  readonly reason: Reason;
  readonly decides: boolean;
}

export function ReasonPart({ label, reason, decides }: ReasonPartProps) {
  return (
    <>
      <p className="part-label">{label}</p>
      <ul className="tree">
        <ReasonNode reason={reason} wanted matters={decides || reason.holds} decides={decides} />
      </ul>
    </>
  );
}

interface NodeProps {
  readonly reason: Reason;
  /** The result that the parent needs: true, or false below a "none of". */
  readonly wanted: boolean;
  /** Whether this clause could have changed the outcome. */
  readonly matters: boolean;
  /** Whether this part of the campaign is what said no. */
  readonly decides: boolean;
}

function ReasonNode({ reason, wanted, matters, decides }: NodeProps) {
  const { node } = reason;
  // A "not" over a single clause reads as one clause, with the value of the inner clause.
  const inner =
    'not' in node && reason.parts[0] !== undefined && reason.parts[0].parts.length === 0
      ? reason.parts[0]
      : null;
  const parts = inner === null ? reason.parts : [];
  const group =
    inner !== null
      ? null
      : 'all' in node
        ? 'all'
        : 'any' in node
          ? 'any'
          : 'not' in node
            ? 'not'
            : null;
  const mark = reason.holds ? 'yes' : matters ? 'no' : 'na';
  const miss = group === null && decides && matters && reason.holds !== wanted;
  return (
    <li>
      <div className={`node ${group === null ? '' : 'group'} ${miss ? 'miss' : ''}`}>
        <span className={miss && reason.holds ? 'no' : mark}>
          <Icon name={mark === 'yes' ? 'check' : mark === 'no' ? 'close' : 'minus'} size={14} />
          <span className="aside-voice">
            {t(
              mark === 'yes'
                ? 'visit.why.holds'
                : mark === 'no'
                  ? 'visit.why.fails'
                  : 'visit.why.open',
            )}
          </span>
        </span>
        <span>{group === null ? nodeWords(node) : t(`visit.why.group.${group}`)}</span>
        <span className="v">
          {group === null
            ? valueWords(inner ?? reason)
            : reason.wakesAt === null || reason.holds
              ? ''
              : t('visit.why.wakes', { time: format.clockSeconds(reason.wakesAt) })}
        </span>
      </div>
      {parts.length > 0 && (
        <ul className="kids">
          {parts.map((part, at) => (
            <ReasonNode
              key={at}
              reason={part}
              wanted={group === 'not' ? !wanted : wanted}
              matters={matters && partMatters(group, reason, part)}
              decides={decides}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

/** In an "any of" that holds, the clauses that do not hold changed nothing. */
function partMatters(group: 'all' | 'any' | 'not' | null, whole: Reason, part: Reason): boolean {
  if (group === 'any' && whole.holds) return part.holds;
  return true;
}
