/** What a platform file says about the parts of a platform. Pure. */
import type { PlatformFile } from '../../shared/contract/platform.ts';
import type { PartName } from '../../shared/contract/sign-in.ts';

export interface DescribedPart {
  readonly name: PartName;
  /** Absent: the platform does not have it, as far as its file tells. */
  readonly address?: string;
}

/** The parts in the order in which they matter to a person. */
export function describedParts(file: PlatformFile): DescribedPart[] {
  const addresses: [PartName, string | undefined][] = [
    ['onyxia', file.onyxia?.url],
    ['identity', file.oidc?.issuer],
    ['kubernetes', file.kubernetes?.server],
    ['storage', file.storage?.map((profile) => profile.endpoint).join(', ')],
    ['vault', file.vault?.url],
    // Onyxia tells its catalogs itself.
    ['catalogs', file.catalogs?.map((catalog) => catalog.url).join(', ') || file.onyxia?.url],
  ];
  return addresses.map(([name, address]) => (address ? { name, address } : { name }));
}
