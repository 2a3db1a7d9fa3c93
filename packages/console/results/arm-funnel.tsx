// The funnel by arm, of everyone enrolled so far: counts, no effects. Control shows the same bars
// hollow, and nothing where nothing was shown.
import { Fragment } from 'react';
import type { ArmResult, CampaignResults } from '@opportune/protocol/rest/report.ts';
import { ArmMark, Table, useFormat } from '../ui/index.ts';
import { About } from './definitions.tsx';
import { r } from './words.ts';

const steps = ['eligible', 'exposed', 'engaged', 'converted'] as const;

export function ArmFunnel({ results }: { results: CampaignResults }) {
  const whole = (arm: ArmResult['arm']) =>
    results.arms.find((each) => each.arm === arm && each.variant === null);
  const [treatment, control] = [whole('treatment'), whole('control')];
  if (treatment === undefined || control === undefined) return null;
  const most = Math.max(treatment.soFar.eligible, control.soFar.eligible, 1);
  return (
    <section aria-label={r('funnel.title')}>
      <div className="results-h">
        <h2 className="grow">{r('funnel.title')}</h2>
        <ArmMark arm="treatment" />
        <ArmMark arm="control" />
      </div>
      <div className="arm-funnel num">
        {steps.map((step) => (
          <Fragment key={step}>
            <span className="name">
              {r(`funnel.${step}`)}
              <About figure={step} />
            </span>
            <Bar arm={treatment} step={step} most={most} />
            <Bar arm={control} step={step} most={most} />
            <span className="gap" />
          </Fragment>
        ))}
      </div>
      <p className="small t3">{r('funnel.note')}</p>
      <Offers treatment={treatment} control={control} />
    </section>
  );
}

function Bar({ arm, step, most }: { arm: ArmResult; step: (typeof steps)[number]; most: number }) {
  const format = useFormat();
  const count = arm.soFar[step];
  const spoken = <span className="aside-voice">{r(`arm.${arm.arm}`)}: </span>;
  if (arm.arm === 'control' && (step === 'exposed' || step === 'engaged')) {
    return (
      <>
        <span className="small t3">{r('funnel.nothing')}</span>
        <span className="right t3">
          {spoken}
          {r('funnel.none')}
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

function Offers({ treatment, control }: { treatment: ArmResult; control: ArmResult }) {
  const format = useFormat();
  const kinds = (['live', 'fallback', 'content'] as const).filter(
    (kind) => treatment.offers[kind] + control.offers[kind] > 0,
  );
  if (kinds.length === 0) return null;
  return (
    <Table
      caption={r('offers.caption')}
      className="flat-table"
      rows={kinds}
      rowKey={(kind) => kind}
      columns={[
        { key: 'kind', head: r('offers.head'), cell: (kind) => r(`offers.${kind}`) },
        {
          key: 'treatment',
          head: r('arm.treatment'),
          width: 92,
          align: 'right',
          cell: (kind) => format.number(treatment.offers[kind]),
        },
        {
          key: 'control',
          head: r('arm.control'),
          width: 92,
          align: 'right',
          cell: (kind) => format.number(control.offers[kind]),
        },
      ]}
    />
  );
}
