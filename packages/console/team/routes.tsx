// The page of the area.
import { PageHeader, t } from '../ui/index.ts';

export function TeamPage() {
  return <PageHeader title={t('area.team')} />;
}
