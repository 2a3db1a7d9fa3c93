// What refunds and cancellations took, by arm: in the effect, and apart from it what came after the
// closing. Nothing is shown where nothing was taken and nothing came late.
import type { ArmResult, CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import {
  format,
  ArmMark,
  t,
  type Column,
  column,
  figureColumn,
  ScrollTable,
} from '../../ui/index.ts';
import { armWords } from '../words.ts';
import { Section } from '../section.tsx';

export function TakenBack({ results }: { results: CampaignResults }) {
  const arms = results.arms.filter(({ variant }) => variant === null);
  const conversions = sum(arms, ({ takenBack }) => takenBack.later.conversions);
  const hasBack = sum(arms, ({ takenBack }) => takenBack.orders + takenBack.later.orders) > 0;
  if (!hasBack && conversions === 0) return null;
  return (
    <Section title={t('results.back.title')} note={t('results.back.note')} about="taken back">
      {hasBack && (
        <ScrollTable
          caption={t('results.back.title')}
          className="num flat-table beside-table"
          columns={columns(results)}
          rows={arms}
          rowKey={({ arm }) => arm}
        />
      )}
      <p className="small t3">
        {t('results.back.later.note')}
        {conversions > 0 && ` ${t('results.back.conversions', { n: conversions })}`}
      </p>
    </Section>
  );
}

function columns(results: CampaignResults): readonly Column<ArmResult>[] {
  const money = (value: number) => (value === 0 ? t('console.dash') : format.money(value));
  return [
    column('arm', t('results.back.arm'), ({ arm }) => (
      <ArmMark arm={arm} label={armWords(arm, results)} />
    )),
    {
      key: 'orders',
      head: t('results.back.orders'),
      width: 92,
      align: 'right',
      cell: ({ takenBack }) => format.number(takenBack.orders),
    },
    figureColumn('value', t('results.back.value'), ({ takenBack }) => money(takenBack.value), 116),
    {
      key: 'laterOrders',
      head: t('results.back.later.orders'),
      width: 116,
      align: 'right',
      cell: ({ takenBack }) => format.number(takenBack.later.orders),
    },
    {
      key: 'laterValue',
      head: t('results.back.later.value'),
      width: 116,
      align: 'right',
      cell: ({ takenBack }) => money(takenBack.later.value),
    },
  ];
}

function sum(arms: readonly ArmResult[], pick: (arm: ArmResult) => number): number {
  return arms.reduce((total, arm) => total + pick(arm), 0);
}
