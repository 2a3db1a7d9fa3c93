// The page of the area.
import { PageHeader, t } from '../ui/index.ts';

export function InboxPage() {
  return <PageHeader title={t('area.inbox')} />;
}
