/** Which platform and project the secrets belong to, and how their folder is called. */
import { useTranslation } from 'react-i18next';
import { useSecretsPlace, useSession } from '../app/streams.ts';

/** Changes with platform, person and project: what is cached or drafted belongs to one of them. */
export function usePlaceKey(): string {
  const { value } = useSession();
  const person = value?.platforms.find((one) => one.id === value.current)?.person?.userName;
  return [value?.current, person, value?.project].join('/');
}

/** A folder by the name that a person knows: its path, or the project's own. */
export function useFolderName(): (folder: string) => string {
  const { t } = useTranslation();
  const { value } = useSecretsPlace();
  return (folder) => (folder === '' ? (value?.folder ?? t('secrets.rootFolder')) : folder);
}
