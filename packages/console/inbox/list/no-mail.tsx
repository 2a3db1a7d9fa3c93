// Warns above left messages if the account cannot send e-mail. Without the warning, agents would
// promise answers that never leave.
import { MailState } from '@opportune/protocol/rest/mail.ts';
import { useSession } from '../../session/session.tsx';
import { SettingsLink } from '../../settings/settings-link.tsx';
import { Icon, useApiQuery, t } from '../../ui/index.ts';
import './waiting.css';

export function NoMail() {
  const { data } = useApiQuery('/mail', MailState);
  const { role } = useSession().user;
  if (data === undefined || data.configured) return null;
  return (
    <p className="small group-said no-mail">
      <Icon name="alert" size={14} />
      <span>
        {t('before.case.noMail')}{' '}
        {role === 'agent' ? (
          t('before.case.noMail.ask')
        ) : (
          <SettingsLink page="email">{t('before.case.noMail.open')}</SettingsLink>
        )}
      </span>
    </p>
  );
}
