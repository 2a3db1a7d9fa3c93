// What stands where an address leads nowhere, or to a page that is not for one's role. It does not
// say which of the two.
import { Link } from '@tanstack/react-router';
import { t } from '../words/console-words.ts';
import { Empty } from '../ui/states.tsx';

export function NotFound() {
  return (
    <Empty title={t('page.missing.title')} text={t('page.missing.text')}>
      <Link to="/visitors" className="btn plain">
        {t('page.missing.action')}
      </Link>
    </Empty>
  );
}
