// The funnel by arm, for everyone enrolled so far: counts, no effects. Bars of control are hollow,
// and it has none for *exposed* and *engaged*, because control is shown nothing.
import { Fragment } from 'react';
import type { ArmResult, CampaignResults } from '@opportune/protocol/rest/report/report.ts';
import { type Column, format, ArmMark, column, t, Table } from '../../ui/index.ts';
import { About } from '../definitions.tsx';
import { armWords } from '../words.ts';

const steps = ['eligible', 'exposed', 'engaged', 'converted'] as const;
type Step = (typeof steps)[number];

export function ArmFunnel({ results }: { results: CampaignResults }) {
  const whole = (arm: ArmResult['arm']) =>
    results.arms.find((each) => each.arm === arm && each.variant === null);
  const arms = (['optimise', 'treatment', 'control'] as const).flatMap((arm) => whole(arm) ?? []);
  const optimises = results.comparisons !== undefined;
  const most = Math.max(1, ...arms.map(({ soFar }) => soFar.eligible));
  return (
    <section aria-label={t('results.funnel.title')}>
      <div className="results-h">
        <h2 className="grow">{t('results.funnel.title')}</h2>
        {arms.map(({ arm }) => (
          <ArmMark key={arm} arm={arm} label={armWords(arm, results)} />
        ))}
      </div>
      <div className={arms.length > 2 ? 'arm-funnel three num' : 'arm-funnel num'}>
        {steps.map((step) => (
          <Fragment key={step}>
            <StepName step={step} optimises={optimises} />
            {arms.map((arm) => (
              <Bar
                key={arm.arm}
                arm={arm}
                step={step}
                most={most}
                name={armWords(arm.arm, results)}
              />
            ))}
            <span className="gap" />
          </Fragment>
        ))}
      </div>
      <p className="small t3">{t('results.funnel.note')}</p>
      <Offers arms={arms} results={results} />
    </section>
  );
}

function StepName({ step, optimises }: { step: Step; optimises: boolean }) {
  return (
    <span className="name">
      {t(step === 'eligible' && optimises ? 'results.funnel.audience' : `results.funnel.${step}`)}
      <About figure={step} />
    </span>
  );
}

interface BarProps {
  readonly arm: ArmResult;
  readonly step: Step;
  readonly most: number;
  readonly name: string;
}

function Bar({ arm, step, most, name }: BarProps) {
  const count = arm.soFar[step];
  const spoken = <span className="aside-voice">{name}: </span>;
  if (arm.arm === 'control' && (step === 'exposed' || step === 'engaged')) {
    return (
      <>
        <span className="small t3">{t('results.funnel.nothing')}</span>
        <span className="right t3">
          {spoken}
          {t('results.funnel.none')}
        </span>
        <span />
      </>
    );
  }
  const share =
    arm.soFar.eligible === 0 || step === 'eligible'
      ? ''
      : format.percent(count / arm.soFar.eligible, 1);
  return (
    <>
      <span>
        {count > 0 && (
          <i className={`funnel-bar ${arm.arm}`} style={{ width: `${(count / most) * 100}%` }} />
        )}
      </span>
      <span className="right">
        {spoken}
        {format.number(count)}
      </span>
      <span className="right t2">{share}</span>
    </>
  );
}

const offerKinds = ['live', 'fallback', 'content'] as const;
type Kind = (typeof offerKinds)[number];

function Offers({ arms, results }: { arms: readonly ArmResult[]; results: CampaignResults }) {
  const kinds = offerKinds.filter((kind) => arms.some(({ offers }) => offers[kind] > 0));
  if (kinds.length === 0) return null;
  return (
    <Table
      caption={t('results.offers.caption')}
      className="flat-table"
      rows={kinds}
      rowKey={(kind) => kind}
      columns={[
        column('results.offers.head', (kind: Kind) => t(`results.offers.${kind}`)),
        ...arms.map(({ arm, offers }): Column<Kind> => ({
          ...{ key: arm, head: armWords(arm, results), align: 'right' },
          width: arms.length > 2 ? 76 : 92,
          cell: (kind) => format.number(offers[kind]),
        })),
      ]}
    />
  );
}
