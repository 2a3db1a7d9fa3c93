// Small marks that mean something: chips, tags, arms, faces, states, the interval on its scale.
// Colour never stands alone; each has a shape, a letter or words beside it.
import type { ReactNode } from 'react';
import type { AgentKind, AgentState } from '@opportune/protocol/conversation/conversation.ts';
import { Icon, type IconName } from './icon.tsx';
import { t } from '../words/words.ts';

export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'accent' | 'line';

/** A word about the state of something. */
export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`tag ${tone}`}>{children}</span>;
}

interface ChipProps {
  readonly children: ReactNode;
  readonly onClick?: () => void;
  readonly onRemove?: () => void;
  readonly removeLabel?: string;
  readonly tail?: IconName;
}

/** A chosen value; with `onRemove` it can be taken away. */
export function Chip({ children, onClick, onRemove, removeLabel, tail }: ChipProps) {
  const inner = (
    <>
      {children}
      {tail !== undefined && <Icon name={tail} size={12} />}
    </>
  );
  return (
    <span className="chip-frame">
      {onClick === undefined ? (
        <span className="chip">{inner}</span>
      ) : (
        <button type="button" className="chip" onClick={onClick}>
          {inner}
        </button>
      )}
      {onRemove !== undefined && (
        <button
          type="button"
          className="chip-remove"
          aria-label={removeLabel ?? t('console.clear')}
          onClick={onRemove}
        >
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  );
}

type ArmType = 'treatment' | 'optimise' | 'control' | 'holdout';

/** *Always* is what treatment is called beside an arm that optimises. */
export function armName(arm: ArmType, of: { readonly optimises: boolean }): string {
  return t(arm === 'treatment' && of.optimises ? 'console.arm.always' : `console.arm.${arm}`);
}

interface ArmMarkProps {
  readonly arm: ArmType;
  /** Whether its campaign does. */
  readonly optimises?: boolean;
  readonly label?: ReactNode;
}

/** Treatment, also as *Always*: filled square. Optimise: filled diamond. Control: hollow circle. Holdout: grey square. */
export function ArmMark({ arm, optimises = false, label }: ArmMarkProps) {
  return (
    <span className={`arm ${arm}`}>
      <i aria-hidden="true" />
      {label ?? armName(arm, { optimises })}
    </span>
  );
}

/** How far a visitor came in a campaign, 0 to 4: eligible, exposed, engaged, converted. */
export function Steps({ reached }: { reached: number }) {
  return (
    <span className={reached === 4 ? 'steps won' : 'steps'} aria-hidden="true">
      {[1, 2, 3, 4].map((step) => (
        <i key={step} className={step <= reached ? 'f' : ''} />
      ))}
    </span>
  );
}

interface FaceProps {
  readonly name: string | null;
  readonly kind?: AgentKind;
  readonly state?: AgentState;
  readonly via?: IconName;
  readonly size?: 'small' | 'medium' | 'large';
}

/**
 * Initials of a name, a program's icon, or the figure of an unknown visitor; with an agent's state, or the
 * channel of a contact.
 */
export function Face({ name, kind = 'person', state, via, size = 'small' }: FaceProps) {
  const icon = kind === 'program' ? 'program' : 'user';
  const isDrawn = name === null || kind === 'program';
  return (
    <span className={`face ${size}`} aria-hidden="true">
      {isDrawn ? <Icon name={icon} size={14} /> : initials(name)}
      {state !== undefined && <i className={`dot ${state}`} />}
      {via !== undefined && (
        <i className="via">
          <Icon name={via} size={12} />
        </i>
      )}
    </span>
  );
}

/** Beside the name of an agent that is a program. */
export function ProgramMark({ kind }: { kind: AgentKind }) {
  return kind === 'program' ? <Tag tone="line">{t('console.agent.program')}</Tag> : null;
}

/** A state's dot; always with its word beside it. */
export function StateDot({ state }: { state: AgentState }) {
  return <i className={`dot ${state}`} aria-hidden="true" />;
}

export function LiveMark({ children }: { children: ReactNode }) {
  return <span className="live num">{children}</span>;
}

export function initials(name: string): string {
  const words = name.split(/[\s@.]+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => (word[0] ?? '').toUpperCase())
    .join('');
}

export interface IntervalBarProps {
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** Ends of the common scale; zero lies within. */
  readonly scale: readonly [number, number];
  /** What is heard: the figures in words. */
  readonly label: string;
  readonly width?: number;
  /** What lies above zero is harm. */
  readonly lessIsBetter?: boolean;
}

/** Where a value lies, of so many pixels; what is beyond the scale at its end. */
function placeOn([from, until]: IntervalBarProps['scale'], width: number) {
  return (value: number): number => {
    const part = (value - from) / Math.max(until - from, Number.EPSILON);
    return 2 + Math.min(1, Math.max(0, part)) * (width - 4);
  };
}

/** An effect on a scale that several rows share: the band, its estimate, and zero as a line. */
export function IntervalBar(props: IntervalBarProps) {
  const { estimate, lower, upper, scale, label, width = 160, lessIsBetter = false } = props;
  const x = placeOn(scale, width);
  const [above, below] = lessIsBetter ? ['below', 'above'] : ['above', 'below'];
  const tone = lower > 0 ? above : upper < 0 ? below : 'open';
  return (
    <svg className={`interval ${tone}`} width={width} height={20} role="img" aria-label={label}>
      <path className="zero" d={`M${x(0)} 1V19`} />
      <path className="band" d={`M${x(lower)} 10H${x(upper)}`} />
      <path className="ends" d={`M${x(lower)} 6V14M${x(upper)} 6V14`} />
      <circle className="point" cx={x(estimate)} cy={10} r={3.5} />
    </svg>
  );
}
