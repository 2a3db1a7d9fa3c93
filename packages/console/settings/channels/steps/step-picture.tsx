// Draws the picture of a step: a schematic window with its menu and what is in it, in the colours of the
// console's theme. What the step is about has a frame and a pointer. It shows no provider's own artwork.
import type { ReactNode } from 'react';
import { t } from '../../../ui/index.ts';
import {
  type Chat,
  type Panel,
  type Row,
  type StepPicture,
  stepPictures,
  type StepsOf,
} from './step-pictures.ts';
import './steps.css';

interface PictureProps {
  readonly of: StepsOf;
  readonly step: number;
}

/** Nothing where a step has no picture. */
export default function Picture({ of, step }: PictureProps) {
  const picture = stepPictures(of)[step];
  if (picture === undefined) return null;
  return picture.type === 'panel' ? <PanelPicture {...picture} /> : <ChatPicture {...picture} />;
}

const width = 320;
const bar = 26;
const menuWidth = 92;

function Frame({
  picture,
  height,
  children,
}: {
  readonly picture: StepPicture;
  readonly height: number;
  readonly children: ReactNode;
}) {
  const { place } = picture;
  return (
    <svg
      className="step-picture"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={t('channelSettings.picture', {
        place: place.join(' › '),
        marked: markedIn(picture).join(', '),
      })}
    >
      <rect className="window" x="0.5" y="0.5" width={width - 1} height={height - 1} rx="8" />
      <path className="edge" d={`M0.5 ${bar}H${width - 0.5}`} />
      {[12, 21, 30].map((x) => (
        <circle key={x} className="dot" cx={x} cy={bar / 2} r="2.5" />
      ))}
      <text className="name" x="44" y={bar / 2 + 4}>
        {place[0]}
      </text>
      {children}
    </svg>
  );
}

function markedIn(picture: StepPicture): readonly string[] {
  return picture.type === 'panel'
    ? picture.rows.filter((row) => row.marked).map(({ label }) => label)
    : picture.said.filter((said) => said.marked).map(({ text }) => text);
}

const rowHeight = { line: 26, field: 38 } as const;
const heightOf = ({ shows }: Row): number =>
  shows === 'on' || shows === 'off' || shows === 'button' ? rowHeight.line : rowHeight.field;

function PanelPicture(panel: Panel) {
  const { place, menu, rows } = panel;
  const tops = rows.map((_, at) =>
    rows.slice(0, at).reduce((sum, row) => sum + heightOf(row), bar + 10),
  );
  const rowsEnd = rows.reduce((sum, row) => sum + heightOf(row), bar + 16);
  const height = Math.max(rowsEnd, bar + 16 + menu.length * 20);
  return (
    <Frame picture={panel} height={height}>
      <path className="edge" d={`M${menuWidth} ${bar}V${height - 0.5}`} />
      {menu.map((item, at) => (
        <g key={item} transform={`translate(0 ${bar + 8 + at * 20})`}>
          {item === place.at(-1) && (
            <rect className="here" x="5" y="0" width={menuWidth - 10} height="18" rx="4" />
          )}
          <text className="menu" x="10" y="12.5">
            {item}
          </text>
        </g>
      ))}
      {rows.map((row, at) => (
        <g key={row.label} transform={`translate(${menuWidth} ${tops[at]})`}>
          {row.marked && <path className="pointer" d="m5 1.5 6 4-6 4z" />}
          <Control {...row} />
        </g>
      ))}
    </Frame>
  );
}

const left = 16;
const fieldWidth = width - menuWidth - left - 10;

function Control({ label, shows, text, marked }: Row) {
  const look = marked ? 'field marked' : 'field';
  const words = <Words x={left} y={9} text={label} />;
  switch (shows) {
    case 'button':
      return (
        <>
          <rect
            className="button"
            x={left}
            y="0"
            width={label.length * 6 + 18}
            height="19"
            rx="4"
          />
          <text className="on-button" x={left + 9} y="13">
            {label}
          </text>
        </>
      );
    case 'on':
    case 'off':
      return (
        <>
          {words}
          <rect
            className={`switch ${shows}`}
            {...{ x: left + fieldWidth - 26, y: -2, width: 26, height: 14, rx: 7 }}
          />
          <circle
            className="knob"
            cx={left + fieldWidth - (shows === 'on' ? 7 : 19)}
            cy="5"
            r="4.5"
          />
        </>
      );
    default:
      return (
        <>
          {words}
          <rect className={look} x={left} y="14" width={fieldWidth} height="18" rx="4" />
          <text className={shows === 'ours' ? 'value ours' : 'value'} x={left + 7} y="26.5">
            {shows === 'hidden' ? '••••••••••' : text}
          </text>
        </>
      );
  }
}

function Words({ x, y, text }: { readonly x: number; readonly y: number; readonly text: string }) {
  return (
    <text className="label" x={x} y={y}>
      {text}
    </text>
  );
}

function ChatPicture(chat: Chat) {
  const height = bar + 16 + chat.said.length * 28;
  return (
    <Frame picture={chat} height={height}>
      {chat.said.map(({ mine, text, marked }, at) => {
        const wide = text.length * 5.9 + 20;
        const x = mine ? width - wide - 12 : 16;
        return (
          <g key={text} transform={`translate(0 ${bar + 10 + at * 28})`}>
            {marked && <path className="pointer" d="m4 7 6 4-6 4z" />}
            <rect
              className={marked ? 'field marked' : mine ? 'said mine' : 'said'}
              {...{ x, y: 0, width: wide, height: 22, rx: 8 }}
            />
            <text className="label" x={x + 10} y="15">
              {text}
            </text>
          </g>
        );
      })}
    </Frame>
  );
}
