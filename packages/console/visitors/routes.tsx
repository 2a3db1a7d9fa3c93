// The page of the area.
import { PageHeader, t } from '../ui/index.ts';

export function VisitorsPage() {
  return <PageHeader title={t('area.visitors')} />;
}
