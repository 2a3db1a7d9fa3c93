// One part of the campaign: its name, its sentence, a bar if it differs from live, and the problems
// that keep it from going live.
import type { ReactNode } from 'react';
import type { CampaignProblem } from '@opportune/core/campaign/check-campaign.ts';
import { Icon, type IconName, t } from '../../ui/index.ts';
import type { PartName } from './draft/draft-diff.ts';
import { useEdit } from './edit-context.tsx';

interface PartProps {
  readonly name: PartName;
  readonly icon: IconName;
  readonly problems?: readonly CampaignProblem[];
  readonly act?: ReactNode;
  readonly children: ReactNode;
}

export function Part({ name, icon, problems = [], act, children }: PartProps) {
  const { changed } = useEdit();
  const differs = changed.includes(name);
  return (
    <section
      className={differs ? 'part changed' : 'part'}
      id={`part-${name}`}
      aria-labelledby={`part-${name}-title`}
      tabIndex={-1}
    >
      <PartHead {...{ name, icon, act, differs }} />
      <div className="part-body">
        {children}
        {problems.length > 0 && <Problems problems={problems} />}
      </div>
    </section>
  );
}

interface PartHeadProps extends Pick<PartProps, 'name' | 'icon' | 'act'> {
  readonly differs: boolean;
}

function PartHead({ name, icon, act, differs }: PartHeadProps) {
  return (
    <div className="part-head">
      <h2 id={`part-${name}-title`}>
        <Icon name={icon} />
        {t(`campaigns.part.${name}`)}
        {differs && <span className="aside-voice">{t('campaigns.part.changed')}</span>}
      </h2>
      {act}
    </div>
  );
}

function Problems({ problems }: { problems: NonNullable<PartProps['problems']> }) {
  return (
    <div role="status">
      <ul className="part-problems">
        {problems.map((each) => (
          <li key={`${each.path} ${each.message}`}>
            <Icon name="alert" size={14} />
            {each.message}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Says({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`says ${className}`}>{children}</div>;
}
