// For managers: the share of today's first answers that came in time. It is the team page's figure.
import { t } from '../ui/index.ts';
import { AboutFigure } from '../team/history/about-figure.tsx';
import { figureWords } from '../team/history/figure-words.ts';
import { useFreshToday, useToday } from '../team/now/use-today.ts';

export function ServiceLevel() {
  useFreshToday();
  const level = useToday('skill')?.whole['service-level'];
  return (
    <div>
      <dt>
        {t('history.now.level')} <AboutFigure id="service-level" />
      </dt>
      <dd className="num">
        {level === undefined ? t('console.dash') : figureWords(level, 'service-level')}
      </dd>
    </div>
  );
}
