// The header of Home: the day and the time where the account is.
import type { ReactNode } from 'react';
import { format, PageHeader, t, useNow } from '../ui/index.ts';

export function HomeHeader({ children }: { children?: ReactNode }) {
  return (
    <PageHeader title={t('console.area.home')} live={<Today />}>
      {children}
    </PageHeader>
  );
}

function Today() {
  const now = useNow();
  const when = { date: format.day(now), time: format.clock(now) };
  return <span className="t3 small clip home-today">{t('home.today', when)}</span>;
}
