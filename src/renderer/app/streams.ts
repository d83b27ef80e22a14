/** The streams that several screens look at. */
import { core } from './core.ts';
import { createLive, useLive } from './live.ts';

export const session = createLive((signal) => core.signIn.session({}, { signal }));
export const settings = createLive((signal) => core.shell.settings({}, { signal }));
export const services = createLive((signal) => core.services.list({}, { signal }));
export const opened = createLive((signal) => core.services.opened({}, { signal }));
export const catalogs = createLive((signal) => core.catalog.list({}, { signal }));
export const savedConfigurations = createLive((signal) => core.catalog.savedConfigurations({}, { signal }));
export const notifications = createLive((signal) => core.shell.notifications({}, { signal }));
export const storagePlaces = createLive((signal) => core.storage.places({}, { signal }));
export const transfers = createLive((signal) => core.storage.transfers({}, { signal }));
export const openedFiles = createLive((signal) => core.storage.openedFiles({}, { signal }));
export const secretsPlace = createLive((signal) => core.secrets.place({}, { signal }));
export const nomenclatures = createLive((signal) => core.annotation.nomenclatures({}, { signal }));
export const campaigns = createLive((signal) => core.annotation.campaigns({}, { signal }));
export const tasks = createLive((signal) => core.shell.tasks({}, { signal }));
export const commands = createLive((signal) => core.shell.commands({}, { signal }));

export const useSession = () => useLive(session);
export const useSettings = () => useLive(settings);
export const useServices = () => useLive(services);
export const useOpened = () => useLive(opened);
export const useCatalogs = () => useLive(catalogs);
export const useSavedConfigurations = () => useLive(savedConfigurations);
export const useNotifications = () => useLive(notifications);
export const useStoragePlaces = () => useLive(storagePlaces);
export const useTransfers = () => useLive(transfers);
export const useOpenedFiles = () => useLive(openedFiles);
export const useSecretsPlace = () => useLive(secretsPlace);
export const useNomenclatures = () => useLive(nomenclatures);
export const useCampaigns = () => useLive(campaigns);
export const useTasks = () => useLive(tasks);
export const useCommands = () => useLive(commands);
