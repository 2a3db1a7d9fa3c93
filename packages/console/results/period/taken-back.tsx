// What refunds and cancellations took back, by arm: the part that is in the effect and, apart from
// it, what came after the windows closed. It shows nothing if nothing was taken back or came late.
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
    column('results.back.arm', ({ arm }) => <ArmMark arm={arm} label={armWords(arm, results)} />),
    figureColumn('results.back.orders', 92, ({ takenBack }) => format.number(takenBack.orders)),
    figureColumn('results.back.value', 116, ({ takenBack }) => money(takenBack.value)),
    figureColumn('results.back.later.orders', 116, ({ takenBack }) =>
      format.number(takenBack.later.orders),
    ),
    figureColumn('results.back.later.value', 116, ({ takenBack }) => money(takenBack.later.value)),
  ];
}

function sum(arms: readonly ArmResult[], pick: (arm: ArmResult) => number): number {
  return arms.reduce((total, arm) => total + pick(arm), 0);
}
