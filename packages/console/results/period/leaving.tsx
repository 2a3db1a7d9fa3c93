// Harm to the visit: who left right after the decision, by arm, and the difference to control with
// its interval. It stands beside the effect on the goal and is never offset against it.
import type { CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { Leaving } from '@opportune/protocol/rest/report/leaving.ts';
import { commonScale } from '../../campaigns/scale.ts';
import { ArmMark, Strip, t, useApiQuery, figureColumn, ScrollTable } from '../../ui/index.ts';
import { column, format, type Column } from '../../ui/index.ts';
import { within } from '../../words/language.ts';
import { EffectBar } from '../effect/effect-bar.tsx';
import { ofOneNetwork } from './guardrail.tsx';
import { armWords, points } from '../words.ts';
import { Section } from '../section.tsx';

type Arm = Leaving['arms'][number];

function useLeaving(id: string, period: number): Leaving | undefined {
  return useApiQuery(`/campaigns/${id}/leaving`, Leaving, {
    query: { period },
    refetchMs: 60_000,
    keep: true,
  }).data;
}

interface Props {
  readonly id: string;
  readonly results: CampaignResults;
}

/**
 * Above the figures, unless the campaign has paused itself or harm to the goal is already shown
 * there.
 */
export function LeavingStrip({ id, results }: Props) {
  const harm = useLeaving(id, results.period)?.harm ?? null;
  if (harm === null || results.stop !== null || results.harm !== null) return null;
  const { arm = 'treatment', estimate, lower, upper } = harm;
  return (
    <Strip tone="bad" icon="alert">
      {`${t('results.harm.leaving', {
        arm: within(armWords(arm, results)),
        estimate: points(estimate),
        lower: points(lower),
        upper: points(upper),
      })}${ofOneNetwork(harm)}`}
    </Strip>
  );
}

export function LeavingView({ id, results }: Props) {
  const leaving = useLeaving(id, results.period);
  if (leaving === undefined || leaving.arms.length === 0) return null;
  return (
    <Section title={t('results.leaving.title')} note={noteOf(leaving)} about="left at once">
      <ScrollTable
        caption={t('results.leaving.title')}
        className="num flat-table beside-table"
        columns={columns(leaving, results)}
        rows={leaving.arms}
        rowKey={({ arm, beside }) => `${arm} ${beside}`}
      />
    </Section>
  );
}

function noteOf({ pending: n, seconds }: Leaving): string {
  const values = { seconds: format.number(seconds), n };
  return n === 0 ? t('results.leaving.note.all', values) : t('results.leaving.note', values);
}

function columns({ effects }: Leaving, results: CampaignResults): readonly Column<Arm>[] {
  const scale = commonScale(effects.map(({ difference }) => difference));
  const against = ({ arm }: Arm) => effects.find((each) => each.arm === arm)?.difference;
  return [
    column('results.leaving.arm', 168, ({ arm, beside }) => (
      <ArmMark arm={arm} label={partWords(arm, beside, results)} />
    )),
    figureColumn('results.leaving.share', 72, ({ left, visitors }) =>
      visitors === 0 ? (
        <span className="t3">{t('console.dash')}</span>
      ) : (
        format.percent(left / visitors, 1)
      ),
    ),
    figureColumn('results.leaving.difference', 152, (row) => (
      <Difference difference={against(row)} />
    )),
    {
      key: 'bar',
      head: <span className="aside-voice">{t('results.leaving.drawn')}</span>,
      width: 140,
      cell: (row) => {
        const effect = against(row);
        if (effect?.type !== 'interval') return null;
        return <EffectBar effect={effect} scale={scale} width={120} lessIsBetter />;
      },
    },
    figureColumn('results.leaving.left', 100, ({ left }) => format.number(left)),
    figureColumn('results.leaving.visitors', 84, ({ visitors }) => format.number(visitors)),
  ];
}

/** In an optimising campaign each arm is compared with its own part of control. */
function partWords(arm: Arm['arm'], beside: Arm['beside'], results: CampaignResults): string {
  if (beside === null || results.arms.every((each) => each.arm !== 'optimise'))
    return armWords(arm, results);
  return t(`results.leaving.beside.${beside}`);
}

type Difference = Leaving['effects'][number]['difference'];

function Difference({ difference }: { difference: Difference | undefined }) {
  if (difference === undefined) return null;
  if (difference.type === 'withheld') return <span className="t3">{t('results.leaving.few')}</span>;
  const { estimate, lower, upper } = difference;
  return (
    <>
      <span className={lower > 0 ? 'bad strong' : 'strong'}>{points(estimate)}</span>{' '}
      <span className="t2">
        {t('results.variants.between', { lower: points(lower), upper: points(upper) })}
      </span>
    </>
  );
}
