// One row of the live list. It is drawn again only when its visitor changed. The time on the page
// updates by itself.
import { memo } from 'react';
import type { VisitorId } from '@opportune/protocol/ids.ts';
import type { VisitorRow } from '@opportune/protocol/rest/visitor.ts';
import { Score } from '../../intent/score.tsx';
import { format, ArmMark, duration, Icon, Steps, t, useNow } from '../../ui/index.ts';
import { reasonWords, visitWords } from '../reason-words.ts';
import {
  countryWords,
  deviceWords,
  pageWords,
  sourceWords,
  visitorName,
} from '../visitor-words.ts';
import { stepsOf } from './wanted-order.ts';

interface Props {
  readonly row: VisitorRow;
  readonly left: boolean;
  readonly at: number;
  readonly top: number;
  readonly selected: boolean;
  readonly active: boolean;
  readonly onOpen: (visitor: VisitorId) => void;
}

export const VisitorLine = memo(function VisitorLine({
  row,
  left,
  at,
  top,
  selected,
  active,
  onOpen,
}: Props) {
  const page = pageWords(row.page);
  // Between two pages no page is known for a moment. Without a connection as well, the visitor has
  // left.
  const gone = left || (page === '' && !row.online);
  const classes = [
    'line',
    selected ? 'on' : '',
    active ? 'active' : '',
    left || !row.online ? 'left' : '',
  ].join(' ');
  return (
    <div
      className={classes}
      role="row"
      id={`visitor-${row.visitor}`}
      aria-rowindex={at + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onOpen(row.visitor)}
    >
      <VisitorCell row={row} />
      <PageCell row={row} page={page} />
      <div role="gridcell" className="c-time num">
        {gone ? (
          <span className="t3">{t('visitors.row.left')}</span>
        ) : (
          <TimeOnPage since={row.pageSince} />
        )}
      </div>
      <CartCell row={row} />
      <div role="gridcell" className="two c-device">
        <b className="plain-words">
          <span>{deviceWords(row.device)}</span>
        </b>
        <small>{countryWords(row.place)}</small>
      </div>
      <div role="gridcell" className="two c-intent">
        <Intent row={row} />
      </div>
      <div role="gridcell" className="two c-campaign">
        <CampaignCell row={row} />
      </div>
      <ArmCell row={row} />
    </div>
  );
});

function VisitorCell({ row }: { row: VisitorRow }) {
  return (
    <div role="gridcell" className="two c-visitor">
      <b>
        <span>{visitorName(row)}</span>
        {row.verified && <Icon name="verified" size={14} />}
        {row.verified && <span className="aside-voice">{t('visitors.visitor.verified')}</span>}
      </b>
      <small>{sourceWords(row)}</small>
    </div>
  );
}

function PageCell({ row, page }: { row: VisitorRow; page: string }) {
  return (
    <div role="gridcell" className="two c-page">
      <b>
        <span className={page === '' ? 't3' : undefined}>
          {page === '' ? t('console.dash') : page}
        </span>
      </b>
      <small>{row.sections.length > 0 ? row.sections.join(', ') : row.page.path}</small>
    </div>
  );
}

function CartCell({ row }: { row: VisitorRow }) {
  return (
    <div role="gridcell" className="c-cart num">
      {row.cartTotal === null || row.cartItems === 0 ? (
        <span className="t3">{t('console.dash')}</span>
      ) : (
        format.money(row.cartTotal)
      )}
    </div>
  );
}

function ArmCell({ row }: { row: VisitorRow }) {
  return (
    <div role="gridcell" className="c-arm">
      {row.holdout ? (
        <ArmMark arm="holdout" />
      ) : row.campaign === null ? (
        <span className="t3">{t('console.dash')}</span>
      ) : (
        <ArmMark arm={row.campaign.arm} optimises={row.campaign.optimises} />
      )}
    </div>
  );
}

function TimeOnPage({ since }: { since: number }) {
  return <>{duration(useNow() - since)}</>;
}

/** The score and its reason. Without a score, what the engine concludes about the visitor. */
function Intent({ row }: { row: VisitorRow }) {
  const thought = reasonWords(row);
  if (row.intent !== null) return <Score intent={row.intent} under={thought ?? visitWords(row)} />;
  if (thought === null)
    return (
      <b className="plain-words">
        <span>{visitWords(row)}</span>
      </b>
    );
  return (
    <>
      <b className="plain-words">
        <span title={thought}>{thought}</span>
      </b>
      <small>{visitWords(row)}</small>
    </>
  );
}

function NoCampaign({ row }: { row: VisitorRow }) {
  const none = t(row.holdout ? 'visitors.row.holdout' : 'visitors.row.noCampaign');
  const words = row.intent === null ? none : (reasonWords(row) ?? none);
  return (
    <span className="t3 clip" title={words}>
      {words}
    </span>
  );
}

function CampaignCell({ row }: { row: VisitorRow }) {
  const reached = stepsOf(row);
  if (row.campaign === null || reached === 0) return <NoCampaign row={row} />;
  return (
    <>
      <b>
        <Steps reached={reached} />
        <span>{t(`visitors.step.${row.campaign.step}`)}</span>
      </b>
      <small>{row.campaign.name}</small>
    </>
  );
}
