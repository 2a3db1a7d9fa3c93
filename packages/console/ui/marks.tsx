// Small marks with a meaning: chips, tags, arms, faces, states, and an interval on its scale.
// Colour never stands alone: each mark has a shape, a letter or words beside it.
import type { ReactNode } from 'react';
import type { AgentKind, AgentState } from '@opportune/protocol/conversation/conversation.ts';
import type { PictureId } from '@opportune/protocol/ids.ts';
import { pictureAddress } from '@opportune/protocol/rest/pictures.ts';
import { Icon, type IconName } from './icon.tsx';
import { t } from '../words/words.ts';

export type Tone = 'plain' | 'ok' | 'warn' | 'bad' | 'accent' | 'line';

/** A word about a state. */
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

/** A chosen value. With `onRemove` it has a button that removes it. */
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

/** Treatment is called *Always* next to an arm that optimises. */
export function armName(arm: ArmType, of: { readonly optimises: boolean }): string {
  return t(arm === 'treatment' && of.optimises ? 'console.arm.always' : `console.arm.${arm}`);
}

interface ArmMarkProps {
  readonly arm: ArmType;
  /** Whether the campaign optimises. */
  readonly optimises?: boolean;
  readonly label?: ReactNode;
}

/**
 * Treatment (or *Always*): filled square. Optimise: filled diamond. Control: hollow circle.
 * Holdout: grey square.
 */
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
  /** The id of a photo, shown over the initials. */
  readonly photo?: PictureId | null | undefined;
}

/**
 * The initials of a name, the icon of a program, or a figure for an unknown visitor. It may show an
 * agent's state or a contact's channel.
 */
export function Face({ name, kind = 'person', state, via, size = 'small', photo }: FaceProps) {
  const icon = kind === 'program' ? 'program' : 'user';
  const isDrawn = name === null || kind === 'program';
  return (
    <span className={`face ${size}`} aria-hidden="true">
      {isDrawn ? <Icon name={icon} size={14} /> : initials(name)}
      {photo != null && <img src={`/${pictureAddress(photo)}`} alt="" />}
      {state !== undefined && <i className={`dot ${state}`} />}
      {via !== undefined && (
        <i className="via">
          <Icon name={via} size={12} />
        </i>
      )}
    </span>
  );
}

/** Marks the name of an agent that is a program. */
export function ProgramMark({ kind }: { kind: AgentKind }) {
  return kind === 'program' ? <Tag tone="line">{t('console.agent.program')}</Tag> : null;
}

/** The dot of a state. Its word always stands beside it. */
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
  /** Ends of the common scale; zero lies between them. */
  readonly scale: readonly [number, number];
  /** The figures in words, for screen readers. */
  readonly label: string;
  readonly width?: number;
  /** An effect above zero is harm. */
  readonly lessIsBetter?: boolean;
}

/** The place of a value in pixels. A value beyond the scale is drawn at the end of it. */
function placeOn([from, until]: IntervalBarProps['scale'], width: number) {
  return (value: number): number => {
    const part = (value - from) / Math.max(until - from, Number.EPSILON);
    return 2 + Math.min(1, Math.max(0, part)) * (width - 4);
  };
}

/** An effect on a scale that several rows share: the band, the estimate, and zero as a line. */
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
